import type { MusterEvent } from '@muster/contracts/events'
import type { PlanSource } from '@muster/contracts/plans'
import type { Directory } from '@muster/contracts/users'
import type { Lookups } from '@muster/core/account/access'
import type { Identifier, User } from '@muster/core/account/user'
import type { AuditLine } from '@muster/core/audit/audit-line'
import type { Change } from '@muster/core/change/change'
import type { CauseCode } from '@muster/core/outcome/cause'
import type { Outcome } from '@muster/core/outcome/outcome'
import type { Permission, Scope } from '@muster/core/permission'
import type { Disposition, PlanItem, PlanNote } from '@muster/core/plan/plan'
import type { UserMatch } from '@muster/core/plan/plan-item'
import type { ApprovalPolicy, ApprovalState, GivenApproval } from '@muster/core/policy/approval'
import type { AdminPolicy } from '@muster/core/policy/floors'
import type { GuardLimits } from '@muster/core/policy/limits'
import type { AccountFacts } from '@muster/core/policy/volume'
import type { TitleSearch } from '@muster/core/search/title-search'
import type { Sentence } from '@muster/core/text/message'
import type { LabeledSummary } from '@muster/wording/effect-label'
import type { IsOwn, Own } from '../../http/session/actor.ts'

/** What planning needs of the directory. Implemented by the directory's stores. */
export interface PlanDirectory {
  /** One match per identifier, in input order. Emails are compared without regard to case. */
  byIdentifiers(identifiers: readonly Identifier[]): Promise<readonly UserMatch[]>
  /**
   * The users of a frozen selection, in batches of at most `batchSize`. Throws `not_found` for a selection unknown or
   * expired.
   */
  streamSelection(selectionId: string, batchSize: number): AsyncIterable<readonly User[]>
  lookups(): Promise<Lookups>
  /** How many users hold each admin role: a plan never takes it from the last. */
  adminPolicy(): Promise<AdminPolicy>
  state(): Promise<Directory>
}

/** A retriable item of a job. */
export interface RetryItem {
  readonly seq: number
  readonly row: number | null
  readonly identifier: Identifier
  /** Null if the plan found none. */
  readonly user: PlanItem['user']
  readonly change: Change
  readonly outcome: Outcome
  readonly cause: CauseCode | null
}

/** What planning needs of jobs. Implemented by the jobs' stores. All throw `not_found` for an unknown job. */
export interface PlanJobs {
  /**
   * Retriable items (`canRetry` of core), of one cause, with the same details or of these numbers when given, in order
   * of `seq`. Without items that a later job retried or a member dismissed.
   */
  itemsToRetry(
    jobId: string,
    filter: {
      readonly cause?: CauseCode | undefined
      /** Key of the failures' details. */
      readonly details?: string | undefined
      readonly seqs?: readonly number[] | undefined
      /**
       * A fix changes the request. Without that and without a filter, only items come that an unchanged retry may
       * resolve.
       */
      readonly isFixed: boolean
    },
  ): AsyncIterable<readonly RetryItem[]>
  /** The title of a job, for the plan that undoes it. */
  titleOf(jobId: string): Promise<Sentence>
  /** Every item that ended `changed` and is not undone, as planned, in order of `seq`. */
  itemsToUndo(jobId: string): AsyncIterable<readonly PlanItem[]>
  /** Runs after the job of a plan is committed: enqueues it. Safe to call again. */
  jobReady(jobId: string, delayMs?: number): Promise<void>
}

/** What a row of an upload requests. */
export interface RequestedRow {
  readonly row: number
  /** Number of the item of the corrected job that this row retries. */
  readonly retriesSeq?: number | undefined
  readonly identifier: Identifier
  readonly change: Change
  readonly blockers: readonly PlanNote[]
  readonly warnings?: readonly PlanNote[]
}

