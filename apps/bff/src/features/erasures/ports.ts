import type { ErasureEntry } from '@muster/contracts/erasures'
import type { CauseCode } from '@muster/core/outcome/cause'

/** What an erasure's watch needs of Kore.ai; `KoreWriter` of the jobs' ports fits. */
export interface ErasureReader {
  readErasure(
    requestId: string,
    options: { readonly lane: 'background'; readonly signal: AbortSignal },
  ): Promise<ErasureAnswer>
}

/** A value nobody documents is `waiting`, never a success. */
export type ErasureAnswer =
  | {
      readonly kind: 'status'
      readonly people: readonly { readonly userId: string; readonly status: string; readonly state: PersonState }[]
    }
  | { readonly kind: 'missing'; readonly koreAnswer: string | null }
  | { readonly kind: 'unreadable'; readonly cause: CauseCode; readonly koreAnswer: string | null }

export type PersonState = ErasureEntry['people'][number]['state']

/** A request to look after. */
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

/** What a look at a request came to. */
export interface ErasureReading {
  readonly state: ErasureEntry['state']
  readonly reason: string | null
  readonly people: readonly { readonly n: number; readonly state: PersonState; readonly koreStatus: string | null }[]
  /** Milliseconds since 1970; null when there is nothing more to look for. */
  readonly nextCheckAt: number | null
}

export interface ErasureStore {
  list(
    filter: { state?: ErasureEntry['state'] | undefined; q?: string | undefined },
    page: { before: string | null; limit: number },
  ): Promise<readonly ErasureEntry[]>
  get(id: string): Promise<ErasureEntry | null>
  /** Requests whose look is due, oldest first, each held for this process for `holdMs`. */
  claimDue(now: number, limit: number, holdMs: number): Promise<readonly WatchedErasure[]>
  /** When the next look is due; null when none is. */
  nextDue(): Promise<number | null>
  /** Keeps a finding: people, state, the items of the job that failed after all, and the audit; one transaction. */
  record(erasure: WatchedErasure, finding: ErasureReading, at: number): Promise<void>
}
