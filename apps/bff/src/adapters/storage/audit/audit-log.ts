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

const saltBytes = 16

/** Entries as `audit_append` takes them. */
export function auditRows(lines: readonly AuditLine[]) {
  // One request for all: each takes the system longer than its bytes.
  const random = randomBytes(2 * saltBytes * lines.length)
  const saltAt = (n: number) => random.toString('base64url', n * saltBytes, (n + 1) * saltBytes)
  return lines.map((line, n) => rowOf(line, { actorSalt: saltAt(2 * n), subjectSalt: saltAt(2 * n + 1) }))
}

function rowOf(line: AuditLine, { actorSalt, subjectSalt }: { actorSalt: string; subjectSalt: string }) {
  const { text, message } = storedSentence(line.sentence)
  const actor = storableText(line.actor)
  const origin = auditOrigin()
  const subject = {
    subjectUserId: line.subject?.userId == null ? null : storableText(line.subject.userId),
    subjectLabel: line.subject == null ? null : storableText(visibleControls(line.subject.label)),
    sentence: visibleControls(text),
    message: message === null ? null : visibleControls(message),
  }
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
