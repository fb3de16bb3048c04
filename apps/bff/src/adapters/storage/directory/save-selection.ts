import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import { type RawBuilder, sql } from 'kysely'
import { inTransaction } from '../database/in-transaction.ts'
import { newId } from '../database/new-id.ts'
import type { Db } from '../database/storage.ts'
import { storedSentence } from '../database/stored-sentence.ts'

/** Unused selections of one member; one more removes the oldest. */
const mostUnused = 20
const unused = sql`not exists (select 1 from plans where source ->> 'selectionId' = selections.id)`

interface NewSelection {
  readonly users: RawBuilder<unknown>
  readonly sentence: Message
  readonly memberId: string
  readonly at: number
}

/** Copies the selected users on the server, in email order, and returns their number: one statement, one snapshot. */
export async function createSelection(db: Db, { users, sentence, memberId, at }: NewSelection) {
  const id = newId()
  const frozenAt = new Date(at)
  const stored = storedSentence(sentence)
  const { rows } = await sql<{ count: number }>`
    with chosen (id, email_key) as materialized (${users}), selection as (
      insert into selections (id, count, sentence, sentence_message, frozen_at, created_by_id)
      select ${id}, count(*), ${stored.text}, ${stored.message}::jsonb, ${frozenAt}::timestamptz, ${memberId} from chosen
      returning id, count
    ), members as (
      insert into selection_users (selection_id, seq, user_id)
      select ${id}, row_number() over (order by email_key, id), chosen.id from chosen
    )
    select count from selection`.execute(db)
  await prune(db, memberId)
  return {
    id,
    count: rows[0]?.count ?? 0,
    sentence: stored.text,
    sentenceMessage: sentence,
    frozenAt: frozenAt.toISOString(),
  }
}

/** Deletes the oldest of a member's selections that no plan uses. */
const prune = (db: Db, memberId: string) =>
  sql`delete from selections where id in (
    select id from selections where created_by_id = ${memberId} and ${unused}
    order by frozen_at desc, id desc offset ${mostUnused})`.execute(db)

interface SelectionChange {
  /** Select `id` and `email_key`; null: none. */
  readonly add: RawBuilder<unknown> | null
  readonly remove: RawBuilder<unknown> | null
  /** Removed as well, though the directory may no longer have them. */
  readonly removeIds: readonly string[]
  readonly memberId: string
  readonly at: number
}

/** Adds and removes users in a member's selection, or in a copy of it if a plan uses it; null: no such selection. */
export function changeSelection(db: Db, id: string, change: SelectionChange) {
  return inTransaction(db, async (trx) => {
    // A statement of its own: the next one sees a plan that was created while this one waited.
    await sql`select 1 from selections where id = ${id} and created_by_id = ${change.memberId} for update`.execute(trx)
    const { rows } = await sql<{ count: number; used: boolean }>`
      select count, exists (select 1 from plans where source ->> 'selectionId' = selections.id) as used
      from selections where id = ${id} and created_by_id = ${change.memberId}`.execute(trx)
    const [found] = rows
    if (found === undefined) return null
    const target = found.used ? await copy(trx, id, change) : id
    const removed = await remove(trx, target, change)
    const added = await add(trx, target, change)
    const count = found.count - removed + added
    const sentence: Message = message('selection.chosen', { count })
    const { text, message: stored } = storedSentence(sentence)
    const at = new Date(change.at)
    await sql`update selections set count = ${count}, sentence = ${text}, sentence_message = ${stored}::jsonb,
      frozen_at = ${at}::timestamptz where id = ${target}`.execute(trx)
    if (found.used) await prune(trx, change.memberId)
    return { id: target, count, sentence: text, sentenceMessage: sentence, frozenAt: at.toISOString() }
  })
}

/** The plan keeps the selection that it was made of. */
async function copy(trx: Db, id: string, { memberId, at }: SelectionChange): Promise<string> {
  const made = newId()
  await sql`insert into selections (id, count, sentence, sentence_message, frozen_at, created_by_id)
    select ${made}, count, sentence, sentence_message, ${new Date(at)}::timestamptz, ${memberId} from selections
    where id = ${id}`.execute(trx)
  await sql`insert into selection_users (selection_id, seq, user_id)
    select ${made}, seq, user_id from selection_users where selection_id = ${id}`.execute(trx)
  return made
}

async function remove(trx: Db, id: string, { remove: removed, removeIds }: SelectionChange): Promise<number> {
  if (removed === null) return 0
  const { numAffectedRows } = await sql`delete from selection_users where selection_id = ${id}
    and (user_id = any(${[...removeIds]}::text[]) or user_id in (select id from (${removed}) as removed))`.execute(trx)
  return Number(numAffectedRows ?? 0)
}

async function add(trx: Db, id: string, { add: added }: SelectionChange): Promise<number> {
  if (added === null) return 0
  const { numAffectedRows } = await sql`insert into selection_users (selection_id, seq, user_id)
    select ${id}, (select coalesce(max(seq), 0) from selection_users where selection_id = ${id})
      + row_number() over (order by email_key, id), id
    from (${added}) as added
    on conflict (selection_id, user_id) do nothing`.execute(trx)
  return Number(numAffectedRows ?? 0)
}
