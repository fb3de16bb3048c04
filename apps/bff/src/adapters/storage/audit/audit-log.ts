import type { AuditLine } from '@muster/core/audit/audit-line'
import { visibleControls } from '@muster/core/text/visible-controls'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { AuditLog } from '../../../audit-log.ts'
import { storableJson, storableText } from '../database/storable-json.ts'
import type { Tables } from '../database/tables.ts'
import { chainHash } from './audit-chain.ts'

/**
 * Appends entries to the single chain, in the transaction of the act they record. The row of `audit_head` stays locked
 * until that transaction ends, so call this last in it: the lock's holder must not wait for other rows.
 */
export async function appendAudit(
  trx: Transaction<Tables>,
  lines: readonly AuditLine[],
  at: Date = new Date(),
): Promise<void> {
  if (lines.length === 0) return
  const head = await trx
    .selectFrom('audit_head')
    .select(['seq', 'hash'])
    .where('id', '=', 1)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const rows = chain(lines, { seq: head.seq, hash: head.hash }, at.toISOString())
  const last = rows.at(-1)
  if (last === undefined) return
  await sql`insert into audit_entries
    select * from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(
      seq bigint, at timestamptz, action text, actor text, subject_user_id text, subject_label text,
      sentence text, outcome text, job_id text, prev_hash text, hash text)`.execute(trx)
  await trx.updateTable('audit_head').set({ seq: last.seq, hash: last.hash }).where('id', '=', 1).execute()
}

/** Appends in a transaction of its own, for acts that change nothing in the store (a download, a refused sign-in). */
export function createSqlAuditLog(db: Kysely<Tables>): AuditLog {
  return { append: (...lines) => db.transaction().execute((trx) => appendAudit(trx, lines)) }
}

function chain(lines: readonly AuditLine[], head: { seq: number; hash: string }, at: string) {
  let { seq, hash } = head
  return lines.map((line) => {
    seq += 1
    const entry = {
      seq,
      at,
      action: line.action,
      actor: storableText(line.actor),
      subjectUserId: line.subject?.userId == null ? null : storableText(line.subject.userId),
      subjectLabel: line.subject == null ? null : storableText(visibleControls(line.subject.label)),
      sentence: storableText(visibleControls(line.sentence)),
      outcome: line.outcome ?? null,
      jobId: line.jobId ?? null,
    }
    const previous = hash
    hash = chainHash(previous, entry)
    return {
      seq,
      at,
      action: entry.action,
      actor: entry.actor,
      subject_user_id: entry.subjectUserId,
      subject_label: entry.subjectLabel,
      sentence: entry.sentence,
      outcome: entry.outcome,
      job_id: entry.jobId,
      prev_hash: previous,
      hash,
    }
  })
}
