import { effectKeys } from '@muster/core/plan/plan-fold'
import type { Selectable } from 'kysely'
import type { KeptItem, PlanRecord } from '../../../features/plans/ports.ts'
import { sentenceOf } from '../database/stored-sentence.ts'
import type { PlansTables } from '../tables/plans.ts'

/** Upper bound of an index entry; longer ids are distinguished by their beginning and their length. */
const longestSubject = 600

function indexable(subject: string): string {
  return subject.length <= longestSubject ? subject : `${subject.slice(0, longestSubject)}…${subject.length}`
}

/** A row of `plans` as the feature's type. */
export function planOfRow(row: Selectable<PlansTables['plans']>): PlanRecord {
  return {
    id: row.id,
    title: sentenceOf(row.title, row.title_message),
    source: row.source,
    state: row.state,
    problem: row.problem === null ? null : sentenceOf(row.problem, row.problem_message),
    progress: row.progress,
    summary: row.summary,
    hash: row.hash,
    jobId: row.job_id,
    parentJobId: row.parent_job_id,
    createdBy: { memberId: row.created_by_id, email: row.created_by },
    createdAt: row.created_at.getTime(),
    directoryAt: row.directory_at?.toISOString() ?? null,
  }
}

/** An item as a row of `plan_items`, without the plan's id. */
export function rowOfItem({ item, subject, retriesSeq }: KeptItem) {
  const { user, identifier } = item
  const words = [user?.email, user?.firstName, user?.lastName, user?.orgUserId, identifier.value]
  return {
    seq: item.seq,
    subject: subject === null ? null : indexable(subject),
    user_id: user?.id ?? null,
    retries_seq: retriesSeq,
    kind: item.change.kind,
    disposition: item.disposition,
    causes: [...new Set([...item.blockers, ...item.warnings].map((note) => note.code))],
    effects: effectKeys(item),
    search: words
      .filter((word) => word != null && word !== '')
      .join(' ')
      .toLowerCase(),
    item,
  }
}

/** A subject as stored, to query which ones exist. */
export const storedSubject = indexable
