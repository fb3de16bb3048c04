import type { Identifier } from '@muster/core/account/user'
import type { AuditLine } from '@muster/core/audit/audit-line'
import type { Change } from '@muster/core/change/change'
import type { CauseCode } from '@muster/core/outcome/cause'
import type { Granted, Membership } from '@muster/core/permission'
import type { Message } from '@muster/core/text/message'
import type { StepUpCheck } from '../../http/session/step-up.ts'
import type { FieldError } from '../../problem-error.ts'

/** The stored state of one connection's call budget. Times are milliseconds of the ledger's single clock. */
export interface BudgetState {
  readonly now: number
  /** Calls that still count, ascending. */
  readonly calls: readonly number[]
  /** All calls pause until this moment. */
  readonly blockedUntil: number
  /** Our share when Kore.ai last refused (other clients call too); null without a refusal. */
  readonly learned: { readonly minute: number | null; readonly hour: number | null; readonly at: number }
}

/** A rule's decision: whether one more call counts, and the new state. */
export interface BudgetDecision<T> {
  readonly answer: T
  readonly take: boolean
  readonly remember?: Pick<BudgetState, 'blockedUntil' | 'learned'>
}

/** Where all replicas count the calls of one connection. */
export interface BudgetLedger {
  /**
   * Reads, decides and writes atomically, one caller at a time across all replicas. `keepMs`: how long a call counts.
   * `intentFollows`: the caller commits its intent to the same store before the call leaves, and what it commits makes
   * every earlier write durable: this write need not wait for the disk itself.
   */
  decide<T>(
    keepMs: number,
    rule: (state: BudgetState) => BudgetDecision<T>,
    how?: { readonly intentFollows: boolean },
  ): Promise<{ answer: T; slot: string | null }>
  read(keepMs: number): Promise<BudgetState>
  /** The call counts from now on. */
  commitSlot(slot: string): Promise<void>
  /** The call does not count. */
  giveBack(slot: string): Promise<void>
}

/** What calls of one endpoint taught about the size of its batches. */
export interface LearnedBatch {
  /** Users that a call carries now. */
  readonly size: number
  /** Grows by a fixed step since it was halved once; before, it doubles. */
  readonly isCareful: boolean
  /** The largest size that worked, and the smallest that Kore.ai refused; 0 and null without one. */
  readonly proven: number
  readonly refused: number | null
  /** When it was refused, in milliseconds since 1970. */
  readonly refusedAt: number
}

/** Where all replicas remember the batches of one connection, by the name of the endpoint. */
export interface BatchLedger {
  read(): Promise<ReadonlyMap<string, LearnedBatch>>
  save(endpoint: string, learned: LearnedBatch): Promise<void>
}

export type PassThroughOperation = 'updateUsers' | 'removeUsers' | 'eraseUsersData'

/** A script's request for one user. */
export interface ScriptRequest {
  readonly identifier: Identifier
  readonly change: Change
  /** Assigns or removes bot tasks, which have no place in a change. */
  readonly withBotTasks?: true
  /** Changes the profile or bot tasks, which have no undo. */
  readonly changesMore?: true
}

/** What a response proves for one user. */
export type UserEnd =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly cause: CauseCode
      readonly details: Readonly<Record<string, string>>
      readonly koreResponse: string | null
      /** Part of it may have taken effect. */
      readonly unknown: boolean
      /** The call was refused as a whole, possibly after its effect. */
      readonly ofWhole: boolean
    }

/**
 * A body validated against the documented form; `body` is what leaves, `people` its users as it names them, `requests`
 * the request for each of them.
 */
export type BodyCheck =
  | {
      readonly ok: true
      readonly body: string
      readonly people: readonly string[]
      readonly requests: readonly ScriptRequest[]
    }
  | { readonly ok: false; readonly errors: readonly FieldError[] }

/** The result of a passed-through call. */
export type PassThroughResult =
  /** Kore.ai's JSON with its status, 4xx and 5xx as well. */
  | {
      readonly kind: 'response'
      readonly status: number
      readonly body: Buffer
      readonly retryAfterMs: number | null
      /** What it proves, in the order of the requests. */
      readonly ends: readonly UserEnd[]
      /** Kore.ai's id of an erasure request. */
      readonly requestId: string | null
    }
  | { readonly kind: 'credential_rejected'; readonly detail: string }
  /** A response that is not JSON, or a redirect; it may have had an effect. */
  | { readonly kind: 'unreadable'; readonly status: number; readonly detail: string }
  | {
      readonly kind: 'not_sent'
      readonly cause: CauseCode
      readonly detail: Message
      readonly retryAfterMs: number | null
    }
  | { readonly kind: 'in_doubt'; readonly detail: Message }

/** Kore.ai's three core endpoints unchanged. */
export interface KorePassThrough {
  check(operation: PassThroughOperation, value: unknown): BodyCheck
  /** `beforeSend` runs after the budget admits the call and before its first byte leaves. */
  send(
    operation: PassThroughOperation,
    call: {
      readonly body: string
      readonly requests: readonly ScriptRequest[]
      readonly signal: AbortSignal
      readonly beforeSend: () => Promise<void>
      /** Runs before the call leaves again with the other secret. */
      readonly mayResend: () => Promise<boolean>
    },
  ): Promise<PassThroughResult>
}

/** The job of a script's call. */
export interface ScriptJob {
  /**
   * Right before the call: plans and applies it, checks the guards again under their lock, and records that it is sent,
   * with this audit entry. Throws `guard_refused`.
   */
  intend(sending: AuditLine): Promise<void>
  /**
   * Ends every user of the call by the response, with this audit entry; null if nothing left. Never fails, and returns
   * before the outcomes are recorded only if the store cannot work.
   */
  end(result: PassThroughResult | null, sent: AuditLine | null): Promise<void>
}

export interface ScriptJobs {
  /** Whether a call may leave again: changes are neither stopped nor held by now. */
  mayResend(): Promise<boolean>
  /** Checks a call by its permissions, its step-up and the guards. Throws `guard_refused`. */
  begin(call: {
    readonly operation: PassThroughOperation
    readonly requests: readonly ScriptRequest[]
    readonly actor: Granted &
      Pick<Membership, 'scope'> & {
        readonly memberId: string
        readonly email: string
        readonly name: string
      }
    readonly stepUp: Pick<StepUpCheck, 'judge'>
  }): Promise<ScriptJob>
}
