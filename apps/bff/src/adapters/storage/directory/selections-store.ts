import type { User } from '@muster/core/account/user'
import type { Message } from '@muster/core/text/message'
import { sql } from 'kysely'
import { type SelectionStore, UnknownSelectionError } from '../../../features/selections/ports.ts'
import { newId } from '../database/new-id.ts'
import { storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { storedSentence } from '../database/stored-sentence.ts'
import { readFilter } from './search-terms.ts'
import { type UserRow, userOf } from './user-row.ts'
import { createTagDictionary } from './user-tags.ts'
import { conditionOf } from './users-search.ts'
import { isWithin } from './users-within.ts'

export function createSqlSelectionStore(db: Db): SelectionStore {
  const tags = createTagDictionary(db)
  return {
    freezeMatching: async ({ filter, except, scope, ...kept }) => {
      const condition = await conditionOf(tags, await readFilter(db, tags, filter), scope)
      if (condition.kind === 'none') return keep(db, { ...kept, users: sql`select null::text, null::text where false` })
      const where = condition.kind === 'where' ? condition.sql : sql`true`
      const left = except.map(storableText)
      const but = left.length === 0 ? sql`` : sql`and id not in (${sql.join(left)})`
      return keep(db, { ...kept, users: sql`select id, email_key from users where ${where} ${but}` })
    },
    freezeUsers: async ({ userIds, scope, ...kept }) => {
      const ids = sql.join(userIds.map(storableText))
      return keep(db, {
        ...kept,
        users: sql`select id, email_key from users where id in (${ids}) and ${isWithin(scope)}`,
      })
    },
    labels: async (userIds, scope) => {
      const rows = await db
        .selectFrom('users')
        .select(['id', 'email'])
        .where('id', 'in', userIds.map(storableText))
        .where(isWithin(scope))
        .execute()
      return new Map(rows.map((row) => [row.id, row.email]))
    },
    find: async (id) => {
      const row = await db.selectFrom('selections').selectAll().where('id', '=', storableText(id)).executeTakeFirst()
      if (row === undefined) return null
      return {
        id: row.id,
        count: row.count,
        sentence: row.sentence,
        sentenceMessage: row.sentence_message,
        frozenAt: row.frozen_at.toISOString(),
      }
    },
  }
}

/** Unused selections of one member; one more removes the oldest. */
const mostUnused = 20
const unused = sql`not exists (select 1 from plans where source ->> 'selectionId' = selections.id)`

interface Kept {
  readonly users: ReturnType<typeof sql>
  readonly sentence: Message
  readonly memberId: string
  readonly at: number
}

/** Copies the selected users on the server, in email order, and returns their number: one statement, one snapshot. */
async function keep(db: Db, { users, sentence, memberId, at }: Kept) {
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
  await sql`delete from selections where id in (
    select id from selections where created_by_id = ${memberId} and ${unused}
    order by frozen_at desc, id desc offset ${mostUnused})`.execute(db)
  return {
    id,
    count: rows[0]?.count ?? 0,
    sentence: stored.text,
    sentenceMessage: sentence,
    frozenAt: frozenAt.toISOString(),
  }
}

/** The users of a selection that are still in the account. Throws `not_found` for an unknown selection. */
export async function* streamSelection(db: Db, selectionId: string, batchSize: number): AsyncIterable<readonly User[]> {
  const id = storableText(selectionId)
  const known = await db.selectFrom('selections').select('id').where('id', '=', id).executeTakeFirst()
  if (known === undefined) throw new UnknownSelectionError()
  for (let after = 0; ; after += batchSize) {
    const { rows } = await sql<UserRow & { chosen: boolean }>`
      select users.*, users.id is not null as chosen
      from selection_users left join users on users.id = user_id
      where selection_id = ${id} and seq > ${after} and seq <= ${after + batchSize} order by seq`.execute(db)
    if (rows.length === 0) return
    const users = rows.filter((row) => row.chosen).map(userOf)
    if (users.length > 0) yield users
  }
}
