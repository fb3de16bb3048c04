import { createRecordReader, type DelimitedLimits, type DelimitedRecord } from '@muster/core/text/delimited-text'
import { headingsIn } from '@muster/core/upload/upload-header'
import { hasValue } from '../../../features/uploads/receive/contents-count.ts'

/**
 * Reads the cells of rows that a program quoted as a whole, as in `"Email,""Groups"""`. The headings decide: a file
 * whose first row is not quoted so is left as it is.
 */
export function quotedRowsReader(
  delimiter: string,
  limits: DelimitedLimits,
): (records: Iterable<DelimitedRecord>) => Iterable<DelimitedRecord> {
  let isQuoted: boolean | undefined
  const unquoted = (record: DelimitedRecord): DelimitedRecord => {
    const [only = '', ...others] = record.cells
    if (others.length > 0 || !only.includes(delimiter)) return record
    const reader = createRecordReader(delimiter, limits)
    const [inner, second] = [...reader.push(only), ...reader.end()]
    if (inner === undefined || second !== undefined) return record
    const faults = inner.faults.map((fault) => ({ ...fault, line: record.firstLine + fault.line - 1 }))
    return { ...record, cells: inner.cells, faults: [...record.faults, ...faults] }
  }
  const isHeadingQuoted = (record: DelimitedRecord) =>
    record.cells.length === 1 && headingsIn(unquoted(record).cells) > 1
  return (records) => {
    if (isQuoted === false) return records
    const all = [...records]
    const first = all.find(({ cells }) => cells.some(hasValue))
    if (first !== undefined) isQuoted ??= isHeadingQuoted(first)
    return isQuoted === true ? all.map(unquoted) : all
  }
}
