import type { StoredMessage } from './stored-message.ts'

/** `subject` is the name of an endpoint, or empty for the breaker. */
interface KoreConnectionTable {
  connection: string
  subject: string
  state: string
  detail: string | null
  detail_message: StoredMessage
  since: Date | null
  at: Date
}

export interface KoreConnectionTables {
  kore_connection: KoreConnectionTable
}
