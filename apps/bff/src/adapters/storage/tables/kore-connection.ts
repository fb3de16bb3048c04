/** `subject` is the name of an endpoint, or empty for the breaker. */
interface KoreConnectionTable {
  connection: string
  subject: string
  state: string
  detail: string | null
  since: Date | null
  at: Date
}

export interface KoreConnectionTables {
  kore_connection: KoreConnectionTable
}
