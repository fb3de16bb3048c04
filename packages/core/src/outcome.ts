/** The five ends of an item. They always sum to the items of a job. */
export const outcomes = ['changed', 'unchanged', 'failed', 'not_attempted', 'unknown'] as const
export type Outcome = (typeof outcomes)[number]

/** How many items ended how; `pending` while a job still runs. */
export interface OutcomeCounts extends Readonly<Record<Outcome, number>> {
  readonly pending: number
}
