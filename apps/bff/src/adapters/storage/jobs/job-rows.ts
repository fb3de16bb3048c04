import type { JobEntry } from '@muster/contracts/jobs'
import type { CallCapacity } from '@muster/core/job/call-capacity'
import { canUndo, type JobFacts, jobInDoubt, jobPace, jobWaiting } from '@muster/core/job/job-progress'
import type { PlanItem } from '@muster/core/plan/plan'
import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { StoredJobItem } from '../../../features/jobs/ports.ts'
import type { JobsTables } from '../tables/jobs.ts'
import { provenItems } from './run/jobs-stages.ts'

export type JobRow = Selectable<JobsTables['jobs']> & {
  /** The name that a member gave its plan. */
  name: string | null
  children: string[]
  /** Items that got an outcome from a call in the last minute, at most `mostRecent`; null: since a minute ago. */
  recent: number
  recent_since: Date | null
  open: number
  /** Changed items that are undone, who undid them last, and whether anything is left to undo. */
  undone: number
  undone_by: string | null
  undoable: boolean
  /** Items whose response was lost, and when the first of them is due for a re-read. */
  doubtful: number
  doubtful_until: Date | null
  /** Items that its worker claimed or sent, without a response yet. */
  sending: boolean
  /** Users whose removal is verified or whose erasure is queued, as far as the stages of the job count them. */
  proven: number
  /** When its first call may leave. */
  start_at: Date | null
  /** Whether an owner stopped all changes. */
  stopped: boolean
  now: Date
}

/** Everything the job changed is undone. `jobs` is named `j`. */
const undoneWhole = sql`(exists (select from job_items u where u.job_id = j.id and u.undone_by is not null)
  and not exists (select from job_items u where u.job_id = j.id and u.outcome = 'changed' and u.undone_by is null))`

/**
 * An item that needs attention: neither retried nor dismissed. A failure without effect in a job that is undone as a
 * whole does not. Begins with the condition of its index. `job_items` is named `i`, `jobs` `j`.
 */
export const openItem: RawBuilder<unknown> = sql`(i.outcome in ('failed', 'unknown') and i.retried_by is null
  and i.dismissed_by is null
  and (i.outcome = 'unknown' or coalesce(i.details->>'landed', 'nothing') <> 'nothing' or not ${undoneWhole}))`

/** The name of the plan of a job; `jobs` is named `j`. */
export const planName: RawBuilder<unknown> = sql`(select p.name from plans p where p.id = j.plan_id)`

/** The columns of a `JobRow` besides the table's own; `jobs` is named `j`. */
export const jobExtras: RawBuilder<unknown> = sql`
  ${planName} as name,
  (select coalesce(array_agg(c.id order by c.id), '{}') from jobs c where c.parent_job_id = j.id) as children,
  (select count(*) from job_items i where i.job_id = j.id and ${openItem})::int as open,
  (select count(*) from job_items i where i.job_id = j.id and i.undone_by is not null)::int as undone,
  (select max(c.id) from jobs c where c.parent_job_id = j.id and c.source = 'undo' and (c.finished_at is null
    or exists (select from job_items i where i.job_id = j.id and i.undone_by = c.id))) as undone_by,
  not j.of_other_account and exists (select from job_items i where i.job_id = j.id and i.outcome = 'changed'
    and i.kind = 'update' and i.undone_by is null and not i.erased) as undoable,
  (select g.start_at from job_guards g where g.job_id = j.id) as start_at,
  (select s.stopped_at is not null from guard_state s) as stopped,
  (j.finished_at is null
    and (exists (select from job_items i where i.job_id = j.id and i.state = 'intended' and i.sent_epoch = j.epoch)
      or exists (select from job_items i where i.job_id = j.id and i.state = 'pending' and i.claimed_epoch = j.epoch))
  ) as sending,
  (case when j.finished_at is null and (j.kinds->>'remove')::int + (j.kinds->>'erase')::int > 0
    then ${provenItems(sql`j.id`)} else 0 end) as proven,
  d.doubtful, d.doubtful_until, r.recent, r.recent_since, clock_timestamp() as now`

/** Enough to measure the pace: the page of a fast job reads them several times a second. */
const mostRecent = 2000

/**
 * Joins what is in doubt, and what ended in the last minute. A response is lost once it did not arrive, or once the
 * worker that waited for it is gone. The time of the statement, unlike the clock, is a condition for an index.
 */
