import type { Access, Identifier } from '@muster/core/account/user'
import type { UserReading } from '@muster/core/account/user-reading'
import type { EraseScope } from '@muster/core/change/change'
import type { CauseCode } from '@muster/core/outcome/cause'

/** Who waits: a person goes before a job, a job before background sync. */
export type Lane = 'interactive' | 'job' | 'background'

/** What is asked of Kore.ai for one user in an update: resolved steps, and both flags always. */
export interface UpdateRequest {
  /** Ours; answers come back under it. */
  readonly key: string
  readonly identifier: Identifier & { by: 'email' | 'orgUserId' }
  readonly groups: { readonly add: readonly string[]; readonly remove: readonly string[] }
  readonly roles: {
    readonly add: readonly { roleId: string; botId: string | null }[]
    readonly remove: readonly { roleId: string; botId: string | null }[]
  }
  /** Both are always sent: the documents say "default true" even on update. */
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

/** How one user fared in a call that was answered. `done` only with proof. */
export type UserResult =
  | { readonly key: string; readonly ok: true }
  | {
      readonly key: string
      readonly ok: false
      readonly cause: CauseCode
      /** Facts for the sentence: role, bot, group… */
      readonly details: Readonly<Record<string, string>>
      /** Kore.ai's own words, redacted and size-capped. */
      readonly koreAnswer: string | null
      /** Whether part of this user's change may have taken effect, so only a re-read tells. */
      readonly partial: boolean
    }

/**
 * What became of one call to a writing endpoint.
 * - `answered`: one result a user, every key once.
 * - `refused`: refused as a whole, surely without effect (a 4xx with an error body): may be halved.
 * - `not_sent`: never left (connection refused), or refused as a whole (401, 429, a rate limit in words): may be sent again.
 *   Where it was `answered`, a response that only looks like a refusal may follow an effect, so what a re-read shows may be
 *   our own doing.
 * - `in_doubt`: sent, and no answer that proves anything (reset, timeout, garbage; for an erasure also a
 *   refused credential without a request id): re-read after the quiesce.
 */
export type CallResult =
  | { readonly kind: 'answered'; readonly results: readonly UserResult[] }
  | { readonly kind: 'refused'; readonly cause: CauseCode; readonly status: number; readonly koreAnswer: string | null }
  | {
      readonly kind: 'not_sent'
      readonly cause: CauseCode
      readonly koreAnswer: string | null
      readonly retryAfterMs: number | null
      readonly answered: boolean
    }
  | { readonly kind: 'in_doubt'; readonly cause: CauseCode; readonly koreAnswer: string | null }

export type EraseResult = CallResult | { readonly kind: 'queued'; readonly requestId: string }

/** Kore.ai's truth about one user, as re-read. */
export type ReadUser =
  | {
      readonly kind: 'found'
      /** Access is complete; of the profile only what the response carries. */
      readonly user: UserReading & Access
      /** The response alone, where `user` was completed with what the plan knew. */
      readonly reading?: UserReading
    }
  | { readonly kind: 'absent'; readonly koreAnswer: string | null }
  /** No answer for this one; nothing is known. `isOutage`: reads fail, whoever they name. */
  | {
      readonly kind: 'unreadable'
      readonly cause: CauseCode
      readonly koreAnswer: string | null
      readonly isOutage?: true
    }

/** A response that names the user and lacks part of their access. */
export interface PartlyRead {
  readonly kind: 'partly_read'
  readonly user: UserReading
  readonly koreAnswer: string | null
}

export interface CallOptions {
  readonly lane: Lane
  readonly signal: AbortSignal
  /** Called once the budget has let the call go and before the first byte leaves: commit the intent here. */
  readonly beforeSend?: () => Promise<void>
  /** Called when the budget keeps the call waiting for so long, at least a few seconds. */
  readonly onBudgetWait?: (waitMs: number) => void
}

/** What a job needs of Kore.ai. One call each; batching, halving and retries are the job's, so that intents stay exact. */
export interface KoreWriter {
  updateUsers(requests: readonly UpdateRequest[], options: CallOptions): Promise<CallResult>
  removeUsers(requests: readonly RemoveRequest[], options: CallOptions): Promise<CallResult>
  eraseUsersData(request: EraseRequest, options: CallOptions): Promise<EraseResult>
  /**
   * In the order of the identifiers. Where a read fails because of single users, it is split until they are alone:
   * they come back as `unreadable` with the cause `user_unreadable`, the others as read.
   */
  readUsers(identifiers: readonly Identifier[], options: CallOptions): Promise<readonly (ReadUser | PartlyRead)[]>
  readErasure(requestId: string, options: CallOptions): Promise<ErasureReading>
  /** A credential refused before may be mended by now: the next call may find out, whatever came of the last ones. */
  lookAgain(): void
  /** Users a write call may carry, and identifiers a read call may carry. */
  readonly limits: { readonly writeBatch: number; readonly readBatch: number }
}

/** Where an erasure request stands. A value nobody documents is `unknown`, never a success. */
export type ErasureReading =
  | {
      readonly kind: 'status'
      readonly people: readonly {
        readonly userId: string
        readonly status: string
        readonly state: 'erased' | 'failed' | 'waiting'
      }[]
    }
  | { readonly kind: 'missing'; readonly koreAnswer: string | null }
  | { readonly kind: 'unreadable'; readonly cause: CauseCode; readonly koreAnswer: string | null }

/** The access a re-read compares with what the plan saw. */
export type ComparableAccess = Access