/** What planning needs of uploads: the checked rows that were not excluded, in file order. */
export interface PlanUploads {
  uploadChanges(uploadId: string): AsyncIterable<readonly RequestedRow[]>
  /**
   * The name of the file, and the job whose failures it corrects, which its plan retries; null for an uploaded file.
   * Throws `not_found`.
   */
  originOf(uploadId: string): Promise<{ readonly fileName: string; readonly jobId: string | null }>
  /**
   * Ties the upload to the plan, which freezes its rows. Throws `not_found`, and `conflict` for one not checked yet.
   */
  tieToPlan(uploadId: string, planId: string): Promise<void>
  /** The plan failed: the upload may be fixed and planned again. */
  freeFromPlan(uploadId: string, planId: string): Promise<void>
}

export type PlanState = 'computing' | 'ready' | 'failed' | 'applied'

/** A call of the pass-through, planned and applied at once. */
export interface ScriptSource {
  readonly kind: 'script'
  readonly operation: string
}

/** A plan without its items. Times are milliseconds since 1970. */
export interface PlanRecord {
  readonly id: string
  readonly title: Sentence
  /** Given by a member; null without one. */
  readonly name: string | null
  readonly source: PlanSource | ScriptSource
  readonly state: PlanState
  readonly problem: Sentence | null
  /** Items stored so far. */
  readonly progress: number
  readonly summary: LabeledSummary
  readonly hash: string | null
  readonly jobId: string | null
  readonly parentJobId: string | null
  /** The plan that an edit made of this draft, which can no longer be applied; null if there is none. */
  readonly replacedBy: string | null
  readonly createdBy: { readonly memberId: string; readonly email: string }
  readonly createdAt: number
  readonly directoryAt: string | null
}

/** Items of a block: what is computed, stored and hashed at a time. A search in the embedded store waits for one write. */
export const blockSize = 512

/** An item as stored. */
export interface KeptItem {
  readonly item: PlanItem
  /** Number of the item of the parent job that this one retries or undoes; null for other plans. */
  readonly retriesSeq: number | null
}

export interface ItemFilter {
  readonly disposition?: Disposition | undefined
  readonly effect?: string | undefined
  readonly cause?: CauseCode | undefined
  readonly q?: string | undefined
  /** Items after this number. */
  readonly afterSeq: number
  readonly limit: number
}

/**
 * The input of a job: everything that `insertJob` of the jobs' store needs, in the transaction that marks the plan
 * applied.
 */
