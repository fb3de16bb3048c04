import { subjectMessage } from '@muster/wording/count'
import { message } from '@muster/wording/message'
import { sql, type Transaction } from 'kysely'
import type { JobController } from '../../../features/jobs/ports.ts'
import { appendAudit } from '../audit/audit-log.ts'
import { sentenceOf } from '../database/stored-sentence.ts'
import type { Tables } from '../database/tables.ts'
import { failureConditions } from './failure-conditions.ts'
import { canBeRetried } from './jobs-retry.ts'

type Input = Parameters<JobController['dismissFailures']>[0]

/** Dismisses failures of a report, or restores them. Returns how many. */
export async function dismissFailures(trx: Transaction<Tables>, input: Input): Promise<number | null> {
  const { jobId, actor, dismissed, filter, at } = input
  const job = await trx
    .selectFrom('jobs')
    .select(['title', 'title_message', 'kinds'])
    .where('id', '=', jobId)
    .forUpdate()
    .executeTakeFirst()
  if (job === undefined) return null
  // A member's decision about a lost erasure is stored in the item itself and not reverted here.
  const which = dismissed ? canBeRetried('i') : sql`i.dismissed_by is not null and i.details->>'decision' is null`
  const conditions = sql.join([which, ...failureConditions(filter)], sql` and `)
  const updated = await sql`update job_items i set dismissed_by = ${dismissed ? actor : null}
    where i.job_id = ${jobId} and ${conditions}`.execute(trx)
  const count = Number(updated.numAffectedRows ?? 0n)
  if (count === 0) return 0
  const facts = {
    actor,
    subjects: subjectMessage(count, job.kinds),
    title: sentenceOf(job.title, job.title_message),
  }
  const sentence = message(dismissed ? 'audit.dismissed' : 'audit.restored', facts)
  const line = { action: 'report.resolved', actor, subject: null, sentence, outcome: null, jobId } as const
  await appendAudit(trx, [line], new Date(at))
  return count
}
