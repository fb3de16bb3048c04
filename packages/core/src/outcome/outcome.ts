/** The six outcomes of an item. They always sum to the items of a job. */
export const outcomes = ['changed', 'unchanged', 'skipped', 'failed', 'not_attempted', 'unknown'] as const
export type Outcome = (typeof outcomes)[number]

/** How many items ended how; `pending` while a job still runs. */
export interface OutcomeCounts extends Readonly<Record<Outcome, number>> {
  readonly pending: number
}

/** Outcomes a report lists with a cause: the requested change did not happen, or nothing proves that it did. */
export const reportedOutcomes = ['skipped', 'failed', 'not_attempted', 'unknown'] as const satisfies readonly Outcome[]