export interface NewJob {
  readonly id: string
  readonly planId: string
  readonly title: Sentence
  readonly source: PlanRecord['source']['kind']
  readonly parentJobId: string | null
  readonly summary: LabeledSummary
  readonly createdBy: { readonly memberId: string; readonly email: string }
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

/** What an application is judged by, as of its transaction. */
export interface ApplyGround {
  readonly facts: AccountFacts
  readonly stopped: boolean
  readonly policy: ApprovalPolicy
  /** The request for approval of the plan; null if there is none. */
  readonly approval: GivenApproval | null
  /** The limit of the member who applies it, or null, and what they may do: nothing if they may no longer sign in. */
  readonly scope: Scope | null
  readonly permissions: readonly Permission[]
  /** Whether the session proved who its member is for this very plan, a moment ago. Applying uses the proof up. */
  readonly isProved: boolean
}

export interface ApplyRequest {
  readonly planId: string
  /** The hash that the member reviewed. */
  readonly hash: string
  readonly jobId: string
  readonly actor: { readonly memberId: string; readonly email: string }
  readonly at: number
  /** The session whose proof for this plan counts; null if none does. */
  readonly provedBy: string | null
  /**
   * Checks the plan under the lock of the guards, with the facts of that moment. It throws to refuse; the error rolls
   * the application back and `apply` rethrows it.
   */
  readonly judge: (ground: ApplyGround) => { readonly delayMs: number; readonly shareConfirmed: boolean }
  /** `Idempotency-Key` of the request with a digest of its body, if one was sent. */
  readonly idempotency: { readonly key: string; readonly digest: string } | null
}

export type ApplyResult =
  | { readonly kind: 'applied'; readonly jobId: string; readonly delayMs: number }
  /** The same key and body came before. */
  | { readonly kind: 'repeated'; readonly jobId: string }
  /** The key came before with another body. */
  | { readonly kind: 'key_reused' }
  | { readonly kind: 'already_applied'; readonly jobId: string }
  /** Part of the retry was retried or dismissed since it was planned. */
  | { readonly kind: 'already_retried' }
  /** The erasure case of the plan is on hold or closed. */
  | { readonly kind: 'case_held' | 'case_closed' }
  /** Not ready, or another hash. */
  | { readonly kind: 'not_applicable' }

/** Which plans a list shows. `draft` and `expired` are not applied and not replaced. */
export type PlanFilter = 'draft' | 'waiting' | 'expired' | 'applied' | 'not_applied'

export interface PlanPage {
  readonly before: string | null
  readonly only: PlanFilter | null
  /** Words of the title, the name or the member, in any order; or an ID. */
  readonly q?: TitleSearch | undefined
  /** Ready plans created before this moment expired. Milliseconds since 1970. */
  readonly liveFrom: number
  readonly limit: number
  /** Only the member's own; null: all. */
  readonly own: Own | null
}

/** A plan with the state of its request for approval; null without one. */
export interface ListedPlan extends PlanRecord {
  readonly approval: ApprovalState | null
}

export interface FrozenPlan {
  readonly title: Sentence
  readonly summary: LabeledSummary
  /** `createPlanHash` over the digests of all blocks. */
  readonly hash: string
  /** For the audit: "Ana planned to give Tester on Billing to 38 users". */
  readonly sentence: Sentence
}

/**
 * Stores plans. One attempt at a time computes a plan: `beginAttempt` takes over (and drops what an earlier attempt
 * stored), and writes of a superseded attempt return `false`.
 */
export interface PlanStore {
  create(plan: PlanRecord): Promise<void>
  get(id: string): Promise<PlanRecord | null>
  /** A page of plans, newest first, before this id. */
  list(page: PlanPage): Promise<readonly ListedPlan[]>
  /** Starts over; returns the number of the attempt, or null when the plan is not (or no longer) being computed. */
  beginAttempt(id: string): Promise<number | null>
  /**
   * Stores the items of the next blocks and advances `progress`, both or none. Every block but the last has `blockSize`
   * items. Returns the SHA-256 of each stored block, in hex; null when the attempt is superseded.
   */
  append(id: string, attempt: number, items: readonly KeptItem[]): Promise<readonly string[] | null>
  /**
   * Freezes the plan and writes `plan.made` to the audit, both or none. The draft that it edits is replaced in the same
   * transaction, if the same member made it and it does not wait for approval. False when the attempt is superseded.
   */
  finish(id: string, attempt: number, result: FrozenPlan): Promise<boolean>
  fail(id: string, attempt: number, problem: Sentence): Promise<boolean>
  /** Names a plan and writes the line to the audit, both or none. False if it has that name, or is unknown. */
  rename(id: string, name: string | null, line: AuditLine): Promise<boolean>
  items(id: string, filter: ItemFilter): Promise<readonly PlanItem[]>
  /**
   * Marks the plan applied, stores the idempotency key and creates the job: one transaction. The items of a large job are
   * stored before, in pieces that no reader finds until then. Verifies that the stored blocks have the hash.
   */
  apply(request: ApplyRequest): Promise<ApplyResult>
  /** The result of a repeated request: checked first, since a repeat must not fail the checks of a first request. */
  repeated(actorId: string, key: string): Promise<{ readonly digest: string; readonly jobId: string } | null>
  /** Plans that a dead process left computing, to be enqueued again at start. */
  computing(): Promise<readonly string[]>
}

/** What planning needs of the guards. */
export interface PlanGuards {
  readonly limits: GuardLimits
  /** The account and the removals of 24 hours, including waiting jobs. */
  facts(): Promise<AccountFacts>
  recordRefusal(entry: { readonly actor: string; readonly sentence: Sentence }): Promise<void>
}

/** What planning needs of the limits of members. */
export interface PlanLimits {
  /** The limit of a member now; null: none. */
  of(memberId: string): Promise<Scope | null>
  /** Names of members without a limit who may edit users. */
  others(): Promise<readonly string[]>
  readonly isOwn: IsOwn
}

export interface PlanEvents {
  publish(event: Extract<MusterEvent, { kind: 'plan' }>): void
}
