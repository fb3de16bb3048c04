import type { UploadEntry } from '@muster/contracts/uploads'
import type { UploadSearch } from '../../../lib/page-search.ts'

type Counts = UploadEntry['counts']

/** A count that is a filter. */
export interface RowTab {
  readonly key: NonNullable<UploadSearch['level']> | null
  readonly label: string
  readonly count: number
  readonly tone?: 'changed' | 'failed' | 'unchanged'
}

/** Every row once: the classes add up to the rows. Done and excluded appear where there are any. */
export function rowTabs(counts: Counts): readonly RowTab[] {
  const tabs: readonly RowTab[] = [
    { key: null, label: counts.rows === 1 ? 'Row' : 'Rows', count: counts.rows },
    { key: 'ready', label: 'Ready', count: counts.ready, tone: 'changed' },
    { key: 'error', label: 'With errors', count: counts.errors, tone: 'failed' },
    { key: 'excluded', label: 'Excluded', count: counts.excluded },
    { key: 'done', label: 'Done before', count: counts.done, tone: 'unchanged' },
  ]
  return tabs.filter(({ key, count }) => count > 0 || key === null || key === 'ready' || key === 'error')
}

/** Among the ready rows: those to be read first. */
export function readingTabs(counts: Counts): readonly RowTab[] {
  const tabs: readonly RowTab[] = [
    { key: 'warning', label: 'with warnings', count: counts.warnings },
    { key: 'note', label: 'with notes', count: counts.notes },
  ]
  return tabs.filter(({ count }) => count > 0)
}

/** How many rows a filter shows; null where only the server knows. */
export function rowsShown(counts: Counts, level: UploadSearch['level']): number {
  switch (level) {
    case undefined:
      return counts.rows
    case 'error':
      return counts.errors
    case 'warning':
      return counts.warnings
    case 'note':
      return counts.notes
    case 'ready':
    case 'excluded':
    case 'done':
      return counts[level]
  }
}
