/**
 * Measures rows a second from bytes to validated rows, validated again, and to a plan, against the bare parser over the
 * same bytes in the same run; pages and edits of the rows; a workbook of the same rows; and the streamed download of a
 * report. With processor time, peak memory and event-loop delay.
 * `node apps/bench/src/upload.ts [--rows 10000,150000] [--url postgres://…]`
 */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { readCsv } from '@muster/bff/adapters/files/text/read-csv'
import type { Storage } from '@muster/bff/adapters/storage/database/storage'
import { openStorage } from '@muster/bff/adapters/storage/open-storage'
import { uploadApp } from '@muster/bff/adapters/storage/testing/upload-app'
import { correctUpload, recheckUpload } from '@muster/bff/features/uploads/fix/correct-upload'
import { type App, measurePages } from './upload-pages.ts'
import { megabytes, type Watched, watched } from './watched.ts'

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
const print = (line: string) => void process.stdout.write(`${line}\n`)

const targets: Readonly<Record<string, string>> = {
  'kept file to checked rows': '100,000 rows/s and 0.5 of the bare parser',
  'checked again, a column mapped otherwise': '2 s at 150,000 rows',
  'checked rows to plan': '30,000 rows/s',
}

/** Prints what the steps of one upload take, in turn. */
function reporter(rows: number, idle: number) {
  const taken: Watched[] = []
  let bare: number | null = null
  const say = (what: string, { seconds, cpu, main, above, reader, p99, max }: Watched) => {
    const target = targets[what] === undefined ? '' : ` (target: ${targets[what]})`
    const reading = reader === 0 ? '' : `, the process that reads the file ${reader.toFixed(0)} MB`
    const ratio = bare === null ? '' : `, ${(bare / seconds).toFixed(2)} of the bare parser's speed`
    print(
      `  ${what}: ${Math.round(rows / seconds).toLocaleString('en')} rows/s (${seconds.toFixed(2)} s, ${cpu.toFixed(2)} s of processor, ${main.toFixed(2)} of it in the main thread${ratio}); memory +${above.toFixed(0)} MB${reading}; event loop p99 ${p99.toFixed(0)} ms, max ${max.toFixed(0)} ms${target}`,
    )
  }
  return {
    step: async <T>(what: string, task: () => Promise<T>): Promise<T> => {
      const { result, ...took } = await watched(task, { idle })
      say(what, took)
      taken.push(took)
      bare ??= took.seconds
      return result
    },
    most: () => Math.max(...taken.map(({ above }) => above)),
  }
}

type Reporter = ReturnType<typeof reporter>

/** Maps a column otherwise, as a user does, and runs the work this queues. */
async function checkAgain({ deps, record }: App, uploadId: string, mapping: 'is_developer' | 'can_create_bot') {
  const { columns } = await record(uploadId)
  const flag = columns.find(({ header: name }) => name === 'Developer')
  if (flag === undefined) throw new Error('no such column')
  await correctUpload(deps, uploadId, { columns: [{ index: flag.index, mapping, blank: 'keep' }] })
  await recheckUpload(deps, uploadId, new AbortController().signal)
}

async function checkCount(app: App, uploadId: string, rows: number): Promise<void> {
  const { tally, state, problem } = await app.record(uploadId)
  if (state === 'refused') throw new Error(`the file is refused: ${JSON.stringify(problem)}`)
  if (tally?.counts.rows !== rows) throw new Error(`${rows} rows were sent, ${tally?.counts.rows} were kept`)
}

async function measurePlan(app: App, uploadId: string, { step }: Reporter, rows: number): Promise<void> {
  const plan = await step('checked rows to plan', () => app.plan(uploadId))
  if (plan.summary.total !== rows) throw new Error('the plan does not hold every row')
  const jobId = await app.apply(plan)
  for (const format of ['csv', 'xlsx', 'json'] as const)
    await step(`report as ${format}`, async () => {
      const { bytes } = await app.report(jobId, format)
      await pipeline(bytes, createWriteStream('/dev/null'))
    })
}

/** A small file, read and planned: V8 compiles the code of the store meanwhile, which takes memory for a moment. */
async function warmUp(app: App, path: string): Promise<void> {
  const id = await app.upload(createReadStream(path), path)
  await app.plan(id)
  await app.deps.store.remove(id)
  await delay(5000)
}

async function measure(storage: Storage, folder: string, rows: number): Promise<boolean> {
  const app = await uploadApp(storage.db, { people: [] })
  await warmUp(app, join(folder, 'warm-up.csv'))
  const [text, workbook] = [join(folder, 'people.csv'), join(folder, 'people.xlsx')]
  const size = async (path: string) => `${((await stat(path)).size / 1e6).toFixed(1)} MB`
  const idle = megabytes()
  print(`${rows.toLocaleString('en')} rows, ${await size(text)}, idle ${idle.toFixed(0)} MB`)
  const report = reporter(rows, idle)
  const { step } = report
  await step('bare parser', async () => {
    let seen = 0
    for await (const { cells } of readCsv(text, { encoding: 'utf-8', delimiter: ',' })) seen += Math.sign(cells.length)
    return seen
  })
  const kept = await step('bytes kept', () => app.keep(createReadStream(text), 'people.csv'))
  await step('kept file to checked rows', () => app.read(kept))
  await checkCount(app, kept, rows)
  await step('checked again, a column mapped otherwise', () => checkAgain(app, kept, 'can_create_bot'))
  await checkAgain(app, kept, 'is_developer')
  await measurePages(app, kept, rows)
  if (!values.checks) await measurePlan(app, kept, report, rows)
  print(`  a workbook, ${await size(workbook)}`)
  const sent = await app.keep(createReadStream(workbook), 'people.xlsx')
  await step('workbook to checked rows', () => app.read(sent))
  await checkCount(app, sent, rows)
  print(`  most memory above idle: ${report.most().toFixed(0)} MB of ${maxMegabytes}`)
  return report.most() <= maxMegabytes
}

/** One size on a separate store, which another process prepares. */
async function measureAlone(rows: number): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-bench-'))
  const { url } = values
  const program = join(import.meta.dirname, 'upload-file.ts')
  const given = [folder, String(rows), ...(url === undefined ? [] : [url])]
  try {
    const preparing = spawn(process.execPath, [program, ...given], { stdio: ['ignore', 'inherit', 'inherit'] })
    const [code] = await once(preparing, 'exit')
    if (code !== 0) throw new Error('the files were not prepared')
    const storage = await openStorage(
      url === undefined ? { kind: 'pglite', dataDir: join(folder, 'data') } : { kind: 'postgres', url },
    )
    try {
      return await measure(storage, folder, rows)
    } finally {
      await storage.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

let missed = 0
for (const rows of values.rows.split(',').map(Number)) if (!(await measureAlone(rows))) missed += 1
print(missed === 0 ? 'upload: memory within the target' : `upload: memory beyond the target at ${missed} sizes`)
process.exitCode = missed === 0 ? 0 : 1
