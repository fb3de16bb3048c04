import type { FailureGroup, OutcomeSum } from '@muster/contracts/jobs'
import type { CallCapacity } from '@muster/core/job/call-capacity'
import type { CauseCode } from '@muster/core/outcome/cause'
import { type Outcome, outcomes, reportedOutcomes } from '@muster/core/outcome/outcome'
import type { TitleSearch } from '@muster/core/search/title-search'
import type { Message } from '@muster/core/text/message'
import { type RawBuilder, sql } from 'kysely'
import type { CauseCount, FailureCount, JobFilter, JobReader } from '../../../features/jobs/ports.ts'
import { storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { findTitles, type TitlePage } from '../database/title-search.ts'
import { isOwn } from '../session/own-records.ts'
import { detailsKey, detailsNamed, fixedByRetry, undecidedErasure } from './failure-conditions.ts'
import { listJobItems, neither } from './job-items.ts'
import { itemsUnderWay, type JobRow, jobEntryOf, jobExtras, openItem, planName } from './job-rows.ts'
import { withPlanItems } from './jobs-plan-items.ts'
import { canBeRetried } from './jobs-retry.ts'

const all = (conditions: readonly RawBuilder<unknown>[]) => sql.join([sql`true`, ...conditions], sql` and `)

/** The calls of the connected account, for the pace of jobs. */
export interface JobCalls {
  readonly connection: string
  /** From the learned sizes of calls, by endpoint. */
  capacityOf(sizes: ReadonlyMap<string, number>): CallCapacity | null
}

export function createSqlJobReader(db: Db, quiesceMs: number, calls?: JobCalls): JobReader {
  const jobsWhere = async (conditions: readonly RawBuilder<unknown>[], tail: RawBuilder<unknown>) => {
    const { rows } = await sql<JobRow & { sizes: Record<string, number> | null }>`
      select j.*, ${jobExtras}, (select jsonb_object_agg(b.endpoint, b.size) from kore_batches b
        where b.connection = ${calls?.connection ?? ''}) as sizes
      from jobs j ${itemsUnderWay(quiesceMs)} where ${all(conditions)} ${tail}`.execute(db)
    return rows.map(({ sizes, ...row }) =>
      jobEntryOf(row, calls?.capacityOf(new Map(Object.entries(sizes ?? {}))) ?? null),
    )
  }
  return {
    list: async (filter, page) => {
      const shown = filter.q === undefined ? onPage(filter, page) : [await hasTitle(db, filter, filter.q, page)]
      return jobsWhere(shown, sql`order by j.id desc limit ${page.limit}`)
    },
    outcomeHistory: (sinceMs) => outcomeHistory(db, sinceMs),
    failureCauses: (sinceMs, own) => failureCauses(db, sinceMs, own),
    unresolved: async (own) => {
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from jobs j where ${unresolved} and ${isOwn(own, 'j')}`.execute(db)
      return rows[0]?.n ?? 0
    },
    get: async (id) => (await jobsWhere([sql`j.id = ${storableText(id)}`], sql``))[0] ?? null,
    items: (id, filter) => listJobItems(db, id, filter),
    failures: (id) => failures(db, id),
    failureExamples: (id) => failureExamples(db, id),
    chain: (id, own) => jobsWhere([isOwn(own, 'j'), sql`j.id in (${chainOf(id)})`], sql`order by j.id`),
    latestCounts: (ids) => latestCounts(db, ids),
  }
}

/** The jobs that a job continues, and those that continue it; an undo begins a chain of its own. */
const chainOf = (id: string) => sql`
  with recursive up as (
    select id, parent_job_id, source from jobs where id = ${id}
    union all
    select p.id, p.parent_job_id, p.source from jobs p join up on up.parent_job_id = p.id and up.source <> 'undo'
  ), down as (
    select id from up where source = 'undo' or parent_job_id is null
    union all
    select c.id from jobs c join down on c.parent_job_id = down.id and c.source <> 'undo'
  ) select id from down`

async function outcomeHistory(db: Db, sinceMs: number): Promise<readonly OutcomeSum[]> {
  const { rows } = await sql<Record<Outcome | 'total' | 'from_s', number>>`
    select (floor(extract(epoch from created_at) / 900) * 900)::float8 as from_s, sum(total)::float8 as total,
      ${sql.join(outcomes.map((outcome) => sql`sum(${sql.ref(outcome)})::float8 as ${sql.ref(outcome)}`))}
    from jobs where created_at >= ${new Date(sinceMs)} group by 1 order by 1`.execute(db)
  return rows.map(({ from_s, total, ...ended }) => {
    const pending = outcomes.reduce((left, outcome) => left - ended[outcome], total)
    return { ...ended, pending, from: new Date(from_s * 1000).toISOString() }
  })
}

async function failureCauses(
  db: Db,
  ...[sinceMs, own]: Parameters<JobReader['failureCauses']>
): ReturnType<JobReader['failureCauses']> {
  const { rows } = await sql<CauseCount>`
    with failed as (
      select i.job_id, i.seq, i.cause, i.retried_by, i.retries_seq
      from jobs j join job_items i on i.job_id = j.id
      where j.created_at >= ${new Date(sinceMs)} and j.failed + j.unknown > 0 and ${isOwn(own, 'j')}
        and i.outcome in ('failed', 'unknown') and i.cause is not null
    )
    select f.cause, count(*)::int as "userCount", max(f.job_id) as "jobId"
    from failed f
    where not exists (select from failed again where again.job_id = f.retried_by and again.retries_seq = f.seq)
    group by 1 order by 2 desc, 1`.execute(db)
  return rows
}

async function latestCounts(db: Db, ids: readonly string[]): ReturnType<JobReader['latestCounts']> {
  const { rows } = await sql<{ outcome: Outcome | 'pending'; n: number }>`
    select coalesce(outcome, 'pending') as outcome, count(*)::int as n from job_items
    where job_id = any(${[...ids]}::text[]) and retried_by is null group by 1`.execute(db)
  const counts = { changed: 0, unchanged: 0, skipped: 0, failed: 0, not_attempted: 0, unknown: 0, pending: 0 }
  for (const { outcome, n } of rows) counts[outcome] = n
  return counts
}

/** Ended with failures that are neither retried, dismissed nor resolved as a whole. */
const unresolved = sql`(j.resolved_at is null and j.finished_at is not null and j.failed + j.unknown > 0
  and exists (select from job_items i where i.job_id = j.id and ${openItem}))`

const onlyJobs = { failures: sql`j.failed + j.unknown > 0`, unresolved, skipped: sql`j.skipped > 0` }

const onPage = (filter: JobFilter, { before }: TitlePage): readonly RawBuilder<unknown>[] => [
  ...filterConditions(filter),
  ...(before === null ? [] : [sql`j.id < ${before}`]),
]

interface TitleRow {
  readonly id: string
  readonly name: string | null
  readonly title: string
  readonly created_by: string
  readonly message: Message | null
}

async function hasTitle(db: Db, filter: JobFilter, search: TitleSearch, page: TitlePage): Promise<RawBuilder<unknown>> {
  const found = await findTitles(search, page, async (part) => {
    const { rows } = await sql<TitleRow>`
      select j.id, ${planName} as name, j.title, j.created_by, j.title_message as message
      from jobs j where ${all(onPage(filter, part))} order by j.id desc limit ${part.limit}`.execute(db)
    return rows.map(({ id, name, title, created_by, message }) => ({ id, texts: [name, title, created_by], message }))
  })
  return sql`j.id = any(${found}::text[])`
}

function filterConditions(filter: JobFilter): RawBuilder<unknown>[] {
  const { state, kind, source, by, only, from, to, own } = filter
  return [
    isOwn(own, 'j'),
    ...(state === undefined
      ? []
      : [state === 'finished' ? sql`j.finished_at is not null` : sql`j.finished_at is null`]),
    ...(kind === undefined ? [] : [sql`(j.kinds->>${kind})::int > 0`]),
    ...(source === undefined ? [] : [sql`j.source = ${source}`]),
    ...(by === undefined ? [] : [sql`position(${storableText(by.trim().toLowerCase())} in lower(j.created_by)) > 0`]),
    ...(only === undefined ? [] : [onlyJobs[only]]),
    ...(from === undefined ? [] : [sql`j.created_at >= ${new Date(from)}`]),
    ...(to === undefined ? [] : [sql`j.created_at <= ${new Date(to)}`]),
  ]
}

const reported = sql`i.outcome = any(${[...reportedOutcomes]}::text[]) and i.cause is not null`

async function failures(db: Db, id: string): Promise<readonly FailureCount[]> {
  const { rows } = await sql<FailureCount>`
    select i.cause, ${detailsKey} as key, coalesce((array_agg(${detailsNamed}))[1], '{}'::jsonb) as details,
      count(*)::int as count, (count(*) filter (where i.outcome = 'skipped'))::int as skipped,
      (count(*) filter (where i.dismissed_by is not null))::int as "dismissed",
      (count(*) filter (where ${neither}))::int as open,
      (count(*) filter (where ${canBeRetried('i')} and ${fixedByRetry}))::int as retriable,
      (count(*) filter (where ${undecidedErasure}))::int as undecided,
      (count(*) filter (where ${undecidedErasure} and not i.resent))::int as "canResend"
    from job_items i where i.job_id = ${id} and ${reported} group by 1, 2 order by count(*) desc, 1, 2`.execute(db)
  return rows
}

async function failureExamples(db: Db, id: string): Promise<ReadonlyMap<CauseCode, FailureGroup['examples']>> {
  const { rows } = await sql<{ cause: CauseCode; seq: number; plan_id: string }>`
    select e.cause, e.seq, j.plan_id from (
      select i.cause, i.seq, row_number() over (partition by i.cause order by i.seq) as n
      from job_items i where i.job_id = ${id} and ${reported}
    ) e join jobs j on j.id = ${id} where e.n <= 3 order by e.cause, e.seq`.execute(db)
  const groups = Map.groupBy(await withPlanItems(db, rows), (row) => row.cause)
  return new Map(
    [...groups].map(([cause, held]) => [
      cause,
      held.map(({ item: { seq, user, identifier } }) => ({ seq, user, identifier })),
    ]),
  )
}
