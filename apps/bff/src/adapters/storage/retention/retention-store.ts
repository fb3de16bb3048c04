import { type RetentionKind, retentionKinds } from '@muster/contracts/retention/retention'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import { type RawBuilder, sql } from 'kysely'
import type { KeptData, RetentionStore } from '../../../features/retention/ports.ts'
import { inTransaction } from '../database/in-transaction.ts'
import type { Db } from '../database/storage.ts'
import { sweepJobs } from '../jobs/jobs-sweep.ts'
import { sweepPlans } from '../plans/plans-sweep.ts'
import { type Kept, mostAtOnce, recordSwept } from './swept.ts'

/** Days that data is kept; null: as long as what it belongs to, or forever. */
export interface RetentionDays {
  readonly plans: number
  readonly selections: number
  readonly responses: number | null
  readonly jobs: number | null
}

const dayMs = 86_400_000
/** Days that notices and ended emails are kept. */
export const outboundDays = 30

/** What is stored for how long, and the deletion of what was kept long enough. Nothing that runs is deleted. */
export function createSqlRetention(
  db: Db,
  days: RetentionDays,
): RetentionStore & { sweep(now: number): Promise<void> } {
  return {
    list: async () => {
      const kept: KeptData[] = []
      for (const kind of retentionKinds) kept.push(await readKept(db, kind))
      return kept
    },
    sweep: async (at) => {
      const kept = (count: number): Kept => ({ before: at - count * dayMs, days: count, at })
      await sweepPlans(db, kept(days.plans))
      await sweepSelections(db, kept(days.selections))
      await sweepRows(db, kept(outboundDays), notices)
      await sweepRows(db, kept(outboundDays), emails)
      if (days.responses !== null) await sweepResponses(db, kept(days.responses))
      if (days.jobs === null) return
      await sweepRows(db, kept(days.jobs), closedCases)
      await sweepJobs(db, { endedBefore: kept(days.jobs).before, days: days.jobs, at })
    },
  }
}

/** Removes selections, except one from which a plan is being computed. */
function sweepSelections(db: Db, { before, days, at }: Kept): Promise<void> {
  return inTransaction(db, async (trx) => {
    const { numAffectedRows } = await sql`delete from selections where frozen_at < ${new Date(before)} and not exists (
      select 1 from plans where source ->> 'selectionId' = selections.id and state = 'computing')`.execute(trx)
    const selections = Number(numAffectedRows ?? 0)
    await recordSwept(trx, selections, { at, sentence: message('audit.selections_swept', { selections, days }) })
  })
}

interface SweptRows {
  /** Table and time: a row is removed once that is old enough. */
  readonly table: 'notice_deliveries' | 'mails' | 'erasure_cases'
  readonly at: string
  readonly sentence: (count: number, days: number) => Message
}

const notices: SweptRows = {
  table: 'notice_deliveries',
  at: 'made_at',
  sentence: (count, days) => message('audit.notices_swept', { notices: count, days }),
}
const emails: SweptRows = {
  table: 'mails',
  at: 'ended_at',
  sentence: (count, days) => message('audit.emails_swept', { emails: count, days }),
}
const closedCases: SweptRows = {
  table: 'erasure_cases',
  at: 'closed_at',
  sentence: (count, days) => message('audit.cases_swept', { cases: count, days }),
}

function sweepRows(db: Db, { before, days, at }: Kept, rows: SweptRows): Promise<void> {
  return inTransaction(db, async (trx) => {
    const { numAffectedRows } = await sql`delete from ${sql.table(rows.table)}
      where ${sql.ref(rows.at)} < ${new Date(before)}`.execute(trx)
    const count = Number(numAffectedRows ?? 0)
    await recordSwept(trx, count, { at, sentence: rows.sentence(count, days) })
  })
}

/** Removes Kore.ai's responses of jobs that ended; what they proved stays. */
function sweepResponses(db: Db, { before, days, at }: Kept): Promise<void> {
  return inTransaction(db, async (trx) => {
    const { rows } = await sql<{ id: string }>`select id from jobs where finished_at < ${new Date(before)}
      and id in (select job_id from job_items where kore_response is not null)
      order by finished_at limit ${mostAtOnce}`.execute(trx)
    const jobs = rows.length
    if (jobs === 0) return
    await sql`update job_items set kore_response = null
      where kore_response is not null and job_id = any(${rows.map(({ id }) => id)}::text[])`.execute(trx)
    await recordSwept(trx, jobs, { at, sentence: message('audit.responses_swept', { jobs, days }) })
  })
}

const counted = (at: string, from: RawBuilder<unknown>) =>
  sql`select count(*)::int as count, min(${sql.ref(at)}) as oldest from ${from}`

const stored: Readonly<Record<RetentionKind, RawBuilder<unknown>>> = {
  uploads: counted('created_at', sql`uploads`),
  plans: counted('created_at', sql`plans where job_id is null`),
  selections: counted('frozen_at', sql`selections`),
  responses: counted(
    'finished_at',
    sql`jobs where finished_at is not null and id in (select job_id from job_items where kore_response is not null)`,
  ),
  jobs: counted('finished_at', sql`jobs where finished_at is not null`),
  cases: counted('closed_at', sql`erasure_cases where closed_at is not null`),
  notices: counted('made_at', sql`notice_deliveries`),
  emails: counted('created_at', sql`mails`),
  audit: sql`select seq::int as count, (select min(at) from audit_entries where seq = 1) as oldest
    from audit_head where id = 1`,
}

async function readKept(db: Db, kind: RetentionKind): Promise<KeptData> {
  const { rows } = await sql<{ count: number; oldest: Date | null }>`${stored[kind]}`.execute(db)
  return { kind, count: rows[0]?.count ?? 0, oldest: rows[0]?.oldest?.getTime() ?? null }
}
