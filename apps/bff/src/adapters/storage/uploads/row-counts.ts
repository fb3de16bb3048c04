import { flag } from '@muster/core/upload-block/row-facts'
import type { RowFilter, UploadTally } from '../../../features/uploads/ports.ts'
import { type MarkedRows, mark } from './row-duplicates.ts'

export type Counts = UploadTally['counts']

export const noCounts: Counts = { rows: 0, ready: 0, errors: 0, warnings: 0, notes: 0, excluded: 0, done: 0 }

const levelFilters = ['ready', 'note', 'warning', 'error'] as const

/** State of a row: excluded, done, with errors, with warnings or notes, or ready. */
export function classOf({ facts, marks, duplicates }: MarkedRows, at: number): RowFilter {
  const marked = marks[at] ?? 0
  if ((marked & mark.excluded) !== 0) return 'excluded'
  if (((facts.flags[at] ?? 0) & flag.done) !== 0 || (marked & mark.retriedElsewhere) !== 0) return 'done'
  if (duplicates[at] !== 0) return 'error'
  return levelFilters[facts.levels[at] ?? 0] ?? 'ready'
}

export const isOfClass = (found: RowFilter, requested: RowFilter) =>
  found === requested || (requested === 'ready' && (found === 'warning' || found === 'note'))

export function isRequested(block: MarkedRows, at: number): boolean {
  const found = classOf(block, at)
  return found !== 'excluded' && found !== 'done'
}

/** Adds the rows of a block to counts. */
export function countRows(counts: Counts, block: MarkedRows): Counts {
  const sums = { ...counts, rows: counts.rows + block.facts.numbers.length }
  for (let at = 0; at < block.facts.numbers.length; at += 1) {
    const found = classOf(block, at)
    if (found === 'excluded' || found === 'done') sums[found] += 1
    else if (found === 'error') sums.errors += 1
    else {
      sums.ready += 1
      if (found === 'warning') sums.warnings += 1
      if (found === 'note') sums.notes += 1
    }
  }
  return sums
}

/** What a block adds to the totals of its upload. */
export interface BlockSummary {
  readonly counts: Counts
  /** Rows that repeat an earlier one: all that are marked, and those that are not excluded with the first of them. */
  readonly duplicates: { readonly marked: number; readonly count: number; readonly firstRow: number }
}

export function summaryOf(block: MarkedRows): BlockSummary {
  let [marked, count, firstRow] = [0, 0, 0]
  for (let at = 0; at < block.duplicates.length; at += 1) {
    if (block.duplicates[at] === 0) continue
    marked += 1
    if (classOf(block, at) === 'excluded') continue
    count += 1
    firstRow ||= block.facts.numbers[at] ?? 0
  }
  return { counts: countRows(noCounts, block), duplicates: { marked, count, firstRow } }
}

const countNames = ['rows', 'ready', 'errors', 'warnings', 'notes', 'excluded', 'done'] as const
/** The count of the rows that a filter shows. */
export const countOf = {
  ready: 'ready',
  note: 'notes',
  warning: 'warnings',
  error: 'errors',
  excluded: 'excluded',
  done: 'done',
} as const satisfies Record<RowFilter, keyof Counts>

/** The sums of counts. */
export function sumOf(list: Iterable<Counts>): Counts {
  const sums = { ...noCounts }
  for (const counts of list) for (const name of countNames) sums[name] += counts[name]
  return sums
}
