import { sql, type Transaction } from 'kysely'
import type { NewErasure } from '../../../engine/ports.ts'
import { storableJson } from '../database/storable-json.ts'
import { reasonColumns, storedSentence } from '../database/stored-sentence.ts'
import type { Tables } from '../database/tables.ts'

/** The first check of a request: soon, since small ones finish quickly. */
const firstCheckMs = 2000

/**
 * Stores a request with its people, in the transaction that ends the items it carried. Without a job: a script
 * requested it.
 */
export async function insertErasure(
  trx: Transaction<Tables>,
  given: { erasure: NewErasure; jobId: string | null; at: Date },
): Promise<void> {
  const { erasure, jobId, at } = given
  const scope = storedSentence(erasure.scopeText)
  const known = erasure.requestId !== null
  await trx
    .insertInto('erasures')
    .values({
      id: erasure.id,
      request_id: erasure.requestId,
      job_id: jobId,
      state: known ? 'queued' : 'needs_decision',
      scope: storableJson(erasure.scope),
      scope_text: scope.text,
      scope_message: scope.message,
      requested_by: erasure.requestedBy,
      requested_at: at,
      last_checked_at: null,
      next_check_at: known ? new Date(at.getTime() + firstCheckMs) : null,
      finished_at: null,
      ...reasonColumns(erasure.reason),
    })
    .execute()
  const people = erasure.people.map((one, n) => ({
    n,
    seq: one.seq,
    identifier: one.identifier,
    label: one.user?.email ?? one.identifier.value,
    user_id: one.user?.id ?? null,
  }))
  await sql`insert into erasure_people (erasure_id, n, seq, identifier, label, user_id, state)
    select ${erasure.id}, n, seq, identifier, label, user_id, 'waiting' from jsonb_to_recordset(${storableJson(people)}::jsonb)
      as r(n int, seq int, identifier jsonb, label text, user_id text)`.execute(trx)
}
