import type { Lookups } from '@muster/core/account/access'
import type { User } from '@muster/core/account/user'
import type { UserReading } from '@muster/core/account/user-reading'
import type { AuditLine } from '@muster/core/audit/audit-line'
import type { Change, EraseScope } from '@muster/core/change/change'
import type { JobState, WaitingReason } from '@muster/core/job/job-state'
import type { CauseCode } from '@muster/core/outcome/cause'
import type { Outcome } from '@muster/core/outcome/outcome'
import type { PlanItem } from '@muster/core/plan/plan'
import type { AdminPolicy } from '@muster/core/policy/floors'
import type { Message, Sentence } from '@muster/core/text/message'
import type { ConfirmedHolders, GuardedTaking, SentFlags } from './guard-ports.ts'

/** The right to work on a job: only the worker with the newest epoch may send or write. */
export interface Lease {
  readonly jobId: string
  readonly epoch: number
}

/** The job a worker took over. */
export interface LeasedJob {
  readonly lease: Lease
  readonly state: JobState
  readonly total: number
  readonly createdBy: string
  /** How many items change, remove and erase. */
  readonly kinds: Readonly<Record<Change['kind'], number>>
  /** Only users of these groups may be changed; null: all users. */
  readonly groups: readonly string[] | null
}

/** An item of a running job. */
export interface RunItem {
  readonly item: PlanItem
  /** Times it was sent and may have had an effect; above 0, a visible effect may be this job's own. */
  readonly attempts: number
  /** Times its whole call was refused, which may still have followed an effect. */
  readonly refusals: number
  /** Inconclusive re-reads so far. */
  readonly reads: number
  /** The last call that carried it. */
  readonly callId: string | null
}

/** The outcome of an item, as it is recorded. */
export interface ItemOutcome {
  readonly seq: number
  readonly outcome: Outcome
  readonly cause: CauseCode | null
  readonly details: Readonly<Record<string, string>> | null
  readonly koreResponse: string | null
  /** Re-read it to verify. */
  readonly verify: boolean
  readonly audit: AuditLine | null
  /** The request this item refers to without having been in it. */
  readonly erasureId?: string | null
}

/**
 * An erasure request that becomes known with its items: queued when Kore.ai returned its id, otherwise awaiting a
 * member's decision.
 */
export interface NewErasure {
  readonly id: string
  readonly requestId: string | null
  readonly scope: EraseScope
  readonly scopeText: Message
  readonly requestedBy: string
  readonly reason: Message | null
  /** `seq` is the item of the job; null without a job. */
  readonly people: readonly (Pick<PlanItem, 'identifier' | 'user'> & { readonly seq: number | null })[]
}

/** An erasure that Kore.ai accepted, with the items its call carried. */
export interface AcceptedErasure {
  readonly callId: string
  readonly jobId: string
  readonly seqs: readonly number[]
  readonly requestId: string
  readonly at: number
}

/** Records accepted erasures outside the store, which may fail at that moment or be restored later. */
export interface ErasureJournal {
  /** On disk when it returns. */
  note(response: AcceptedErasure): void
  /** Those that the store may not know yet. */
  accepted(): readonly AcceptedErasure[]
  /** Marks these as known to the store. */
  recorded(callIds: readonly string[]): void
}

/** An accepted erasure with the items whose end the store does not know. */
export interface UnrecordedErasure {
  readonly response: AcceptedErasure
  readonly createdBy: string
  readonly items: readonly RunItem[]
}

/** Progress of the job after a write, for the failure threshold. */
export interface Progress {
  readonly tried: number
  readonly triedFailed: number
  readonly total: number
  /** Items without an outcome. */
  readonly left: number
}

/** Work that remains. */
export interface Remaining {
  readonly pending: number
  /** Whether pending items may be claimed now: a destructive job waits until its first calls are verified. */
  readonly claimable: boolean
  readonly doubtful: number
  readonly unverified: number
  /** Time until the next doubtful item is due for a re-read; 0 for one that is due. */
  readonly nextDoubtMs: number | null
  /** The same for unverified items. */
  readonly nextUnverifiedMs: number | null
}

