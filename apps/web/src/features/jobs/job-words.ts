import type { JobEntry } from '@muster/contracts/jobs'
import { type Outcome, reportedOutcomes } from '@muster/core/outcome/outcome'
import { formatNumber } from '../../lib/format.ts'

/** How a state is shown: a word and the kind of icon beside it. */
export interface StateWords {
  readonly label: string
  readonly look: 'moving' | 'waiting' | 'stopped' | 'done'
}

const words: Readonly<Record<JobEntry['state'], StateWords>> = {
  queued: { label: 'About to start', look: 'waiting' },
  running: { label: 'Running', look: 'moving' },
  waiting: { label: 'Waiting', look: 'waiting' },
  pausing: { label: 'Pausing', look: 'waiting' },
  paused: { label: 'Paused', look: 'stopped' },
  cancelling: { label: 'Cancelling', look: 'waiting' },
  cancelled: { label: 'Cancelled', look: 'stopped' },
  done: { label: 'Done', look: 'done' },
}

/** A running job that can send nothing now is waiting. */
export function stateWords({ state, waiting }: Pick<JobEntry, 'state' | 'waiting'>): StateWords {
  return words[state === 'running' && waiting !== null ? 'waiting' : state]
}

/** Whether the job has ended for good. */
export function isOver(state: JobEntry['state']): boolean {
  return state === 'done' || state === 'cancelled'
}

/** What each outcome means, for the sentence under a filter. */
export const outcomeDescription: Readonly<Record<Outcome | 'pending', string>> = {
  changed: 'Kore.ai took the change.',
  unchanged: 'No change was necessary, so nothing was sent.',
  skipped: 'The plan blocked them, so nothing was sent. The report has the reasons and the fixes.',
  failed: 'Kore.ai or Muster refused the change; the report has the reasons.',
  not_attempted: 'Nothing was sent for them. They can be asked again.',
  unknown: 'Sent, but no answer came. Muster looks again before anything is repeated.',
  pending: 'Not settled yet.',
}

/** How many users the report of a job lists. */
export function reportedCount(job: Pick<JobEntry, 'counts'>): number {
  return reportedOutcomes.reduce((sum, outcome) => sum + job.counts[outcome], 0)
}

/** Whether the report still waits for a person. */
export function isUnresolved(job: Pick<JobEntry, 'open' | 'resolved' | 'state'>): boolean {
  return isOver(job.state) && job.open > 0 && job.resolved === null
}

/** Why a job that changed people has no undo. */
export function finality({ kinds }: Pick<JobEntry, 'kinds'>): string {
  const what = kinds.erase === 0 ? 'A removal' : kinds.remove === 0 ? 'An erasure' : 'Removals and erasures'
  return `${what} cannot be undone.${kinds.remove > 0 ? ' Invite removed users in the Kore.ai admin console.' : ''}`
}

/** How much of a job is undone: "undone", "54 of 55 undone", "being undone". */
export function undoneWords({ counts, undone }: Pick<JobEntry, 'counts' | 'undone'>): string {
  if (undone === 0) return 'being undone'
  return undone >= counts.changed ? 'undone' : `${formatNumber(undone)} of ${formatNumber(counts.changed)} undone`
}
