import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import type { JobEntry } from '@muster/contracts/jobs'
import { type Outcome, reportedOutcomes } from '@muster/core/outcome/outcome'
import { formatNumber } from '../../lib/format.ts'

/** Label of a state and the kind of its icon. */
export interface StateWords {
  readonly label: string
  readonly look: 'moving' | 'waiting' | 'stopped' | 'done'
}

type StateLook = Pick<StateWords, 'look'> & { readonly label: MessageDescriptor }

const states: Readonly<Record<JobEntry['state'], StateLook>> = {
  queued: { label: msg`Starting soon`, look: 'waiting' },
  running: { label: msg`Running`, look: 'moving' },
  waiting: { label: msg`Waiting`, look: 'waiting' },
  pausing: { label: msg`Pausing`, look: 'waiting' },
  paused: { label: msg`Paused`, look: 'stopped' },
  cancelling: { label: msg`Canceling`, look: 'waiting' },
  cancelled: { label: msg`Canceled`, look: 'stopped' },
  done: { label: msg`Done`, look: 'done' },
}

/** A running job that cannot send a call now is waiting. */
export function stateWords({ state, waiting }: Pick<JobEntry, 'state' | 'waiting'>): StateWords {
  const { label, look } = states[state === 'running' && waiting !== null ? 'waiting' : state]
  return { label: i18n._(label), look }
}

/** Whether the job ended and cannot continue. */
export function isOver(state: JobEntry['state']): boolean {
  return state === 'done' || state === 'cancelled'
}

const outcomeDescriptions: Readonly<Record<Outcome | 'pending', MessageDescriptor>> = {
  changed: msg`Kore.ai applied the change.`,
  unchanged: msg`No change was necessary, so nothing was sent.`,
  skipped: msg`The plan blocked the change, so nothing was sent. The report lists the reasons and the fixes.`,
  failed: msg`Kore.ai or Muster refused the change. The report lists the reasons.`,
  not_attempted: msg`Nothing was sent. You can retry the change.`,
  unknown: msg`The change was sent, but no response arrived. Muster checks the result before a retry.`,
  pending: msg`Not processed yet.`,
}

/** Explains an outcome, below its filter. */
export const outcomeDescription = (outcome: Outcome | 'pending'): string => i18n._(outcomeDescriptions[outcome])

/** How many users the report of a job lists. */
export function reportedCount(job: Pick<JobEntry, 'counts'>): number {
  return reportedOutcomes.reduce((sum, outcome) => sum + job.counts[outcome], 0)
}

/** Whether the report has open failures and is not marked as resolved. */
export function isUnresolved(job: Pick<JobEntry, 'open' | 'resolved' | 'state'>): boolean {
  return isOver(job.state) && job.open > 0 && job.resolved === null
}

/** Why a job with changes has no undo. */
export function finality({ kinds }: Pick<JobEntry, 'kinds'>): string {
  if (kinds.remove === 0) return kinds.erase === 0 ? t`A removal cannot be undone.` : t`An erasure cannot be undone.`
  return kinds.erase === 0
    ? t`A removal cannot be undone. Invite removed users in the Kore.ai admin console.`
    : t`Removals and erasures cannot be undone. Invite removed users in the Kore.ai admin console.`
}

/** How much of a job is undone: "Undone", "54 of 55 undone", "Undo in progress". */
export function undoneWords({ counts, undone }: Pick<JobEntry, 'counts' | 'undone'>): string {
  if (undone === 0) return t`Undo in progress`
  if (undone >= counts.changed) return t`Undone`
  return t`${{ undone: formatNumber(undone) }} of ${{ changed: formatNumber(counts.changed) }} undone`
}
