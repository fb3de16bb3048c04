/**
 * Measures rows a second from bytes to validated rows, validated again, and to a plan, against the bare parser over the
 * same bytes in the same run; pages and edits of the rows; a workbook of the same rows; and the streamed download of a
 * report. With processor time, peak memory and event-loop delay.
 * `node apps/bench/src/upload.ts [--rows 10000,150000] [--stores pglite,postgres --url postgres://…]`
 */

import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { readCsv } from '@muster/bff/adapters/files/text/read-csv'
import type { Storage } from '@muster/bff/adapters/storage/database/storage'

import { migrate } from '@muster/bff/adapters/storage/migrations/run-migrations'
import { openStorage } from '@muster/bff/adapters/storage/open-storage'

import { syntheticUsers } from '@muster/bff/adapters/storage/testing/synthetic-users'
import { uploadApp } from '@muster/bff/adapters/storage/testing/upload-app'
import { correctUpload, recheckUpload } from '@muster/bff/features/uploads/fix/correct-upload'
import { fixRows } from '@muster/bff/features/uploads/fix/fix-rows'
import { xlsxStream } from '@muster/bff/http/response/xlsx-stream'

/** Memory one upload may use above the idle process, including the growth of the embedded store. */
const maxMegabytes = 300
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000,150000,1000000' },
    /** Ends after the rows are validated, paged and edited. */
    checks: { type: 'boolean', default: false },
    url: { type: 'string' },
  },
})
const folder = await mkdtemp(join(tmpdir(), 'muster-bench-'))
const print = (line: string) => void process.stdout.write(`${line}\n`)
const megabytes = () => process.memoryUsage().rss / 1024 / 1024

/** Resident memory of the processes that read files; 0 if the system does not report it. */
function readerMegabytes(): number {
  const read = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : '')
  const children = read(`/proc/self/task/${process.pid}/children`).split(' ').filter(Boolean)
  const resident = (pid: string) => Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024
  return children.reduce((sum, pid) => sum + resident(pid), 0)
}

/** Measures time, processor time, memory and the event loop during a task. */
async function watched<T>(what: () => Promise<T>) {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  const idle = megabytes()
  let [peak, reader] = [idle, 0]
  const timer = setInterval(() => {
    peak = Math.max(peak, megabytes())
    reader = Math.max(reader, readerMegabytes())
  }, 50)
  delay.enable()
  const cpuBefore = process.cpuUsage()
  const started = performance.now()
  const result = await what()
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(cpuBefore)
  clearInterval(timer)
  delay.disable()
  return {
    result,
    seconds,
    cpu: (user + system) / 1e6,
    above: peak - idle,
    reader,
    p99: delay.percentile(99) / 1e6,
    max: delay.max / 1e6,
  }
}
type Watched = Omit<Awaited<ReturnType<typeof watched>>, 'result'>

const targets: Readonly<Record<string, string>> = {
  'kept file to checked rows': '100,000 rows/s and 0.5 of the bare parser',
  'checked again, a column mapped otherwise': '2 s at 150,000 rows',
  'checked rows to plan': '30,000 rows/s',
}

function say(what: string, rows: number, { seconds, cpu, above, reader, p99, max }: Watched, than?: number): void {
  const target = targets[what] === undefined ? '' : ` (target: ${targets[what]})`
  const reading = reader === 0 ? '' : `, the process that reads the file ${reader.toFixed(0)} MB`
  const ratio = than === undefined ? '' : `, ${(than / seconds).toFixed(2)} of the bare parser's speed`
  print(
    `  ${what}: ${Math.round(rows / seconds).toLocaleString('en')} rows/s (${seconds.toFixed(2)} s, ${cpu.toFixed(2)} s of processor${ratio}); memory +${above.toFixed(0)} MB${reading}; event loop p99 ${p99.toFixed(0)} ms, max ${max.toFixed(0)} ms${target}`,
  )
}

const repeats = 40

