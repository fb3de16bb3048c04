import { openStorage } from '@muster/bff/adapters/storage/open-storage'
/**
 * Measures rows a second from bytes to validated rows and to a plan, against the bare parser over the same bytes in the
 * same run, and the streamed download of a report. With peak memory and event-loop delay.
 * `node apps/bench/src/upload.ts [--rows 10000,150000]`
 */

import { createReadStream, createWriteStream } from 'node:fs'
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
import { syntheticUsers } from '@muster/bff/adapters/storage/testing/synthetic-users'
import { uploadApp } from '@muster/bff/adapters/storage/testing/upload-app'

/** Memory one upload may use above the idle process, including the growth of the embedded store. */
const maxMegabytes = 300
const { values } = parseArgs({ options: { rows: { type: 'string', default: '10000,150000,1000000' } } })
const folder = await mkdtemp(join(tmpdir(), 'muster-bench-'))
const print = (line: string) => void process.stdout.write(`${line}\n`)
const megabytes = () => process.memoryUsage().rss / 1024 / 1024

/** Measures memory and the event loop during a task. */
async function watched<T>(what: () => Promise<T>) {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  const idle = megabytes()
  let peak = idle
  const timer = setInterval(() => (peak = Math.max(peak, megabytes())), 50)
  delay.enable()
  const started = performance.now()
  const result = await what()
  const seconds = (performance.now() - started) / 1000
  clearInterval(timer)
  delay.disable()
  return { result, seconds, above: peak - idle, p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 }
}
type Watched = Omit<Awaited<ReturnType<typeof watched>>, 'result'>

function say(what: string, rows: number, { seconds, above, p99, max }: Watched, than?: number): void {
  const ratio = than === undefined ? '' : `, ${(seconds / than).toFixed(1)} x the bare parser's time`
  print(
    `  ${what}: ${Math.round(rows / seconds)} rows/s (${seconds.toFixed(1)} s${ratio}); memory +${above.toFixed(0)} MB; event loop p99 ${p99.toFixed(0)} ms, max ${max.toFixed(0)} ms`,
  )
}

type Person = Parameters<typeof uploadApp>[1]['people'][number]

function* lines(people: readonly Person[], count: number) {
  yield 'Email ID,First Name,Last Name,Add groups,Add roles,Developer\n'
  for (let n = 0; n < count; n += 1) {
    const { email, firstName, lastName } = people[n % people.length] ?? { email: '', firstName: '', lastName: '' }
    const own = n < people.length ? email : `row${n}@example.com`
    yield `${own},${firstName},${lastName},Support,Tester on Billing; Analyst on Claims,yes\n`
  }
}

async function measure(storage: Storage, rows: number): Promise<boolean> {
  const people = [...syntheticUsers(Math.min(rows, 150_000))]
  const path = join(folder, `${rows}.csv`)
  await pipeline(Readable.from(lines(people, rows)), createWriteStream(path))
  const app = await uploadApp(storage.db, { people })
  print(`${rows.toLocaleString('en')} rows, ${((await stat(path)).size / 1e6).toFixed(1)} MB`)
  const bare = await watched(async () => {
    let seen = 0
    for await (const { cells } of readCsv(path, { encoding: 'utf-8', delimiter: ',' })) seen += Math.sign(cells.length)
    return seen
  })
  say('bare parser', rows, bare)
  const read = await watched(() => app.upload(createReadStream(path), 'people.csv'))
  say('bytes to checked rows', rows, read, bare.seconds)
  const counts = (await app.record(read.result)).tally?.counts
  if (counts?.rows !== rows) throw new Error(`${rows} rows were sent, ${counts?.rows} were kept`)
  const settled = await watched(() => app.deps.rows.recountDuplicates(read.result))
  say('duplicates and counts again', rows, settled)
  const plan = await watched(() => app.plan(read.result))
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
  const most = Math.max(...[read, plan, ...reports].map(({ above }) => above))
  return most <= maxMegabytes
}

/** One size on a separate store. */
async function measureAlone(rows: number): Promise<boolean> {
  const storage = await openStorage({ kind: 'pglite', dataDir: join(folder, `data-${rows}`) })
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
print(missed === 0 ? 'upload: every target met' : `upload: ${missed} targets missed`)
process.exitCode = missed === 0 ? 0 : 1