export const itemsUnderWay = (quiesceMs: number): RawBuilder<unknown> => sql`
  left join lateral (
    select count(*)::int as recent, case when count(*) = ${sql.lit(mostRecent)} then min(newest.ended_at) end as recent_since
    from (
      select i.ended_at from job_items i
      where j.state = 'running' and i.job_id = j.id and i.attempts > 0
        and i.ended_at >= statement_timestamp() - interval '1 minute'
      order by i.ended_at desc limit ${sql.lit(mostRecent)}
    ) newest
  ) r on true
  left join lateral (
    select count(*)::int as doubtful, min(case i.state when 'in_doubt' then i.due_at
      else i.sent_at + ${quiesceMs}::float8 * interval '1 millisecond' end) as doubtful_until
    from job_items i where i.job_id = j.id and j.finished_at is null
      and (i.state = 'in_doubt' or (i.state = 'intended' and i.sent_epoch <> j.epoch))
  ) d on true`

export function jobEntryOf(row: JobRow, calls: CallCapacity | null): JobEntry {
  const { changed, unchanged, skipped, failed, not_attempted, unknown, total } = row
  const pending = total - changed - unchanged - skipped - failed - not_attempted - unknown
  const facts = { ...factsOf(row, pending), calls }
  const waiting = jobWaiting(facts)
  const inDoubt = jobInDoubt(facts)
  return {
    id: row.id,
    planId: row.plan_id,
    title: row.title,
    titleMessage: row.title_message,
    name: row.name,
    source: row.source,
    state: row.state,
    reason: row.reason,
    reasonMessage: row.reason_message,
    waiting: waiting === null ? null : { ...waiting, until: isoOf(waiting.until) },
    inDoubt: inDoubt === null ? null : { ...inDoubt, until: isoOf(inDoubt.until) },
    total,
    counts: { changed, unchanged, skipped, failed, not_attempted, unknown, pending },
    kinds: row.kinds,
    ...jobPace(facts),
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    parentJobId: row.parent_job_id,
    childJobIds: row.children,
    resolved:
      row.resolved_at === null
        ? null
        : { at: row.resolved_at.toISOString(), by: row.resolved_by ?? '', note: row.resolved_note ?? '' },
    open: row.open,
    undone: row.undone,
    undoneBy: row.undone_by,
    canUndo: canUndo(facts),
  }
}

const isoOf = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString())

const factsOf = (row: JobRow, left: number): Omit<JobFacts, 'calls'> => ({
  state: row.state,
  isFinished: row.finished_at !== null,
  kinds: row.kinds,
  left,
  recent: row.recent,
  recentSince: row.recent_since?.getTime() ?? row.now.getTime() - 60_000,
  startedAt: row.started_at?.getTime() ?? null,
  pausedFor: row.paused_for,
  isStopped: row.stopped,
  startAt: row.start_at?.getTime() ?? null,
  waitsFor: row.waits_for,
  waitsUntil: row.waits_until?.getTime() ?? null,
  doubtful: row.doubtful,
  doubtfulUntil: row.doubtful_until?.getTime() ?? null,
  isSending: row.sending,
  proven: row.proven,
  isUndoable: row.undoable,
  now: row.now.getTime(),
})

type ItemColumn =
  | 'seq'
  | 'outcome'
  | 'cause'
  | 'details'
  | 'kore_response'
  | 'erasure_id'
  | 'retried_by'
  | 'undone_by'
  | 'dismissed_by'
  | 'resent'

export type JobItemRow = Pick<Selectable<JobsTables['job_items']>, ItemColumn> & {
  plan_id: string
  details_key: string | null
  /** Milliseconds since 1970. */
  ended_at: number | null
}

export function storedItemOf(row: JobItemRow & { readonly item: PlanItem }): Omit<StoredJobItem, 'koreResponse'> {
  return {
    ...row.item,
    outcome: row.outcome,
    cause: row.cause,
    details: row.details,
    detailsKey: row.details_key,
    erasureId: row.erasure_id,
    retriedBy: row.retried_by,
    undoneBy: row.undone_by,
    dismissedBy: row.dismissed_by,
    resent: row.resent,
    endedAt: row.ended_at === null ? null : new Date(row.ended_at).toISOString(),
  }
}
