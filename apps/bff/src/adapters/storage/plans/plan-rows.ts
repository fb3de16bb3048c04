import type { Selectable } from 'kysely'
import type { PlanRecord } from '../../../features/plans/ports.ts'
import { sentenceOf } from '../database/stored-sentence.ts'
import type { PlansTables } from '../tables/plans.ts'

/** A row of `plans` as the feature's type. */
export function planOfRow(row: Selectable<PlansTables['plans']>): PlanRecord {
  return {
    id: row.id,
    title: sentenceOf(row.title, row.title_message),
    name: row.name,
    source: row.source,
    state: row.state,
    problem: row.problem === null ? null : sentenceOf(row.problem, row.problem_message),
    progress: row.progress,
    summary: row.summary,
    hash: row.hash,
    jobId: row.job_id,
    parentJobId: row.parent_job_id,
    replacedBy: row.replaced_by,
    createdBy: { memberId: row.created_by_id, email: row.created_by },
    createdAt: row.created_at.getTime(),
    directoryAt: row.directory_at?.toISOString() ?? null,
  }
}
