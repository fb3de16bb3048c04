import type { RetentionKind } from '@muster/contracts/retention/retention'

/** What is stored of a kind. */
export interface KeptData {
  readonly kind: RetentionKind
  readonly count: number
  /** When the oldest was made or ended; milliseconds since 1970. */
  readonly oldest: number | null
}

export interface RetentionStore {
  list(): Promise<readonly KeptData[]>
}

/** Days that data of a kind is kept. */
export interface KeptFor {
  /** Null: forever, or as long as what it belongs to. */
  readonly days: number | null
  /** Name of the setting; null: fixed. */
  readonly setting: string | null
}
