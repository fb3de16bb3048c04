import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { storableJson } from '../../database/storable-json.ts'
import { userSearchText } from '../../directory/search-text.ts'
import { emailKeyOf } from '../../directory/user-row.ts'

const batchRows = 1000

interface StoredUser {
  readonly id: string
  readonly email: string
  readonly first_name: string
  readonly last_name: string
  readonly org_user_id: string | null
}

function rebuilt({ id, email, first_name: firstName, last_name: lastName, org_user_id: orgUserId }: StoredUser) {
  return { id, email_key: emailKeyOf(email), search: userSearchText({ id, email, firstName, lastName, orgUserId }) }
}

/**
 * Rebuilds the search and match keys of users. Searches now drop marks only if they decorate a letter, and addresses
 * compare without regard to composition and to the spelling of their domain.
 */
export const comparableUsers: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (let after = ''; ; ) {
      const { rows } = await sql<StoredUser>`
        select id, email, first_name, last_name, org_user_id from users
        where id > ${after} order by id limit ${batchRows}`.execute(db)
      const last = rows.at(-1)
      if (last === undefined) return
      await sql`
        update users u set email_key = r.email_key, search = r.search
        from jsonb_to_recordset(${storableJson(rows.map(rebuilt))}::jsonb) as r(id text, email_key text, search text)
        where u.id = r.id and (u.email_key, u.search) is distinct from (r.email_key, r.search)`.execute(db)
      after = last.id
    }
  },
}
