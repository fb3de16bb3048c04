import type { CauseCode } from '@muster/core/outcome/cause'
import type { Outcome } from '@muster/core/outcome/outcome'
import type { PlanItem } from '@muster/core/plan/plan'
import { message } from '@muster/wording/message'
import { type RawBuilder, sql } from 'kysely'
import type { PlanJobs, RetryItem } from '../../../features/plans/ports.ts'
import { ProblemError } from '../../../problem-error.ts'
import { storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { sentenceOf } from '../database/stored-sentence.ts'
import { failureConditions, fixedByRetry, requestsChange } from './failure-conditions.ts'
import { itemRanges } from './item-ranges.ts'
import { withPlanItems } from './jobs-plan-items.ts'
import { canBeRetried } from './jobs-retry.ts'

const pageSize = 1000

/** Job data for planning: the items to retry, those to undo, and the title of the job it undoes. */
export function createSqlJobsForPlans(db: Db): Omit<PlanJobs, 'jobReady'> {
  return {
    titleOf: async (jobId) => {
      const job = await db
        .selectFrom('jobs')
        .select(['title', 'title_message'])
        .where('id', '=', storableText(jobId))
        .executeTakeFirst()
      if (job === undefined) throw noSuchJob()
      return sentenceOf(job.title, job.title_message)
    },
    itemsToRetry: async function* (jobId, filter) {
      const conditions = [
        canBeRetried('i'),
        requestsChange,
        ...failureConditions(filter),
        ...(selectsAll(filter) ? [fixedByRetry] : []),
      ]
      for await (const rows of pages(db, jobId, conditions)) {
        yield rows.map(
          ({ item: { seq, row, identifier, user, change }, outcome, cause }): RetryItem => ({
            seq,
            row,
            identifier,
            user,
            change,
            outcome,
            cause,
          }),
        )
      }
    },
    itemsToUndo: async function* (jobId) {
      for await (const rows of pages(db, jobId, [sql`i.outcome = 'changed' and i.undone_by is null and not i.erased`]))
        yield rows.map((row) => row.item)
    },
  }
}

/** What it changed and what failed is of no use at another account: its users and roles are others. */
async function refuseOtherAccount(db: Db, jobId: string): Promise<void> {
  const job = await db
    .selectFrom('jobs')
    .select('of_other_account')
    .where('id', '=', storableText(jobId))
    .executeTakeFirst()
  if (job?.of_other_account === true) throw new ProblemError('conflict', message('problem.job_of_other_account'))
}

const noSuchJob = () => new ProblemError('not_found', message('problem.no_job'))

/** Neither a filter nor a fix applies. */
const selectsAll = ({ cause, details, seqs, isFixed }: Parameters<PlanJobs['itemsToRetry']>[1]): boolean =>
  cause === undefined && details === undefined && seqs === undefined && !isFixed

interface Row {
  readonly seq: number
  readonly plan_id: string
  readonly outcome: Outcome
  readonly cause: CauseCode | null
}

/** Throws `not_found` for an unknown job. */
async function* pages(
  db: Db,
  jobId: string,
  conditions: readonly RawBuilder<unknown>[],
): AsyncIterable<readonly (Row & { readonly item: PlanItem })[]> {
  const ranges = await itemRanges(db, jobId, pageSize)
  if (ranges === null) throw noSuchJob()
  await refuseOtherAccount(db, jobId)
  for (const range of ranges) {
    const { rows } = await sql<Row>`
      select i.seq, j.plan_id, i.outcome, i.cause from jobs j join job_items i on i.job_id = j.id
      where j.id = ${jobId} and ${range} and ${sql.join(conditions, sql` and `)}
      order by i.seq`.execute(db)
    if (rows.length > 0) yield await withPlanItems(db, rows)
  }
}