/**
 * Why items of a call are pending again.
 * - `without_effect`: it never left, so it does not count as an attempt.
 * - `refused`: Kore.ai refused the whole call. No attempt either, but an effect that a re-read shows may be this job's
 *   own.
 * - `to_be_split`: refused as well, and this worker keeps the items to send them in smaller calls.
 * - `no_effect_seen`: it may have had an effect and a re-read shows none. Returns only items that are still in doubt
 *   and due: anything sent since then was not part of the re-read.
 */
export type GivenBack = 'without_effect' | 'refused' | 'to_be_split' | 'no_effect_seen'

/** Another worker took the job over, or it is gone: stop silently. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError'
}

/** An item whose user is already being erased: by this request, or by a call of this job that is on its way. */
export interface UnderWay {
  readonly seq: number
  readonly erasureId: string | null
  readonly jobId: string | null
}

/** Some of the call's items are requested already: nothing of the call left. */
export class ErasureUnderWayError extends Error {
  override readonly name = 'ErasureUnderWayError'
  readonly items: readonly UnderWay[]
  constructor(items: readonly UnderWay[]) {
    super('an erasure of these users is under way')
    this.items = items
  }
}

/** The job may not send (paused, canceled): the items stay pending. */
export class SendingStoppedError extends Error {
  override readonly name = 'SendingStoppedError'
}

/**
 * The engine's store. Every method with a lease throws `LeaseLostError` once another worker took over, in the
 * transaction of its write. `intend` throws `SendingStoppedError` unless the job runs or waits, and `ErasureUnderWayError` for
 * users who are already being erased. The store's clock alone decides what is due: workers with different clocks must
 * not re-read another's send too early.
 */
export interface JobRunStore {
  /** `held`: another worker has it; `idle`: nothing to do for a worker in its state. */
  acquire(jobId: string, leaseMs: number): Promise<LeasedJob | 'held' | 'idle'>
  renew(lease: Lease, leaseMs: number): Promise<JobState>
  state(lease: Lease): Promise<JobState>
  release(lease: Lease): Promise<void>
  /** Changes the state if it is still one of `from`; returns whether it was. */
  transition(lease: Lease, move: StateTransition): Promise<boolean>
  /** Records why a job waits without a change of state; the next `intend` or transition ends that. */
  noteWait(lease: Lease, wait: Wait): Promise<void>
  /** Claims up to `limit` pending items of one kind and, for erasures, one scope. */
  claim(lease: Lease, limit: number): Promise<readonly RunItem[]>
  /**
   * Records that these items are about to leave in one call, or that a recorded call still is. Throws `CallRefusedError`
   * when a guard refuses some of them, `FlagsChangedError` when another job's call and this one may revert each other.
   */
  intend(
    lease: Lease,
    call: {
      id: string
      seqs: readonly number[]
      leaseMs: number
      takings?: readonly GuardedTaking[]
      /** Absent: none. */
      holders?: ConfirmedHolders
      /** Of updates: each item's. `quiesceMs`: how long a late effect may land. */
      flags?: { readonly items: readonly SentFlags[]; readonly quiesceMs: number }
    },
  ): Promise<void>
  /** One read just before a call leaves on an earlier intent: throws as `intend` does unless the job may send now. */
  checkMaySend(lease: Lease): Promise<void>
  giveBack(lease: Lease, seqs: readonly number[], why: GivenBack): Promise<void>
  /** Sent without a conclusive response: due for a re-read after `waitMs`. Keeps the response, if any. */
  doubt(lease: Lease, seqs: readonly number[], waitMs: number, koreResponse?: string | null): Promise<void>
  /**
   * Doubtful items that are due: those marked in doubt when their wait ends, those of dead workers after the quiesce.
   */
  doubtful(lease: Lease, due: { quiesceMs: number; limit: number }): Promise<readonly RunItem[]>
  /** Reported as done and not verified yet: those that are due, or all. */
  unverified(lease: Lease, limit: number, which?: 'due' | 'all'): Promise<readonly RunItem[]>
  /**
   * Ends items, counts them and writes the audit in one transaction. Skips items with an outcome unless they await
   * verification.
   */
  recordOutcomes(
    lease: Lease,
    itemOutcomes: readonly ItemOutcome[],
    more: { at: number; erasures?: readonly NewErasure[] },
  ): Promise<Progress>
  /** Verified: Kore.ai shows what the plan expects. */
  confirm(lease: Lease, seqs: readonly number[]): Promise<void>
  /** Re-read again after this wait. */
  postpone(lease: Lease, seqs: readonly number[], waitMs: number): Promise<void>
  /** Items never sent become not attempted. Items of a refused call are in doubt: they are re-read first. */
  cancelPending(lease: Lease, at: number): Promise<void>
  remaining(lease: Lease, quiesceMs: number): Promise<Remaining>
  /**
   * Accepted erasures whose end the store does not know, including those of finished jobs; none that a member decided.
   */
  unrecorded(responses: readonly AcceptedErasure[]): Promise<readonly UnrecordedErasure[]>
  /** Records an accepted erasure without a lease. Skips items that ended meanwhile. */
  recordAccepted(input: {
    response: AcceptedErasure
    itemOutcomes: readonly ItemOutcome[]
    erasure: NewErasure
    at: number
  }): Promise<void>
  /** Jobs that need a worker and have none. */
  abandoned(): Promise<readonly { readonly id: string; readonly epoch: number }[]>
}

