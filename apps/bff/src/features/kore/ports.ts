import type { CauseCode } from '@muster/core/cause'
import type { EraseScope } from '@muster/core/change'
import type { Identifier } from '@muster/core/user'
import type { FieldError } from '../../http/problem-error.ts'

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
  settle(slot: string): Promise<void>
  /** The call does not count. */
  giveBack(slot: string): Promise<void>
}

export type PassThroughOperation = 'updateUsers' | 'removeUsers' | 'eraseUsersData'

/** What a body of Delete Customer Data asks for, in the desk's own words. */
export interface ErasureAsked {
  readonly scope: EraseScope
  readonly people: readonly Identifier[]
}

/**
 * A body checked against the documented form; `body` is what leaves, `people` whom it names, as it names them, `erasure`
 * what it asks to be erased, null where it is no erasure.
 */
export type BodyCheck =
  | {
      readonly ok: true
      readonly body: string
      readonly people: readonly string[]
      readonly erasure: ErasureAsked | null
    }
  | { readonly ok: false; readonly errors: readonly FieldError[] }

/** What became of a call passed through. */
export type PassThroughResult =
  /** Kore.ai's JSON with its status, 4xx and 5xx as well. */
  | { readonly kind: 'answered'; readonly status: number; readonly body: Buffer; readonly retryAfterMs: number | null }
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
    call: { readonly body: string; readonly signal: AbortSignal; readonly beforeSend: () => Promise<void> },
  ): Promise<PassThroughResult>
}

/** Where an erasure that a script asked for is kept, so that the desk follows it like one of its own. */
export interface KoreErasures {
  /** `requestId` null: the answer was lost, and with it the only way to follow the request. */
  keep(erasure: ErasureAsked & { readonly requestId: string | null; readonly requestedBy: string }): Promise<void>
}

/** Where each call is written down. */
export interface KoreCallAudit {
  append(drafts: readonly KoreCallDraft[]): Promise<void>
}

export interface KoreCallDraft {
  readonly action: 'kore.called'
  readonly actor: string
  readonly subject: null
  readonly sentence: string
  readonly outcome: string
  readonly jobId: null
}
