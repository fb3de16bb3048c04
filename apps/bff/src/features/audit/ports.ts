import type { AuditEntry } from '@muster/contracts/audit'

export interface AuditFilter {
  readonly q?: string | undefined
  readonly action?: AuditEntry['action'] | undefined
  readonly actor?: string | undefined
  readonly userId?: string | undefined
  readonly jobId?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** The result of a check of the whole chain. */
export interface ChainCheck {
  readonly intact: boolean
  readonly entries: number
  readonly head: string | null
  readonly firstBad: number | null
}

export interface AuditStore {
  /** Newest first; the page starts below the position `before`. */
  list(
    filter: AuditFilter,
    page: { before: number | null; limit: number },
  ): Promise<{ items: readonly AuditEntry[]; next: number | null }>
  verify(signal: AbortSignal): Promise<ChainCheck>
}
