import type { RouteOutput } from '@muster/contracts/route'
import type { readDirectoryCsv } from '@muster/contracts/users'
import { ProblemError } from '../../problem-error.ts'
import { columnsOf } from './csv-columns.ts'
import { CsvError, type CsvRecord, csvRecords } from './csv-records.ts'

/** Rows shown so that a person sees what is in a column. */
const sampleRows = 3

/** What the columns of a file would be taken for, with a few of their cells. Nothing is loaded. */
export async function readCsvColumns(file: AsyncIterable<Uint8Array>): Promise<RouteOutput<typeof readDirectoryCsv>> {
  const records: CsvRecord[] = []
  try {
    // Read to its end: an answer while the file still arrives would be a broken connection to the sender.
    for await (const record of csvRecords(file)) if (records.length <= sampleRows) records.push(record)
  } catch (error) {
    if (error instanceof CsvError) throw new ProblemError('file_refused', error.message)
    throw error
  }
  const [header = null, ...rows] = records
  const samplesAt = (at: number) => rows.map(({ cells }) => (cells[at] ?? '').trim().slice(0, 100)).filter(Boolean)
  return { columns: columnsOf(header).map((column, at) => ({ ...column, samples: samplesAt(at) })) }
}
