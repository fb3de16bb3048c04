import type { ColumnType } from 'kysely'

export const keyPurposes = ['sealing', 'signing', 'kore'] as const

export interface KeysTables {
  /** Every key that Muster was started with, by an ID that reveals nothing about it. */
  keys_seen: {
    purpose: (typeof keyPurposes)[number]
    key_id: string
    first_seen_at: ColumnType<Date, Date, never>
    /** Of a sealing key: content of the store may be sealed with it. */
    in_use: boolean
    /** Of a sealing key: when all older content was sealed with it. */
    resealed_at: ColumnType<Date | null, never, Date>
    /** Of a client secret: when Kore.ai accepted it instead of the other. */
    accepted_at: ColumnType<Date | null, never, Date>
  }
}
