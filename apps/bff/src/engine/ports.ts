import type { Lookups } from '@muster/core/account/access'
import type { User } from '@muster/core/account/user'
import type { UserReading } from '@muster/core/account/user-reading'
import type { AuditLine } from '@muster/core/audit/audit-line'
import type { Change, EraseScope } from '@muster/core/change/change'
import type { JobState, WaitingReason } from '@muster/core/job/job-state'
import type { CauseCode } from '@muster/core/outcome/cause'
import type { Outcome } from '@muster/core/outcome/outcome'
import type { PlanItem, PlanNote } from '@muster/core/plan/plan'
import type { Taking } from '@muster/core/policy/floors'

/** The right to work on a job: of two workers, only the one with the newest epoch may send or write. */
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
}

/** An item as the engine meets it. */
export interface RunItem {
  readonly item: PlanItem
  /** Times it was sent and may have had an effect; above 0 what is seen of it may be our own doing. */
  readonly attempts: number
  /** Times the whole call it was in was answered with a refusal, which may still have followed an effect. */
  readonly refusals: number
  /** Re-reads that settled nothing so far. */
  readonly reads: number
  /** The call it last went out with. */
  readonly callId: string | null
}

/** How an item ends. */
export interface Settlement {
  readonly seq: number
  readonly outcome: Outcome
  readonly cause: CauseCode | null
  readonly details: Readonly<Record<string, string>> | null
  readonly koreAnswer: string | null
  /** Re-read it before believing. */
  readonly verify: boolean
  readonly audit: AuditLine | null
  /** The request an item is about without having been in it. */
  readonly erasureId?: string | null
}

