import type { AuditLine } from '@muster/core/audit/audit-line'
import { visibleControls } from '@muster/core/text/visible-controls'
import { type Kysely, sql } from 'kysely'
import type { AuditLog } from '../../../audit-log.ts'
import { storableJson, storableText } from '../database/storable-json.ts'
import { storedSentence } from '../database/stored-sentence.ts'
import type { Tables } from '../database/tables.ts'

/**
 * Appends entries to the single chain, in one statement of the transaction of the act they record. The row of
 * `audit_head` stays locked until that transaction ends, so call this last in it: the lock's holder must not wait for
 * other rows.
 */
export async function appendAudit(
  db: Kysely<Tables>,
  lines: readonly AuditLine[],
  at: Date = new Date(),
): Promise<void> {
  if (lines.length === 0) return
  await sql`select audit_append(${storableJson(auditRows(lines))}::jsonb, ${at.toISOString()})`.execute(db)
}

/** Appends without a transaction, for acts that change nothing in the store (a download, a refused sign-in). */
export function createSqlAuditLog(db: Kysely<Tables>): AuditLog {
  return { append: (...lines) => appendAudit(db, lines) }
}

/** Entries as `audit_append` takes them. */
export const auditRows = (lines: readonly AuditLine[]) => lines.map(rowOf)

function rowOf(line: AuditLine) {
  const { text, message } = storedSentence(line.sentence)
  return {
    action: line.action,
    actor: storableText(line.actor),
    subject_user_id: line.subject?.userId == null ? null : storableText(line.subject.userId),
    subject_label: line.subject == null ? null : storableText(visibleControls(line.subject.label)),
    sentence: visibleControls(text),
    outcome: line.outcome ?? null,
    job_id: line.jobId ?? null,
    message: message === null ? null : visibleControls(message),
  }
}