/** The 50th and 95th percentile of a task, in milliseconds. */
async function sayPercentiles(what: string, act: (time: number) => Promise<unknown>): Promise<void> {
  const times: number[] = []
  for (let time = 0; time < repeats; time += 1) {
    const started = performance.now()
    await act(time)
    times.push(performance.now() - started)
  }
  const sorted = times.toSorted((one, other) => one - other)
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1)
  print(`  ${what}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms (target: p95 30 ms)`)
}

type Person = Parameters<typeof uploadApp>[1]['people'][number]

const header = ['Email ID', 'First Name', 'Last Name', 'Add groups', 'Add roles', 'Developer']

/** Rows for known users first, then unknown ones; some with a misspelled group, some that repeat a user. */
function* table(people: readonly Person[], count: number): Generator<readonly string[]> {
  yield header
  for (let n = 0; n < count; n += 1) {
    const { email, firstName, lastName } = people[n % people.length] ?? { email: '', firstName: '', lastName: '' }
    const own = n < people.length ? email : `row${n}@example.com`
    const repeated = n % 1009 === 7 ? (people[(n - 5) % people.length]?.email ?? own) : own
    const group = n % 97 === 0 ? `Suport${n % 5}` : 'Support'
    yield [repeated, firstName, lastName, group, 'Tester on Billing; Analyst on Claims', n % 3 === 0 ? 'yes' : 'no']
  }
}

function* lines(people: readonly Person[], count: number) {
  for (const cells of table(people, count)) yield `${cells.join(',')}\n`
}

type App = Awaited<ReturnType<typeof uploadApp>>

/** Maps a column otherwise, as a user does, and runs the work this queues. */
async function checkAgain({ deps, record }: App, uploadId: string, mapping: 'is_developer' | 'can_create_bot') {
  const { columns } = await record(uploadId)
  const flag = columns.find(({ header: name }) => name === 'Developer')
  if (flag === undefined) throw new Error('no such column')
  await correctUpload(deps, uploadId, { columns: [{ index: flag.index, mapping, blank: 'keep' }] })
  await recheckUpload(deps, uploadId, new AbortController().signal)
}

async function measurePages(app: App, uploadId: string, rows: number): Promise<void> {
  const { deps } = app
  const { tally } = await app.record(uploadId)
  const issue = tally?.groups.find(({ code }) => code === 'group_unknown')?.key ?? ''
  await sayPercentiles('first page of rows', () => deps.rows.list(uploadId, { after: 0, limit: 51 }))
  await sayPercentiles('a page anywhere', (time) =>
    deps.rows.list(uploadId, { after: Math.floor((rows * time) / repeats), limit: 51 }),
  )
  await sayPercentiles('page of rows with errors', () =>
    deps.rows.list(uploadId, { level: 'error', after: 0, limit: 51 }),
  )
  await sayPercentiles('page of one issue', () => deps.rows.list(uploadId, { issue, after: 0, limit: 51 }))
  await sayPercentiles('an edited cell', (time) =>
    fixRows(deps, uploadId, {
      kind: 'cells',
      cells: [{ row: 3 + Math.floor((rows * time) / (repeats + 1)), column: 5, value: time % 2 === 0 ? 'no' : 'yes' }],
    }),
  )
}

/** A text file and a workbook of the same rows. */
async function writeFiles(people: readonly Person[], rows: number) {
  const [text, workbook] = [join(folder, `${rows}.csv`), join(folder, `${rows}.xlsx`)]
  await pipeline(Readable.from(lines(people, rows)), createWriteStream(text))
  const sheet = async function* () {
    for (const cells of table(people, rows)) yield [cells]
  }
  await pipeline(xlsxStream([{ name: 'Users', rows: sheet() }]), createWriteStream(workbook))
  return { text, workbook }
}

