import type { RouteOutput } from '@muster/contracts/route'
import type { readDirectoryCsv } from '@muster/contracts/users'
import { ProblemError } from '../../problem-error.ts'
import { columnsOf } from './csv-columns.ts'
import { CsvError, type CsvRecord, csvRecords } from './csv-records.ts'

/** Sample rows that show the content of a column. */
const sampleRows = 3

/** The detected columns of a file, with some of their cells. Loads nothing. */
export async function previewDirectoryCsv(
  file: AsyncIterable<Uint8Array>,
): Promise<RouteOutput<typeof readDirectoryCsv>> {
  const records: CsvRecord[] = []
  try {
    // Read to its end: a response while the file still arrives would break the sender's connection.
    for await (const record of csvRecords(file)) if (records.length <= sampleRows) records.push(record)
  } catch (error) {
    if (error instanceof CsvError) throw new ProblemError('file_refused', error.refusal)
    throw error
  }
  const [header = null, ...rows] = records
  const samplesAt = (at: number) => rows.map(({ cells }) => (cells[at] ?? '').trim().slice(0, 100)).filter(Boolean)
  return { columns: columnsOf(header).map((column, at) => ({ ...column, samples: samplesAt(at) })) }
}
