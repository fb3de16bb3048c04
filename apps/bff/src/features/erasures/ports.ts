import type { ErasureEntry } from '@muster/contracts/erasures'
import type { CauseCode } from '@muster/core/outcome/cause'
import type { Message } from '@muster/core/text/message'

/** What the erasure watch needs of Kore.ai; `KoreWriter` of the jobs' ports fits. */
export interface ErasureReader {
  readErasure(
    requestId: string,
    options: { readonly lane: 'background'; readonly signal: AbortSignal },
  ): Promise<ErasureResponse>
}

/** An undocumented value is `waiting`, never a success. */
export type ErasureResponse =
  | {
      readonly kind: 'status'
      readonly people: readonly { readonly userId: string; readonly status: string; readonly state: PersonState }[]
    }
  | { readonly kind: 'missing'; readonly koreResponse: string | null }
  | { readonly kind: 'unreadable'; readonly cause: CauseCode; readonly koreResponse: string | null }

export type PersonState = ErasureEntry['people'][number]['state']

/** A request to watch. */
export interface WatchedErasure {
  readonly id: string
  readonly requestId: string
  readonly requestedAt: number
  readonly checks: number
  readonly jobId: string | null
  readonly people: readonly {
    readonly n: number
    readonly label: string
    readonly userId: string | null
    readonly identifier: string
    readonly state: PersonState
  }[]
}

/** The result of a check. */
export interface ErasureReading {
  readonly state: ErasureEntry['state']
  readonly reason: Message | null
  readonly people: readonly { readonly n: number; readonly state: PersonState; readonly koreStatus: string | null }[]
  /** Milliseconds since 1970; null when no further check is needed. */
  readonly nextCheckAt: number | null
}

export interface ErasureStore {
  list(
    filter: { state?: ErasureEntry['state'] | undefined; q?: string | undefined },
    page: { before: string | null; limit: number },
  ): Promise<readonly ErasureEntry[]>
  get(id: string): Promise<ErasureEntry | null>
  /** Requests due for a check, oldest first, each locked for this process for `holdMs`. */
  claimDue(now: number, limit: number, holdMs: number): Promise<readonly WatchedErasure[]>
  /** When the next check is due; null when none is. */
  nextDue(): Promise<number | null>
  /** Stores a result: people, state, job items that failed later, and the audit; one transaction. */
  record(erasure: WatchedErasure, reading: ErasureReading, at: number): Promise<void>
}

/** Signs receipts, and verifies them with the public keys. */
export interface ReceiptSigner {
  /** A compact JWS. */
  sign(receipt: object): Promise<string>
  /** The signed content; null if the signature is not valid. */
  verify(jws: string): Promise<unknown>
}
