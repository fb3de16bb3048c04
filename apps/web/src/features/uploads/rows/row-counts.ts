import { plural, t } from '@lingui/core/macro'
import type { UploadEntry } from '@muster/contracts/uploads'
import type { UploadSearch } from '../../../lib/page-search.ts'

type Counts = UploadEntry['counts']

/** A row count that filters the rows. */
export interface RowTab {
  readonly key: NonNullable<UploadSearch['level']> | null
  readonly label: string
  readonly count: number
  readonly tone?: 'changed' | 'failed' | 'unchanged'
}

/** A filter among the ready rows. */
export interface ReviewFilter {
  readonly key: 'warning' | 'note'
  readonly count: number
}

/** Counts that add up to all rows. Done and excluded rows appear if there are any. */
export function rowTabs(counts: Counts): readonly RowTab[] {
  const { rows } = counts
  const tabs: readonly RowTab[] = [
    { key: null, label: plural(rows, { one: 'Row', other: 'Rows' }), count: counts.rows },
    { key: 'ready', label: t`Ready`, count: counts.ready, tone: 'changed' },
    { key: 'error', label: t`With errors`, count: counts.errors, tone: 'failed' },
    { key: 'excluded', label: t`Excluded`, count: counts.excluded },
    { key: 'done', label: t`Already done`, count: counts.done, tone: 'unchanged' },
  ]
  return tabs.filter(({ key, count }) => count > 0 || key === null || key === 'ready' || key === 'error')
}

/** Filters among the ready rows: those to review first. */
export function reviewFilters({ warnings, notes }: Counts): readonly ReviewFilter[] {
  const filters: readonly ReviewFilter[] = [
    { key: 'warning', count: warnings },
    { key: 'note', count: notes },
  ]
  return filters.filter(({ count }) => count > 0)
}

/** Number of rows that a filter shows. */
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
