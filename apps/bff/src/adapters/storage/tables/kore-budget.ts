import type { Generated } from 'kysely'

/** Calls of the last hour and Kore.ai's refusals, by connection. Times are milliseconds of the database's clock. */
export interface KoreBudgetTables {
  kore_calls: {
    id: Generated<string>
    connection: string
    at: number
  }
  kore_budget: {
    connection: string
    blocked_until: number
    learned_minute: number | null
    learned_hour: number | null
    learned_at: number
    /** Increased by every change of the row and of the connection's calls. */
    version: Generated<number>
  }
}
