import type { AuditLine } from '@muster/core/audit/audit-line'
import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { AcceptedErasure, JobRunStore, UnrecordedErasure } from '../../../../engine/ports.ts'
import { appendAudit } from '../../audit/audit-log.ts'
import { storableJson } from '../../database/storable-json.ts'
import type { Db } from '../../database/storage.ts'
import type { Tables } from '../../database/tables.ts'
import { readRunItems } from '../jobs-plan-items.ts'
import { recordItems } from './jobs-record.ts'

/**
 * An erasure without a known end that no member decided about; `job_items` is named `i`. If a member sent it again, the
 * response must be the one to the latest request that the store knows, or to a later one that it lost when restored.
 */
const isOpen = ({ callId, at }: { readonly callId: RawBuilder<unknown>; readonly at: RawBuilder<unknown> }) =>
  sql<boolean>`(i.kind = 'erase' and (not i.resent or i.call_id = ${callId} or i.sent_at < ${at})
    and (i.state <> 'settled' or (i.outcome = 'unknown' and i.details->>'decision' is null)))`

/** Accepted erasures with items whose end the store does not know, each with those items. */
export async function unrecordedErasures(
  db: Db,
  responses: readonly AcceptedErasure[],
): Promise<readonly UnrecordedErasure[]> {
  const rows = responses.flatMap(({ jobId, seqs, callId, at }, n) =>
    seqs.map((seq) => ({ n, job_id: jobId, seq, call_id: callId, at: new Date(at) })),
  )
  const open = await sql<{ n: number; seq: number; createdBy: string }>`
    select a.n, i.seq, j.created_by as "createdBy"
    from jsonb_to_recordset(${storableJson(rows)}::jsonb) as a(n int, job_id text, seq int, call_id text, at timestamptz)
    join job_items i on i.job_id = a.job_id and i.seq = a.seq join jobs j on j.id = i.job_id
    where ${isOpen({ callId: sql`a.call_id`, at: sql`a.at` })} order by a.n, i.seq`.execute(db)
  const found: UnrecordedErasure[] = []
  for (const [n, items] of Map.groupBy(open.rows, (row) => row.n)) {
    const [response, [first]] = [responses[n], items]
    if (response === undefined || first === undefined) continue
    const seqs = items.map(({ seq }) => seq)
    found.push({ response, createdBy: first.createdBy, items: await readRunItems(db, response.jobId, seqs) })
  }
  return found
}

/** Records an accepted erasure without a lease: the row lock of the job keeps a worker from recording it as well. */
export function recordAccepted(db: Db, input: Parameters<JobRunStore['recordAccepted']>[0]): Promise<void> {
  const { response, itemOutcomes, erasure, at } = input
  return db.transaction().execute(async (trx) => {
    await trx.selectFrom('jobs').select('id').where('id', '=', response.jobId).forUpdate().executeTakeFirst()
    const seqs = itemOutcomes.map(({ seq }) => seq)
    const lost = await reopen(trx, response, seqs)
    const [known] = lost
    const erasures = [known === undefined ? erasure : { ...erasure, id: known }]
    if (known !== undefined) {
      await sql`update job_items set erasure_id = null where erasure_id = any(${[...lost]}::text[])`.execute(trx)
      await sql`delete from erasure_people where erasure_id = any(${[...lost]}::text[])`.execute(trx)
      await sql`delete from erasures where id = any(${[...lost]}::text[])`.execute(trx)
    }
    const lines: AuditLine[] = []
    const audit = (due: readonly AuditLine[]) => void lines.push(...due)
    await recordItems(trx, { lease: { jobId: response.jobId, epoch: 0 }, itemOutcomes, at, erasures, audit })
    await appendAudit(trx, lines, new Date(at))
  })
}

/** Reopens lost items. Returns the requests without an id that represented them. */
async function reopen(
  trx: Transaction<Tables>,
  { jobId, callId, at }: AcceptedErasure,
  seqs: readonly number[],
): Promise<readonly string[]> {
  const isStillOpen = isOpen({ callId: sql`${callId}`, at: sql`${new Date(at)}::timestamptz` })
  const which = sql`i.job_id = ${jobId} and i.seq = any(${[...seqs]}::int[]) and i.outcome = 'unknown' and ${isStillOpen}`
  const lost = await sql<{ id: string }>`
    select distinct e.id from job_items i join erasures e on e.id = i.erasure_id
    where ${which} and e.request_id is null
      and not exists (select from job_items o where o.erasure_id = e.id and o.details->>'decision' is not null)`.execute(
    trx,
  )
  const reopened = await sql`update job_items i set state = 'intended', outcome = null, cause = null, details = null,
      kore_response = null, ended_at = null where ${which}`.execute(trx)
  const count = Number(reopened.numAffectedRows ?? 0n)
  await sql`update jobs set unknown = unknown - ${count} where id = ${jobId}`.execute(trx)
  return lost.rows.map(({ id }) => id)
}