/** What keeps a job from sending for a while; lost responses are counted from the items. */
export type WaitsFor = Exclude<
  WaitingReason,
  'lost_responses' | 'credential' | 'storage_full' | 'delayed_start' | 'stopped'
>

export interface Wait {
  readonly for: WaitsFor
  /** Milliseconds from now, by the store's clock. */
  readonly ms: number
}

/** What a paused job waits for, if Muster can detect that it is resolved. */
export type PausedFor = 'credential' | 'resume'

export interface StateTransition {
  readonly from: readonly JobState[]
  readonly to: JobState
  /** Absent: the reason does not change. */
  readonly reason?: Message | null
  /** What must be resolved before the job continues. Absent: no change. */
  readonly pausedFor?: PausedFor
  /** What the job waits for. Absent: nothing. */
  readonly wait?: Wait
  readonly at: number
  /** The audit line, from the job after the transition. */
  readonly audit: ((job: UpdatedJob) => AuditLine) | null
}

export interface UpdatedJob {
  readonly title: Sentence
  readonly counts: Readonly<Record<Outcome, number>>
}

/** What the engine needs of the directory. */
export interface JobDirectory {
  lookups(): Promise<Lookups>
  /** How many users hold each admin role. */
  adminPolicy(): Promise<AdminPolicy>
  /** Some users with an email or an organization ID who hold this admin role, without those of `except`. */
  adminHolders(
    roleId: string,
    page: { readonly except: readonly string[]; readonly limit: number },
  ): Promise<readonly Pick<User, 'id' | 'email' | 'orgUserId'>[]>
  /**
   * Stores users as read at `readAt` (milliseconds since 1970). Fields missing from a reading keep their known value.
   */
  upsertUsers(users: readonly UserReading[], readAt: number): Promise<void>
  /** Marks users as gone from the account as of `at`. */
  markGone(userIds: readonly string[], at: number): Promise<void>
  /** Marks the access of users as changed at `at` and not read since: no plan believes it until it is read. */
  markChanged(userIds: readonly string[], at: number): Promise<void>
}

export interface Trouble {
  readonly cause: CauseCode
  readonly koreResponse: string | null
  readonly retryAfterMs: number | null
}
