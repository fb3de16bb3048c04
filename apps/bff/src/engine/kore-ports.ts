import type { Access, Identifier } from '@muster/core/account/user'
import type { UserReading } from '@muster/core/account/user-reading'
import type { Change, EraseScope } from '@muster/core/change/change'
import type { CauseCode } from '@muster/core/outcome/cause'

/** Priority of a call: a member's request before a job, a job before background sync. */
export type Lane = 'interactive' | 'job' | 'background'

/** One user's update as sent to Kore.ai: resolved steps, and always both flags. */
export interface UpdateRequest {
  /** Set by Muster; results carry it back. */
  readonly key: string
  readonly identifier: Identifier & { by: 'email' | 'orgUserId' }
  readonly groups: { readonly add: readonly string[]; readonly remove: readonly string[] }
  readonly roles: {
    readonly add: readonly { roleId: string; botId: string | null }[]
    readonly remove: readonly { roleId: string; botId: string | null }[]
  }
  /** Both are always sent: Kore.ai documents "default true" even on update. */
  readonly canCreateBot: boolean
  readonly isDeveloper: boolean
}

export interface RemoveRequest {
  readonly key: string
  readonly identifier: Identifier & { by: 'email' | 'orgUserId' }
}

export interface EraseRequest {
  readonly keys: readonly string[]
  readonly identifiers: readonly Identifier[]
  readonly scope: EraseScope
}

/** One user's result in a call with a response. `done` only with proof. */
export type UserResult =
  | { readonly key: string; readonly ok: true }
  | {
      readonly key: string
      readonly ok: false
      readonly cause: CauseCode
      /** Values for the sentence: role, bot, group… */
      readonly details: Readonly<Record<string, string>>
      /** Kore.ai's message, redacted and size-capped. */
      readonly koreResponse: string | null
      /** Whether part of this user's change may have taken effect, so only a re-read decides. */
      readonly partial: boolean
    }

/**
 * Result of one write call.
 * - `response`: one result a user, every key once.
 * - `refused`: refused as a whole, certainly without effect (a 4xx with an error body): may be halved.
 * - `not_sent`: never left (connection refused), or refused as a whole (401, 429, a rate limit as text): may be sent
 *   again. If it `hasResponse`, a response that only looks like a refusal may follow an effect, so what a re-read
 *   shows may be this job's own work.
 * - `in_doubt`: sent, and no response that proves anything (reset, timeout, garbage; for an erasure also a refused
 *   credential without a request id): re-read after the quiesce.
 */
export type CallResult =
  | { readonly kind: 'response'; readonly results: readonly UserResult[] }
  | {
      readonly kind: 'refused'
      readonly cause: CauseCode
      readonly status: number
      readonly koreResponse: string | null
    }
  | {
      readonly kind: 'not_sent'
      readonly cause: CauseCode
      readonly koreResponse: string | null
      readonly retryAfterMs: number | null
      readonly hasResponse: boolean
    }
  | { readonly kind: 'in_doubt'; readonly cause: CauseCode; readonly koreResponse: string | null }

export type EraseResult = CallResult | { readonly kind: 'queued'; readonly requestId: string }

/** One user as re-read from Kore.ai. */
export type ReadUser =
  | {
      readonly kind: 'found'
      /** Access is complete; the profile holds only what the response carries. */
      readonly user: UserReading & Access
      /** The response alone, if `user` was completed from the plan. */
      readonly reading?: UserReading
    }
  /** `otherId`: another user has the address by now. */
  | { readonly kind: 'absent'; readonly koreResponse: string | null; readonly otherId?: string }
  /** No response for this user. `isOutage`: reads fail for all users. */
  | {
      readonly kind: 'unreadable'
      readonly cause: CauseCode
      readonly koreResponse: string | null
      readonly isOutage?: true
    }

/** A response that names the user and lacks part of their access. */
export interface PartlyRead {
  readonly kind: 'partly_read'
  readonly user: UserReading
  readonly koreResponse: string | null
}

export interface CallOptions {
  readonly lane: Lane
  readonly signal: AbortSignal
  /** Runs once the budget lets the call go and before the first byte leaves: commit the intent of a change here. */
  readonly beforeSend?: () => Promise<void>
  /** Called right before a refused call would leave again with another secret. */
  readonly mayResend?: () => Promise<boolean>
  /** Runs when the budget delays the call this long, at least a few seconds. */
  readonly onBudgetWait?: (waitMs: number) => void
}

/** What a job needs of Kore.ai. One call each; the job does batching, halving and retries, to keep intents exact. */
export interface KoreWriter {
  updateUsers(requests: readonly UpdateRequest[], options: CallOptions): Promise<CallResult>
  removeUsers(requests: readonly RemoveRequest[], options: CallOptions): Promise<CallResult>
  eraseUsersData(request: EraseRequest, options: CallOptions): Promise<EraseResult>
  /**
   * In the order of the identifiers. A read that fails because of single users is split until they are isolated: they
   * return as `unreadable` with the cause `user_unreadable`, the others as read.
   */
  readUsers(identifiers: readonly Identifier[], options: CallOptions): Promise<readonly (ReadUser | PartlyRead)[]>
  readErasure(requestId: string, options: CallOptions): Promise<ErasureReading>
  /** A refused credential may work by now: allows the next call, regardless of earlier refusals. */
  allowCredentialCheck(): void
  readonly limits: BatchLimits
}

/** Most identifiers in the next read call and most users in the next write call. Both change with each response. */
export interface BatchLimits {
  readonly readBatch: number
  writeBatch(kind: Change['kind']): number
}

/** State of an erasure request. An undocumented value is `unknown`, never a success. */
export type ErasureReading =
  | {
      readonly kind: 'status'
      readonly people: readonly {
        readonly userId: string
        readonly status: string
        readonly state: 'erased' | 'failed' | 'waiting'
      }[]
    }
  | { readonly kind: 'missing'; readonly koreResponse: string | null }
  | { readonly kind: 'unreadable'; readonly cause: CauseCode; readonly koreResponse: string | null }
