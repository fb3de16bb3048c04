import { message } from '@muster/wording/message'
import { appendAudit } from '../audit/audit-log.ts'
import type { Db } from '../database/storage.ts'

/** Records in the audit which waiting requests ended with their plan, each once. */
export async function expireApprovals(db: Db, madeBefore: number, at: number): Promise<number> {
  const expired = await db
    .selectFrom('approvals')
    .innerJoin('plans', 'plans.id', 'approvals.plan_id')
    .select(['approvals.plan_id', 'approvals.requested_by', 'plans.title', 'plans.title_message'])
    .where('approvals.state', '=', 'waiting')
    .where('approvals.expired_at', 'is', null)
    .where('plans.created_at', '<', new Date(madeBefore))
    .limit(100)
    .execute()
  for (const { plan_id, requested_by: author, title, title_message } of expired)
    await db.transaction().execute(async (trx) => {
      const { numUpdatedRows } = await trx
        .updateTable('approvals')
        .set({ expired_at: new Date(at) })
        .where('plan_id', '=', plan_id)
        .where('state', '=', 'waiting')
        .where('expired_at', 'is', null)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) return
      const sentence = message('audit.approval_request_expired', { title: title_message ?? title, author })
      await appendAudit(trx, [{ action: 'approval.expired', actor: 'Muster', sentence }], new Date(at))
    })
  return expired.length
}
