import { sql } from 'kysely'
import { storableJson } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { decodeItems } from '../plans/plan-block.ts'
import { type BlockRow, encodeBlock, sealedBody, textOfRow } from '../plans/plan-blocks.ts'
import { isItemOf, itemWithout } from './erased-items.ts'
import { type PersonMatch, withoutPerson } from './match-person.ts'

/** Facts of a job's item that name no one: what a call reached, and what a member decided. */
const keptDetails = sql`(select jsonb_object_agg(key, value) from jsonb_each(details)
  where key in ('landed', 'decision', 'flag', 'roleId', 'botId', 'groupId'))`

/**
 * Empties the person's items of an applied plan. Its blocks get new digests; the hash of the plan, which the audit and the
 * approval have, stays as evidence of what was applied. Returns the numbers of the items.
 */
export async function emptyItems(
  trx: Db,
  { planId, blocks }: { readonly planId: string; readonly blocks: readonly number[] },
  person: PersonMatch,
): Promise<readonly number[]> {
  const emptied: number[] = []
  for (const block of blocks) {
    const { rows } = await sql<BlockRow>`
      select plan_id, block, digest, encode(body, 'hex') as body from plan_blocks
      where plan_id = ${planId} and block = ${block}`.execute(trx)
    for (const row of rows) {
      const items = decodeItems(textOfRow(trx, row))
      emptied.push(...items.filter(({ item }) => isItemOf(item, person)).map(({ item }) => item.seq))
      const next = await encodeBlock(items.map((kept) => ({ ...kept, item: itemWithout(kept.item, person) })))
      await sql`update plan_blocks set digest = ${next.digest}, body = decode(${sealedBody(trx, planId, next)}, 'base64')
        where plan_id = ${planId} and block = ${block}`.execute(trx)
    }
  }
  const plan = await trx.selectFrom('plans').select('source').where('id', '=', planId).executeTakeFirstOrThrow()
  await sql`update plans set source = ${storableJson(withoutPerson(plan.source, person))}::jsonb where id = ${planId}`.execute(
    trx,
  )
  return emptied
}

/** Empties items of an ended job. They are neither retried nor undone. */
export async function emptyJobItems(trx: Db, jobId: string, seqs: readonly number[]): Promise<void> {
  await sql`update job_items set erased = true, user_id = null, kore_response = null, details = ${keptDetails},
      erases = case when erases is null then null else erases || '{"value": "-", "userId": null}' end,
      dismissed_by = case when outcome in ('changed', 'unchanged') then dismissed_by else coalesce(dismissed_by, 'Muster') end
    where job_id = ${jobId} and seq = any(${[...seqs]}::int[])`.execute(trx)
}

/** Deletes responses of Kore.ai to items of others that name the person. */
export async function emptyResponses(
  trx: Db,
  responses: readonly { readonly jobId: string; readonly seq: number }[],
): Promise<void> {
  if (responses.length === 0) return
  await sql`update job_items i set kore_response = null
    from jsonb_to_recordset(${storableJson(responses)}::jsonb) as a("jobId" text, seq int)
    where i.job_id = a."jobId" and i.seq = a.seq
      and exists (select from jobs where jobs.id = i.job_id and jobs.finished_at is not null)`.execute(trx)
}