/** An erasure request that becomes known with the items it carried: queued when Kore.ai said its id, else in need of a person. */
export interface NewErasure {
  readonly id: string
  readonly requestId: string | null
  readonly scope: EraseScope
  readonly scopeText: string
  readonly requestedBy: string
  readonly reason: string | null
  /** `seq` is the item of the job; null where there is no job. */
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

/** Remembers accepted erasures outside the store, since the store may fail in that moment or be restored later. */
export interface AnswerJournal {
  /** On disk when it returns. */
  note(answer: AcceptedErasure): void
  /** Those that the store may not know yet. */
  accepted(): readonly AcceptedErasure[]
  /** The store knows these. */
  recorded(callIds: readonly string[]): void
}

/** An accepted erasure with the items whose end the store does not know. */
export interface UnrecordedErasure {
  readonly answer: AcceptedErasure
  readonly createdBy: string
  readonly items: readonly RunItem[]
}

/** Where the job stands after a write, for the failure threshold. */
export interface Progress {
  readonly tried: number
  readonly triedFailed: number
  readonly total: number
  /** Items without an outcome. */
  readonly left: number
}

/** What is still to do. */
export interface Remaining {
  readonly pending: number
  /** Whether pending items may be claimed now: a destructive job waits until its first calls are seen to have worked. */
  readonly claimable: boolean
  readonly doubtful: number
  readonly unverified: number
  /** Until the next doubtful item is to be re-read; 0 for one that is due. */
  readonly nextDoubtMs: number | null
  /** The same for unverified ones. */
  readonly nextUnverifiedMs: number | null
}

/**
 * Why items of a call are pending again.
 * - `without_effect`: it never left, so it does not count as an attempt.
 * - `refused`: Kore.ai refused the whole call. No attempt either, but what a re-read shows may be our own doing.
 * - `to_be_split`: refused as well, and this worker keeps them to send them in smaller calls.
 * - `no_effect_seen`: it may have had one and a re-read shows none. Only what is in doubt and due still is given back:
 *   what somebody sent since then was not seen.
 */
export type GivenBack = 'without_effect' | 'refused' | 'to_be_split' | 'no_effect_seen'

/** Another worker took the job over, or it is gone: stop without a word. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError'
}

/** An item whose user is being erased already: by this request, or by a call of this job that is on its way. */
export interface UnderWay {
  readonly seq: number
  readonly erasureId: string | null
  readonly jobId: string | null
}

/** Some of what was about to leave is requested already: nothing of the call left. */
export class ErasureUnderWayError extends Error {
  override readonly name = 'ErasureUnderWayError'
  readonly items: readonly UnderWay[]
  constructor(items: readonly UnderWay[]) {
    super('an erasure of these users is under way')
    this.items = items
  }
}

/** The job may not send any more (paused, cancelled): what was about to leave stays. */
export class JobHeldError extends Error {
  override readonly name = 'JobHeldError'
}

/** What one item takes away, with the user the guards remember it by. */
export interface GuardedTaking {
  readonly seq: number
  readonly userId: string | null
  readonly taking: Taking
}

/** Guards refused these items of a call, so nothing left. */
export class CallRefusedError extends Error {
  override readonly name = 'CallRefusedError'
  readonly refused: readonly { readonly seq: number; readonly note: PlanNote }[]
  constructor(refused: CallRefusedError['refused']) {
    super('guards refused users of this call')
    this.refused = refused
  }
}

/**
 * What the engine keeps. Every method of a lease throws `LeaseLostError` once another worker took over, in the
 * transaction of its write; `intend` throws `JobHeldError` unless the job runs or waits, and `ErasureUnderWayError` for users
 * who are being erased already. What is due when goes by the
 * store's clock alone: workers whose clocks differ must not look too early at what another one sent.
 */
export interface JobRunStore {
  /** `held`: another worker has it; `idle`: nothing to do for a worker in its state. */
  acquire(jobId: string, leaseMs: number): Promise<LeasedJob | 'held' | 'idle'>
  renew(lease: Lease, leaseMs: number): Promise<JobState>
  state(lease: Lease): Promise<JobState>
  release(lease: Lease): Promise<void>
  /** Moves the state on if it still is one of `from`; answers whether it was. */
  moveOn(lease: Lease, move: StateTransition): Promise<boolean>
  /** Records what a job waits for without a change of its state; the next `intend` or move ends that. */
  noteWait(lease: Lease, wait: Wait): Promise<void>
  /** Takes up to `limit` pending items that may share a call. */
  claim(lease: Lease, limit: number): Promise<readonly RunItem[]>
  /** Keeps that these items are about to leave in one call. Throws `CallRefusedError` when a guard refuses some of them. */
  intend(
    lease: Lease,
    call: { id: string; seqs: readonly number[]; leaseMs: number; takings?: readonly GuardedTaking[] },
  ): Promise<void>
  giveBack(lease: Lease, seqs: readonly number[], why: GivenBack): Promise<void>
  /** Sent, and no answer that says how it ended: to be re-read after so long. What did come back is kept. */
  doubt(lease: Lease, seqs: readonly number[], waitMs: number, koreAnswer?: string | null): Promise<void>
  /** Doubtful items that are due: those put in doubt by when that was said to be, those of dead workers once quiet. */
  doubtful(lease: Lease, due: { quiesceMs: number; limit: number }): Promise<readonly RunItem[]>
  /** Reported as done and not verified yet: those that are due, or all. */
  unverified(lease: Lease, limit: number, which?: 'due' | 'all'): Promise<readonly RunItem[]>
  /** Ends items, counts them and writes the audit: one transaction. Items settled already are left as they are unless they wait to be verified. */
  recordOutcomes(
    lease: Lease,
    settlements: readonly Settlement[],
    more: { at: number; erasures?: readonly NewErasure[] },
  ): Promise<Progress>
  /** Seen at Kore.ai as planned. */
  confirm(lease: Lease, seqs: readonly number[]): Promise<void>
  /** Look again after so long. */
  postpone(lease: Lease, seqs: readonly number[], waitMs: number): Promise<void>
  /** What was never sent is not attempted. What was in a refused call is in doubt: it is re-read first. */
  cancelPending(lease: Lease, at: number): Promise<void>
  remaining(lease: Lease, quiesceMs: number): Promise<Remaining>
  /** Accepted erasures of which the store does not know the end, also of finished jobs; none a person decided about. */
  unrecorded(answers: readonly AcceptedErasure[]): Promise<readonly UnrecordedErasure[]>
  /** Records an accepted erasure without a lease. Items that ended meanwhile are left as they are. */
  recordAccepted(input: {
    answer: AcceptedErasure
    settlements: readonly Settlement[]
    erasure: NewErasure
    at: number
  }): Promise<void>
  /** Jobs a worker should have but none has. */
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

/** What a paused job waits for, where Muster can tell when it is mended. */
export type HeldFor = 'credential' | 'resume'

export interface StateTransition {
  readonly from: readonly JobState[]
  readonly to: JobState
  /** Absent: the reason stays as it is. */
  readonly reason?: string | null
  /** Who or what must mend it before it goes on. Absent: stays as it is. */
  readonly heldFor?: HeldFor
  /** What it waits for. Absent: nothing. */
  readonly wait?: Wait
  readonly at: number
  /** What is written down, of the job as it stands once it has moved. */
  readonly audit: ((job: UpdatedJob) => AuditLine) | null
}

export interface UpdatedJob {
  readonly title: string
  readonly counts: Readonly<Record<Outcome, number>>
}

/** What the engine needs of the directory. */
export interface JobDirectory {
  lookups(): Promise<Lookups>
  /** Some users who hold one of these admin roles. */
  adminHolders(roleIds: readonly string[], limit: number): Promise<readonly Pick<User, 'id' | 'email'>[]>
  /** Keeps users as read at `readAt` (milliseconds since 1970). What a reading does not carry keeps its known value. */
  upsertUsers(users: readonly UserReading[], readAt: number): Promise<void>
  /** Takes users out that are no longer in the account as of `at`. */
  markGone(userIds: readonly string[], at: number): Promise<void>
}

export interface Trouble {
  readonly cause: CauseCode
  readonly koreAnswer: string | null
  readonly retryAfterMs: number | null
}
