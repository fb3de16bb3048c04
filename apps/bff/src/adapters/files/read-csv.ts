import { createReadStream } from 'node:fs'
import { Transform } from 'node:stream'
import { CsvError, type Options, parse } from 'csv-parse'
import type { Delimiter } from './delimiter.ts'
import { fileLimits } from './file-limits.ts'
import { FileRefusal } from './file-refusal.ts'
import { type FileRow, plainRow } from './file-row.ts'
import type { FileEncoding } from './text-encoding.ts'

export interface CsvReading {
  readonly encoding: FileEncoding
  readonly delimiter: Delimiter
}

/** Decodes as bytes come; a character cut between two chunks is kept together, a byte order mark is dropped. */
function decoder(encoding: FileEncoding): Transform {
  const text = new TextDecoder(encoding, { fatal: false })
  return new Transform({
    writableObjectMode: false,
    transform(chunk: Buffer, _encoding, done) {
      done(null, Buffer.from(text.decode(chunk, { stream: true }), 'utf8'))
    },
    flush(done) {
      done(null, Buffer.from(text.decode(), 'utf8'))
    },
  })
}

const options = (delimiter: Delimiter): Options => ({
  delimiter,
  // All three line ends, also mixed in one file, as long as they stand outside quotes.
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  relax_quotes: true,
  // A forgotten quote would otherwise swallow the rest of a file into one cell.
  max_record_size: fileLimits.columns * fileLimits.cellCharacters,
})

function refusal(error: unknown): unknown {
  if (!(error instanceof CsvError)) return error
  const line = typeof error['lines'] === 'number' ? ` near line ${error['lines']}` : ''
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return new FileRefusal(
      `A quote is opened${line} and never closed. Close it or remove it, then send the file again.`,
    )
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return new FileRefusal(`The row${line} is too long to be one row: a quote before it is probably not closed.`)
  return new FileRefusal(`The file cannot be read as text with columns${line}: ${error.code}.`)
}

/** Rows with their numbers, every limit counted. Blank rows are counted and left out. */
async function* numbered(records: AsyncIterable<string[]>): AsyncGenerator<FileRow> {
  let row = 0
  try {
    for await (const cells of records) {
      row += 1
      if (row > fileLimits.rows)
        throw new FileRefusal(
          `The file has more than ${fileLimits.rows.toLocaleString('en')} rows. Split it; nothing of it was taken.`,
        )
      if (cells.length > fileLimits.columns)
        throw new FileRefusal(
          `Row ${row} has ${cells.length} columns; ${fileLimits.columns} is the most. Check the delimiter.`,
        )
      if (cells.some((cell) => cell !== '')) yield plainRow(row, cells)
    }
  } catch (error) {
    throw refusal(error)
  }
}

/** The rows of a text at hand; for texts that came from no file. */
export function rowsOfText(text: string, delimiter: Delimiter): AsyncGenerator<FileRow> {
  return numbered(parse(text, options(delimiter)))
}

/** The rows of a delimited text file, in order, as the bytes come from the disk. */
export async function* readCsv(path: string, { encoding, delimiter }: CsvReading): AsyncGenerator<FileRow> {
  const bytes = createReadStream(path)
  const parser = bytes.pipe(decoder(encoding)).pipe(parse(options(delimiter)))
  bytes.once('error', (error) => parser.destroy(error))
  try {
    yield* numbered(parser)
  } finally {
    bytes.destroy()
    parser.destroy()
  }
}
