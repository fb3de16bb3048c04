import type { Identifier } from '@muster/core/account/user'
import type { Change } from '@muster/core/change/change'
import type { CauseCode } from '@muster/core/outcome/cause'
import type { MemberRole } from '@muster/core/permission'
import type { FieldError } from '../../problem-error.ts'

/** What is remembered of one connection's budget of calls. Times are milliseconds of the ledger's one clock. */
export interface BudgetState {
  readonly now: number
  /** Calls that still count, ascending. */
  readonly calls: readonly number[]
  /** Nobody calls before this moment. */
  readonly blockedUntil: number
  /** What was left for us when Kore.ai last refused (somebody else calls too); null where it never did. */
  readonly learned: { readonly minute: number | null; readonly hour: number | null; readonly at: number }
}

/** What a rule makes of the state: whether one more call is counted, and what is remembered instead. */
export interface BudgetDecision<T> {
  readonly answer: T
  readonly take: boolean
  readonly remember?: Pick<BudgetState, 'blockedUntil' | 'learned'>
}

/** Where all replicas count the calls of one connection. */
export interface BudgetLedger {
  /** Reads, decides and writes as one, one caller at a time over all replicas. `keepMs`: how long a call counts. */
  decide<T>(
    keepMs: number,
    rule: (state: BudgetState) => BudgetDecision<T>,
  ): Promise<{ answer: T; slot: string | null }>
  read(keepMs: number): Promise<BudgetState>
  /** The call counts from now on. */
  recordOutcomes(slot: string): Promise<void>
  /** The call does not count. */
  giveBack(slot: string): Promise<void>
}

export type PassThroughOperation = 'updateUsers' | 'removeUsers' | 'eraseUsersData'

/** What a script requests for one user. */
export interface ScriptRequest {
  readonly identifier: Identifier
  readonly change: Change
}

/** What a response proves for one user. */
export type UserEnd =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly cause: CauseCode
      readonly details: Readonly<Record<string, string>>
      readonly koreAnswer: string | null
      /** Part of it may have taken effect. */
      readonly unknown: boolean
      /** The call was refused as a whole, which may follow its effect. */
      readonly ofWhole: boolean
    }

/**
 * A body checked against the documented form; `body` is what leaves, `people` whom it names, as it names them, `requests`
 * what it requests for each of them.
 */
export type BodyCheck =
  | {
      readonly ok: true
      readonly body: string
      readonly people: readonly string[]
      readonly requests: readonly ScriptRequest[]
    }
  | { readonly ok: false; readonly errors: readonly FieldError[] }

/** What became of a call passed through. */
export type PassThroughResult =
  /** Kore.ai's JSON with its status, 4xx and 5xx as well. */
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly body: Buffer
      readonly retryAfterMs: number | null
      /** What it proves, in the order of the requests. */
      readonly ends: readonly UserEnd[]
      /** Kore.ai's id of an erasure request. */
      readonly requestId: string | null
    }
  | { readonly kind: 'credential_rejected'; readonly detail: string }
  /** An answer that is not JSON, or a redirect; it may have had an effect. */
  | { readonly kind: 'unreadable'; readonly status: number; readonly detail: string }
  | {
      readonly kind: 'not_sent'
      readonly cause: CauseCode
      readonly detail: string
      readonly retryAfterMs: number | null
    }
  | { readonly kind: 'in_doubt'; readonly detail: string }

/** Kore.ai's three core endpoints as they are. */
export interface KorePassThrough {
  check(operation: PassThroughOperation, value: unknown): BodyCheck
  /** `beforeSend` runs once the budget lets the call go and before its first byte leaves. */
  send(
    operation: PassThroughOperation,
    call: {
      readonly body: string
      readonly requests: readonly ScriptRequest[]
      readonly signal: AbortSignal
      readonly beforeSend: () => Promise<void>
    },
  ): Promise<PassThroughResult>
}

/** The job of a script's call: planned, judged by the guards and applied before the call leaves. */
export interface ScriptJob {
  /** Judged again under the lock, right before the call. Throws `guard_refused`. */
  intend(): Promise<void>
  /** Ends every user of the call by what came back; null when nothing left. */
  end(result: PassThroughResult | null): Promise<void>
}

export interface ScriptJobs {
  /** Plans and applies a call. Throws `guard_refused` when a guard refuses it. */
  begin(call: {
    readonly operation: PassThroughOperation
    readonly requests: readonly ScriptRequest[]
    readonly actor: {
      readonly memberId: string
      readonly email: string
      readonly name: string
      readonly role: MemberRole
    }
  }): Promise<ScriptJob>
}
