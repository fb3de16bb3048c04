import { sql } from 'kysely'
import type { Db } from '../database/storage.ts'
import type { FoundContent } from './find-content.ts'

/** What becomes of content that names a person, by the state of the work on it. */
export interface ContentState {
  /** Plans that were not applied: they are deleted. */
  readonly unapplied: readonly string[]
  /** Applied plans whose job has ended: their items of the person are emptied. */
  readonly ended: readonly { readonly planId: string; readonly jobId: string }[]
  /** Files without running work: they are deleted. */
  readonly files: readonly string[]
  /** Plans, jobs and files that Muster works on: they stay. */
  readonly running: number
}

/** Reads the states. In a transaction that erases, the rows stay locked. */
export async function readContentState(db: Db, found: FoundContent, isLocking: boolean): Promise<ContentState> {
  const lock = (table: string) => (isLocking ? sql`for update of ${sql.ref(table)}` : sql``)
  const plans = await sql<{ id: string; jobId: string | null; isRunning: boolean }>`
    select plans.id, plans.job_id as "jobId",
      plans.state = 'computing' or (jobs.id is not null and jobs.finished_at is null) as "isRunning"
    from plans left join jobs on jobs.id = plans.job_id
    where plans.id = any(${[...found.plans.keys()]}::text[]) order by plans.id ${lock('plans')}`.execute(db)
  const files = await sql<{ id: string; isRunning: boolean }>`
    select uploads.id, uploads.state in ('reading', 'checking') or uploads.rechecking
      or coalesce(plans.state = 'computing', false) or (jobs.id is not null and jobs.finished_at is null) as "isRunning"
    from uploads left join plans on plans.id = uploads.plan_id left join jobs on jobs.id = plans.job_id
    where uploads.id = any(${[...found.uploads]}::text[]) order by uploads.id ${lock('uploads')}`.execute(db)
  const idle = plans.rows.filter(({ isRunning }) => !isRunning)
  return {
    unapplied: idle.filter(({ jobId }) => jobId === null).map(({ id }) => id),
    ended: idle.flatMap(({ id, jobId }) => (jobId === null ? [] : [{ planId: id, jobId }])),
    files: files.rows.filter(({ isRunning }) => !isRunning).map(({ id }) => id),
    running: [...plans.rows, ...files.rows].filter(({ isRunning }) => isRunning).length,
  }
}
