import { Readable } from 'node:stream'
import { neutralCell } from '@muster/core/upload/formula-injection'

/** Rows in batches, so a table of any length is written in constant memory. */
export type RowBatches = AsyncIterable<readonly (readonly string[])[]> | Iterable<readonly (readonly string[])[]>

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

function line(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(neutralCell(cell))).join(',')}\r\n`
}

async function* chunks(batches: RowBatches) {
  yield '\uFEFF'
  for await (const rows of batches) yield rows.map(line).join('')
}

/** A table as CSV (RFC 4180, UTF-8 with a mark, for Excel). No cell is a formula; `plainCell` restores the original. */
export function csvStream(batches: RowBatches): Readable {
  return Readable.from(chunks(batches))
}
