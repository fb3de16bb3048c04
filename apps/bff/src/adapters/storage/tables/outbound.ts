import type { Notice, NoticeKind } from '@muster/core/notice/notice'
import type { Message } from '@muster/core/text/message'
import type { ColumnType, Generated } from 'kysely'

type Time = ColumnType<Date | null, Date | null | undefined, Date | null>

export interface OutboundTables {
  /** How far the audit was read for a receiver. One process holds a row at a time. */
  outbound_cursors: {
    name: string
    seq: number
    holder: string | null
    held_until: Time
    sent_at: Time
    failed_at: Time
    error: ColumnType<Message | null, string | null | undefined, string | null>
  }
  /** A notice to one destination. */
  notice_deliveries: {
    id: string
    destination: string
    kind: NoticeKind
    notice: ColumnType<Notice, string, never>
    made_at: ColumnType<Date, Date, never>
    attempts: Generated<number>
    next_at: ColumnType<Date, Date, Date>
    delivered_at: Time
    failed_at: Time
    given_up_at: Time
    error: ColumnType<Message | null, string | null | undefined, string | null>
  }
}
