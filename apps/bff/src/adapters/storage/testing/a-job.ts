import type { PlanItem } from '@muster/core/plan/plan'
import { newId } from '../database/new-id.ts'
import type { Db } from '../database/storage.ts'
import { insertJob } from '../jobs/jobs-insert.ts'
import { blockOf, encodeBlock, insertBlock } from '../plans/plan-blocks.ts'

/** Applies a plan with these items: its job waits. Returns the job's id. */
export async function aJob(
  db: Db,
  items: readonly PlanItem[],
  more: { source?: 'selection' | 'retry' | 'undo'; parentJobId?: string } = {},
): Promise<string> {
  const planId = newId()
  const id = newId()
  const count = (which: (item: PlanItem) => boolean) => items.filter(which).length
  const kinds = {
    update: count((item) => item.change.kind === 'update'),
    remove: count((item) => item.change.kind === 'remove'),
    erase: count((item) => item.change.kind === 'erase'),
  }
  const dispositions = {
    change: count((item) => item.disposition === 'change'),
    unchanged: count((item) => item.disposition === 'unchanged'),
    blocked: count((item) => item.disposition === 'blocked'),
  }
  const summary = { total: items.length, dispositions, kinds, effects: [], blockers: {}, warnings: {} }
  const createdBy = { memberId: 'm-1', email: 'ana@example.com' }
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('plans')
      .values({
        id: planId,
        title: 'A plan',
        source: JSON.stringify(
          more.source === undefined || more.source === 'selection'
            ? { kind: 'selection', selectionId: 's-1' }
            : { kind: more.source, jobId: more.parentJobId },
        ),
        state: 'applied',
        problem: null,
        progress: items.length,
        summary: JSON.stringify(summary),
        hash: 'h',
        job_id: id,
        parent_job_id: more.parentJobId ?? null,
        created_by: createdBy.email,
        created_by_id: createdBy.memberId,
        created_at: new Date(),
        directory_at: null,
      })
      .execute()
    for (const block of Map.groupBy(items, ({ seq }) => blockOf(seq)).values()) {
      const retriesSeq = (seq: number) => (more.parentJobId === undefined ? null : seq)
      const kept = block.map((item) => ({ item, retriesSeq: retriesSeq(item.seq) }))
      await insertBlock(trx, planId, await encodeBlock(kept))
    }
    const made = await insertJob(trx, {
      id,
      planId,
      title: 'A plan',
      source: more.source ?? 'selection',
      parentJobId: more.parentJobId ?? null,
      summary,
      createdBy,
      createdAt: Date.now(),
      stagedBlocks: 0,
    })
    if (!made) throw new Error('part of it was retried already')
  })
  return id
}
