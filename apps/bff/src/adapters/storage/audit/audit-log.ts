import type { AuditEntry } from '@muster/contracts/audit'
import { visibleControls } from '@muster/core/text/visible-controls'
import { type Kysely, sql, type Transaction } from 'kysely'
import { storableJson, storableText } from '../database/storable-json.ts'
import type { Tables } from '../database/tables.ts'
import { chainHash } from './audit-chain.ts'

/** An audit line before it is chained: position, time and hash are given on append. */
export interface AuditDraft {
  readonly action: AuditEntry['action']
  readonly actor: string
  readonly subject: { readonly userId: string | null; readonly label: string } | null
  readonly sentence: string
  readonly outcome: string | null
  readonly jobId: string | null
}

/**
 * Appends entries to the one chain, in the same transaction as the act they tell of. The row of `audit_head` is locked
 * until that transaction ends, so call this last in it: whoever holds the head must not wait for other rows.
 */
export async function appendAudit(
  trx: Transaction<Tables>,
  drafts: readonly AuditDraft[],
  at: Date = new Date(),
): Promise<void> {
  if (drafts.length === 0) return
  const head = await trx
    .selectFrom('audit_head')
    .select(['seq', 'hash'])
    .where('id', '=', 1)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const rows = chain(drafts, { seq: head.seq, hash: head.hash }, at.toISOString())
  const last = rows.at(-1)
  if (last === undefined) return
  await sql`insert into audit_entries
    select * from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(
      seq bigint, at timestamptz, action text, actor text, subject_user_id text, subject_label text,
      sentence text, outcome text, job_id text, prev_hash text, hash text)`.execute(trx)
  await trx.updateTable('audit_head').set({ seq: last.seq, hash: last.hash }).where('id', '=', 1).execute()
}

/** Appends in a transaction of its own, for acts that change nothing in the store (a download, a sign-in refused). */
export async function appendAuditAlone(db: Kysely<Tables>, drafts: readonly AuditDraft[]): Promise<void> {
  await db.transaction().execute((trx) => appendAudit(trx, drafts))
}

function chain(drafts: readonly AuditDraft[], head: { seq: number; hash: string }, at: string) {
  let { seq, hash } = head
  return drafts.map((draft) => {
    seq += 1
    const entry = {
      seq,
      at,
      action: draft.action,
      actor: storableText(draft.actor),
      subjectUserId: draft.subject?.userId == null ? null : storableText(draft.subject.userId),
      subjectLabel: draft.subject === null ? null : storableText(visibleControls(draft.subject.label)),
      sentence: storableText(visibleControls(draft.sentence)),
      outcome: draft.outcome,
      jobId: draft.jobId,
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
