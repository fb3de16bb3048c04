import { type Suggestion, worthAsking } from './upload-columns.ts'
import { isConditional } from './upload-condition.ts'
import type { ColumnMapping } from './upload-mapping.ts'

/** What is known of a column and of the choice of its mapping. */
export interface ColumnInDoubt {
  readonly header: string
  readonly mapping: ColumnMapping
  readonly suggestions: readonly Suggestion[]
  /** First distinct values. */
  readonly samples: readonly string[]
  /** Share of rows with a value. */
  readonly fillRate: number
  readonly remembered: boolean
  readonly chosen?: boolean | undefined
}

/** The likely mapping of a column that is not used; null without one, or if a member chose. */
export function likeliestMapping(column: ColumnInDoubt): ColumnMapping | null {
  const [best] = column.suggestions
  if (column.mapping !== 'ignore' || column.remembered || column.chosen === true) return null
  if (column.fillRate === 0 || best === undefined || best.mapping === 'ignore') return null
  return best.score >= worthAsking ? best.mapping : null
}

/** Whether a column that is not used limits when or where its rows count, and no member has confirmed that it is not used. */
export function isUnconfirmedCondition(column: ColumnInDoubt): boolean {
  if (column.mapping !== 'ignore' || column.remembered || column.chosen === true) return false
  return isConditional(column.header, column.samples)
}

/** Columns that block a plan until a member maps them, or marks them as not used. */
export function columnsInDoubt<C extends ColumnInDoubt>(columns: readonly C[]): readonly C[] {
  return columns.filter((column) => likeliestMapping(column) !== null || isUnconfirmedCondition(column))
}
