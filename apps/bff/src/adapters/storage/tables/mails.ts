import type { ColumnType } from 'kysely'

type Time = ColumnType<Date, Date, Date>
type NullableTime = ColumnType<Date | null, Date | null | undefined, Date | null>

export interface MailsTables {
  /** Mails that wait to be sent, and which ended. */
  mails: {
    id: string
    /** The occasion: one mail each. */
    key: string
    /** Recipient, subject and text; null once it has ended. */
    sealed: string | null
    created_at: Time
    taken_until: NullableTime
    ended_at: NullableTime
    outcome: ColumnType<'sent' | 'failed' | null, 'sent' | 'failed' | null | undefined, 'sent' | 'failed' | null>
  }
}
