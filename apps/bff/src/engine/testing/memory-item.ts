import type { Outcome } from '@muster/core/outcome/outcome'
import type { PlanItem } from '@muster/core/plan/plan'
import type { SentFlags } from '../guard-ports.ts'
import type { ItemOutcome } from '../ports.ts'

/** An item of a job in memory. */
export interface MemoryItem {
  readonly item: PlanItem
  state: 'pending' | 'intended' | 'in_doubt' | 'settled'
  outcome: Outcome | null
  cause: ItemOutcome['cause']
  claimedEpoch: number | null
  sentEpoch: number | null
  callId: string | null
  attempts: number
  refusals: number
  reads: number
  sentAt: number
  dueAt: number | null
  toVerify: boolean
  /** When its effect was final; null if it is not. */
  knownAt: number | null
  /** As last sent. */
  flags: SentFlags | null
}

/** Whether these flags and a call of another job may revert each other. */
export function mayRevert(
  flags: SentFlags,
  other: Readonly<MemoryItem>,
  { now, quiesceMs }: { readonly now: number; readonly quiesceMs: number },
): boolean {
  const theirs = other.flags
  if (theirs === null || theirs.userId !== flags.userId) return false
  const isOld = theirs.planned.some((flag) => !flags.planned.includes(flag) && theirs[flag] !== flags[flag])
  const isSeen = other.knownAt !== null && other.knownAt <= now - flags.readMs
  if (isOld && !isSeen && other.sentAt > now - flags.readMs - quiesceMs) return true
  const isUnderWay = other.state === 'intended' || other.state === 'in_doubt'
  return flags.planned.length > 0 && isUnderWay && other.sentAt > now - quiesceMs
}

export function freshItem(item: PlanItem): MemoryItem {
  const unsent = {
    claimedEpoch: null,
    sentEpoch: null,
    callId: null,
    attempts: 0,
    refusals: 0,
    reads: 0,
    sentAt: 0,
    dueAt: null,
    knownAt: null,
    flags: null,
  }
  return { item, state: 'pending', outcome: null, cause: null, toVerify: false, ...unsent }
}

/** Unfinished items may have been sent since the backup: a user decides about an erasure, all others are re-read. */
export function holdItem(one: MemoryItem, dueAt: number): void {
  const held =
    one.item.change.kind === 'erase'
      ? ({ state: 'settled', outcome: 'unknown', cause: 'no_response', dueAt: null } as const)
      : ({ state: 'in_doubt', dueAt } as const)
  Object.assign(one, held, { claimedEpoch: null })
}

export function recordOne(kept: readonly MemoryItem[], { seq, outcome, cause, verify }: ItemOutcome, now: number) {
  const one = kept.find(({ item }) => item.seq === seq)
  if (one === undefined || (one.state === 'settled' && !one.toVerify)) return []
  const was = one.outcome
  const ended = {
    state: 'settled',
    outcome,
    cause,
    toVerify: verify,
    knownAt: verify ? null : now,
    dueAt: null,
    reads: 0,
    claimedEpoch: null,
  } as const
  return [{ one: Object.assign(one, ended), was }]
}
