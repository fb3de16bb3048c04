import type { AuditLine } from '@muster/core/audit/audit-line'

/** Appends audit entries for acts that change nothing else in the store; other acts append in their own transaction. */
export interface AuditLog {
  append(...lines: readonly AuditLine[]): Promise<void>
}
