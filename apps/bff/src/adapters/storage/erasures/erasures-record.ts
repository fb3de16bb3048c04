import type { AuditLine } from '@muster/core/audit/audit-line'
import { message } from '@muster/wording/message'
import { sql, type Transaction } from 'kysely'
import type { ErasureReading, WatchedErasure } from '../../../features/erasures/ports.ts'
import { appendAudit } from '../audit/audit-log.ts'
import { sealOf } from '../database/seal.ts'
import { storableJson } from '../database/storable-json.ts'
import { reasonColumns } from '../database/stored-sentence.ts'
import type { Tables } from '../database/tables.ts'
import { sealedResponse } from '../jobs/response-text.ts'
import { openedStatus, sealedStatus } from './status-text.ts'

interface Given {
  readonly erasure: WatchedErasure
  readonly reading: ErasureReading
  readonly at: number
}

/** Records the result of a check. People that Kore.ai did not erase become failures in their job. */
export async function recordReading(trx: Transaction<Tables>, given: Given): Promise<void> {
  const { erasure, reading, at } = given
  const ended = reading.nextCheckAt === null
  // The job's row first, as everywhere, to prevent a deadlock.
  if (erasure.jobId !== null) {
    await trx.selectFrom('jobs').select('id').where('id', '=', erasure.jobId).forUpdate().executeTakeFirst()
  }
  const before = await trx
    .selectFrom('erasures')
    .select('finished_at')
    .where('id', '=', erasure.id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (before.finished_at !== null) return
  await trx
    .updateTable('erasures')
    .set({
      state: reading.state,
      ...reasonColumns(reading.reason),
      last_checked_at: new Date(at),
      next_check_at: reading.nextCheckAt === null ? null : new Date(reading.nextCheckAt),
      finished_at: ended && reading.state !== 'needs_decision' ? new Date(at) : null,
      checks: erasure.checks + 1,
    })
    .where('id', '=', erasure.id)
    .execute()
  const seal = sealOf(trx)
  const people = reading.people.map(({ n, state, koreStatus }) => ({
    n,
    state,
    kore_status: sealedStatus(seal, { erasureId: erasure.id, n, status: koreStatus }),
  }))
  await sql`update erasure_people p set state = g.state, kore_status = coalesce(g.kore_status, p.kore_status)
    from jsonb_to_recordset(${storableJson(people)}::jsonb) as g(n int, state text, kore_status text)
    where p.erasure_id = ${erasure.id} and p.n = g.n`.execute(trx)
  await failItems(trx, erasure, at)
  await appendAudit(trx, ended ? [lineOf(given)] : [], new Date(at))
}

async function failItems(trx: Transaction<Tables>, { id, jobId }: WatchedErasure, at: number): Promise<void> {
  if (jobId === null) return
  const { rows } = await sql<{ seq: number; n: number; status: string | null }>`
    select i.seq, p.n, p.kore_status as status
    from erasure_people p join job_items i on i.job_id = ${jobId} and i.seq = p.seq
    where p.erasure_id = ${id} and p.state = 'failed' and i.erasure_id = ${id} and i.outcome = 'changed'
    for update of i`.execute(trx)
  const n = rows.length
  if (n === 0) return
  const seal = sealOf(trx)
  const failed = rows.map((row) => ({
    seq: row.seq,
    // Sealed for its own row there and here.
    kore_response: sealedResponse(seal, {
      jobId,
      seq: row.seq,
      response: openedStatus(seal, { erasureId: id, n: row.n, status: row.status }),
    }),
  }))
  await sql`update job_items i set outcome = 'failed', cause = 'erasure_failed', kore_response = g.kore_response,
      ended_at = ${new Date(at)}
    from jsonb_to_recordset(${storableJson(failed)}::jsonb) as g(seq int, kore_response text)
    where i.job_id = ${jobId} and i.seq = g.seq`.execute(trx)
  await sql`update jobs set changed = changed - ${n}, failed = failed + ${n} where id = ${jobId}`.execute(trx)
}

function lineOf({ erasure, reading }: Given): AuditLine {
  const request = erasure.requestId
  const erased = reading.people.filter((person) => person.state === 'erased').length
  const sentence =
    reading.state === 'needs_decision'
      ? message('audit.erasure_needs_decision', { request, reason: reading.reason ?? '' })
      : message('audit.erasure_finished', { request, erased, total: reading.people.length })
  const { jobId } = erasure
  return { action: 'erasure.finished', actor: 'Muster', subject: null, sentence, outcome: reading.state, jobId }
}
