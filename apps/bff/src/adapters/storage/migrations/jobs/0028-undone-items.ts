import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Which items of a job are undone, and by which job. Undo plans of earlier versions did not record which item they
 * undo: found here by user. An undo that was undone itself marks nothing.
 */
export const undoneItems: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table job_items add column undone_by text references jobs (id)`.execute(db)
    await sql`create index job_items_undone on job_items (job_id, undone_by) where undone_by is not null`.execute(db)
    await sql`update plan_items u set asks_again = p.seq
      from jobs undo join jobs j on j.id = undo.parent_job_id join plan_items p on p.plan_id = j.plan_id
      where undo.source = 'undo' and u.plan_id = undo.plan_id and u.user_id = p.user_id
        and u.disposition <> 'blocked' and p.disposition = 'change'`.execute(db)
    await sql`update job_items i set undone_by = undo.id
      from jobs undo join plan_items p on p.plan_id = undo.plan_id
        join job_items done on done.job_id = undo.id and done.seq = p.seq and done.outcome in ('changed', 'unchanged')
      where undo.source = 'undo' and i.job_id = undo.parent_job_id and i.seq = p.asks_again and i.outcome = 'changed'
        and not exists (
          select from jobs redo join plan_items r on r.plan_id = redo.plan_id
            join job_items again on again.job_id = redo.id and again.seq = r.seq
          where redo.parent_job_id = undo.id and redo.source = 'undo' and r.asks_again = p.seq
            and again.outcome in ('changed', 'unchanged'))`.execute(db)
  },
}
