import type { AuditLine } from '@muster/core/audit/audit-line'

/** Appends to the audit what changes nothing else in the store; other acts append in their own transaction. */
export interface AuditLog {
  append(...lines: readonly AuditLine[]): Promise<void>
}
