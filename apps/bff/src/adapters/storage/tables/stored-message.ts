import type { Message } from '@muster/core/text/message'
import type { ColumnType } from 'kysely'

/** The code and the facts of the sentence in the column beside it; null if it was stored without. */
export type StoredMessage = ColumnType<Message | null, string | null | undefined, string | null>
