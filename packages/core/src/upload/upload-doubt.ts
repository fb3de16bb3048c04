import { confirmedFrom, type Suggestion } from './upload-columns.ts'
import { isBegun, isConditional, isOfRareDays } from './upload-condition.ts'
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
  /** The first value that takes something away from the user of its row, or names them as one who left. */
  readonly withdrawal?: string | undefined
  /** Whether users have a blank below the heading of a decision that others have: it may be a no. */
  readonly isOpen?: boolean | undefined
  /** Whether a value is a day ahead, or all are days that have passed; absent for anything else. */
  readonly days?: 'ahead' | 'past' | undefined
  /** The cells with a day ahead, of this file and of the one that the remembered choice was made for. */
  readonly ahead?: readonly string[] | undefined
  readonly rememberedAhead?: readonly string[] | undefined
}

/**
 * The likely mapping of a column that is not used; null without one, or if a member chose. A choice for an earlier file
 * counts only while no row of this one is about a user who left, or has no decision: it was made without them.
 */
export function likeliestMapping(column: ColumnInDoubt): ColumnMapping | null {
  const [best] = column.suggestions
  const isRemembered = column.remembered && column.withdrawal === undefined && column.isOpen !== true
  const isDecided = column.chosen === true || isRemembered
  if (column.mapping !== 'ignore' || isDecided) return null
  if (column.fillRate === 0 || best === undefined || best.mapping === 'ignore') return null
  return best.score >= confirmedFrom ? best.mapping : null
}

type Limiting = Pick<ColumnInDoubt, 'header' | 'samples' | 'fillRate' | 'days'>

/** Whether the heading of a column and its first values suffice for that. */
function limitsByHeading({ header, samples, fillRate, days }: Limiting): boolean {
  if (days === 'past' && isBegun(header)) return false
  return isConditional(header, samples) || isOfRareDays(header, samples, fillRate)
}

/** Whether a column, by its heading and values, limits when or where its rows count. */
export const mayLimit = (column: Limiting): boolean => column.days === 'ahead' || limitsByHeading(column)

/** Whether a column that is not used limits when or where its rows count, and no member has confirmed that it is not used. */
export function isUnconfirmedCondition(column: ColumnInDoubt): boolean {
  if (column.mapping !== 'ignore' || column.chosen === true) return false
  if (!column.remembered) return mayLimit(column)
  // A choice for an earlier file was made without a new day, unless the heading alone was a reason.
  const { ahead, rememberedAhead = [] } = column
  const isNew = ahead === undefined || ahead.some((cell) => !rememberedAhead.includes(cell))
  return column.days === 'ahead' && isNew && !limitsByHeading(column)
}

/** Columns that block a plan until a member maps them, or marks them as not used. */
export function columnsInDoubt<C extends ColumnInDoubt>(columns: readonly C[]): readonly C[] {
  return columns.filter((column) => likeliestMapping(column) !== null || isUnconfirmedCondition(column))
}
