/** A rolling limit and its use. */
export interface Budget {
  readonly limit: number
  readonly used: number
}

export interface BudgetShare {
  /** Calls used in the window, at most the limit. */
  readonly used: number
  /** Used share, 0 to 100. */
  readonly percent: number
  readonly level: 'plenty' | 'low' | 'spent'
}

/** Computes the used share of a rolling limit. `low`: less than a tenth is left. */
export function budgetShare({ limit, used }: Budget): BudgetShare {
  const left = Math.max(0, limit - used)
  const percent = limit === 0 ? 100 : Math.min(100, (100 * used) / limit)
  const level = left === 0 ? 'spent' : left < limit / 10 ? 'low' : 'plenty'
  return { used: Math.min(used, limit), percent, level }
}
