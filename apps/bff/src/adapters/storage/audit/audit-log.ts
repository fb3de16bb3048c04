import { randomBytes } from 'node:crypto'
import type { AuditLine } from '@muster/core/audit/audit-line'
import { visibleControls } from '@muster/core/text/visible-controls'
import { type Kysely, sql } from 'kysely'
import type { AuditLog } from '../../../audit-log.ts'
import { auditOrigin } from '../../../audit-origin.ts'
import { storableJson, storableText } from '../database/storable-json.ts'
import { storedSentence } from '../database/stored-sentence.ts'
import type { Tables } from '../database/tables.ts'
import { commitActor, commitSubject } from './audit-chain.ts'

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

const newSalt = () => randomBytes(16).toString('base64url')

function rowOf(line: AuditLine) {
  const { text, message } = storedSentence(line.sentence)
  const actor = storableText(line.actor)
  const origin = auditOrigin()
  const subject = {
    subjectUserId: line.subject?.userId == null ? null : storableText(line.subject.userId),
    subjectLabel: line.subject == null ? null : storableText(visibleControls(line.subject.label)),
    sentence: visibleControls(text),
    message: message === null ? null : visibleControls(message),
  }
  const [actorSalt, subjectSalt] = [newSalt(), newSalt()]
  return {
    action: line.action,
    actor,
    ...origin,
    actor_salt: actorSalt,
    actor_commitment: commitActor(actorSalt, { actor, ...origin }),
    subject_user_id: subject.subjectUserId,
    subject_label: subject.subjectLabel,
    sentence: subject.sentence,
    message: subject.message,
    subject_salt: subjectSalt,
    subject_commitment: commitSubject(subjectSalt, subject),
    outcome: line.outcome ?? null,
    job_id: line.jobId ?? null,
  }
}