/** The users of the directory do not stay in memory, as in a server: a collection of garbage would copy them. */
async function prepare(storage: Storage, rows: number) {
  const people = [...syntheticUsers(Math.min(rows, 150_000))]
  return { app: await uploadApp(storage.db, { people }), paths: await writeFiles(people, rows) }
}

async function measureWorkbook(app: App, path: string, rows: number): Promise<Watched> {
  const read = await watched(() => app.upload(createReadStream(path), 'people.xlsx'))
  const { tally, state, problem } = await app.record(read.result)
  if (state === 'refused') print(`  workbook: refused: ${JSON.stringify(problem)}`)
  else if (tally?.counts.rows !== rows) throw new Error(`${rows} rows were sent, ${tally?.counts.rows} were kept`)
  else say('workbook to checked rows', rows, read)
  return read
}

async function measurePlan(app: App, uploadId: string, rows: number, bare: Watched): Promise<readonly Watched[]> {
  const plan = await watched(() => app.plan(uploadId))
  say('checked rows to plan', rows, plan, bare.seconds)
  if (plan.result.summary.total !== rows) throw new Error('the plan does not hold every row')
  const jobId = await app.apply(plan.result)
  const reports: Watched[] = []
  for (const format of ['csv', 'xlsx', 'json'] as const) {
    const took = await watched(async () => {
      const { bytes } = await app.report(jobId, format)
      await pipeline(bytes, createWriteStream(join(folder, `report.${format}`)))
    })
    say(`report as ${format}`, rows, took)
    reports.push(took)
  }
  return [plan, ...reports]
}

async function measure(storage: Storage, rows: number): Promise<boolean> {
  const { app, paths } = await prepare(storage, rows)
  const { text: path, workbook } = paths
  print(`${rows.toLocaleString('en')} rows, ${((await stat(path)).size / 1e6).toFixed(1)} MB`)
  const bare = await watched(async () => {
    let seen = 0
    for await (const { cells } of readCsv(path, { encoding: 'utf-8', delimiter: ',' })) seen += Math.sign(cells.length)
    return seen
  })
  say('bare parser', rows, bare)
  const kept = await watched(() => app.keep(createReadStream(path), 'people.csv'))
  print(`  bytes kept: ${kept.seconds.toFixed(2)} s, ${kept.cpu.toFixed(2)} s of processor`)
  const read = await watched(() => app.read(kept.result))
  say('kept file to checked rows', rows, read, bare.seconds)
  const counts = (await app.record(kept.result)).tally?.counts
  if (counts?.rows !== rows) throw new Error(`${rows} rows were sent, ${counts?.rows} were kept`)
  const again = await watched(() => checkAgain(app, kept.result, 'can_create_bot'))
  say('checked again, a column mapped otherwise', rows, again)
  await checkAgain(app, kept.result, 'is_developer')
  await measurePages(app, kept.result, rows)
  const planned = values.checks ? [] : await measurePlan(app, kept.result, rows, bare)
  const book = await measureWorkbook(app, workbook, rows)
  const most = Math.max(...[kept, read, again, book, ...planned].map(({ above }) => above))
  print(`  most memory above idle: ${most.toFixed(0)} MB of ${maxMegabytes}`)
  return most <= maxMegabytes
}

/** One size on a separate store. */
async function measureAlone(rows: number): Promise<boolean> {
  const place =
    values.url === undefined
      ? ({ kind: 'pglite', dataDir: join(folder, `data-${rows}`) } as const)
      : ({ kind: 'postgres', url: values.url } as const)
  const storage = await openStorage(place)
  try {
    await migrate(storage)
    return await measure(storage, rows)
  } finally {
    await storage.close()
  }
}

let missed = 0
for (const rows of values.rows.split(',').map(Number)) if (!(await measureAlone(rows))) missed += 1
await rm(folder, { recursive: true, force: true })
print(missed === 0 ? 'upload: memory within the target' : `upload: memory beyond the target at ${missed} sizes`)
process.exitCode = missed === 0 ? 0 : 1
