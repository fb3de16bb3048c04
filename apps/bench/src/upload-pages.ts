import type { uploadApp } from '@muster/bff/adapters/storage/testing/upload-app'
import { fixRows } from '@muster/bff/features/uploads/fix/fix-rows'

export type App = Awaited<ReturnType<typeof uploadApp>>

const repeats = 40
const targetMs = 30
const pageRows = 51

/** The first run, and the percentiles of the others: wall time, and the median of the processor time. */
async function sayPercentiles(what: string, act: (time: number) => Promise<unknown>): Promise<void> {
  const times: number[] = []
  const cpus: number[] = []
  for (let time = 0; time <= repeats; time += 1) {
    const [started, cpu] = [performance.now(), process.cpuUsage()]
    await act(time)
    const { user, system } = process.cpuUsage(cpu)
    times.push(performance.now() - started)
    cpus.push((user + system) / 1000)
  }
  const at = (list: readonly number[], share: number) =>
    list.slice(1).toSorted((one, other) => one - other)[Math.floor(repeats * share)] ?? Number.NaN
  const figures = [times[0] ?? Number.NaN, at(times, 0.5), at(times, 0.95), at(cpus, 0.5)]
  const verdict = at(times, 0.95) <= targetMs ? 'met' : 'not met'
  process.stdout.write(
    `  ${what.padEnd(36)} ${figures.map((ms) => ms.toFixed(1).padStart(8)).join(' ')}   ${verdict}\n`,
  )
}

/** Pages of rows, near and anywhere, and edits of cells. */
export async function measurePages({ deps, record }: App, uploadId: string, rows: number): Promise<void> {
  const { tally } = await record(uploadId)
  const scattered = tally?.groups.find(({ code }) => code === 'group_unknown')?.key ?? ''
  const duplicates = tally?.groups.find(({ code }) => code === 'duplicate_person')?.key ?? ''
  // Steps of 7 of 41 places: pages read one after the other lie in blocks far apart.
  const anywhere = (time: number) => Math.floor((rows * ((time * 7) % (repeats + 1))) / (repeats + 2))
  const list = (query: object, after = 0) => deps.rows.list(uploadId, { after, limit: pageRows, ...query })
  process.stdout.write(`  ${'pages, ms'.padEnd(36)}    first      p50      p95  cpu p50   p95 at most ${targetMs} ms\n`)
  await sayPercentiles('first page of rows', () => list({}))
  await sayPercentiles('a page anywhere', (time) => list({}, anywhere(time)))
  await sayPercentiles('rows with errors', () => list({ level: 'error' }))
  await sayPercentiles('rows with errors, anywhere', (time) => list({ level: 'error' }, anywhere(time)))
  await sayPercentiles('one scattered issue', () => list({ issue: scattered }))
  await sayPercentiles('one scattered issue, anywhere', (time) => list({ issue: scattered }, anywhere(time)))
  await sayPercentiles('duplicates', () => list({ issue: duplicates }))
  await sayPercentiles('duplicates, anywhere', (time) => list({ issue: duplicates }, anywhere(time)))
  await sayPercentiles('an edited cell', (time) => {
    const cell = { row: 3 + anywhere(time), column: 5, value: time % 2 === 0 ? 'no' : 'yes' }
    return fixRows(deps, uploadId, { kind: 'cells', cells: [cell] })
  })
}
