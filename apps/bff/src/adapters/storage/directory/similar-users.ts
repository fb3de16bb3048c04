import { readSearch } from '@muster/core/identifier/read-search'
import { type NamedUser, nearMisses } from '@muster/core/search/near-misses'
import { type RawBuilder, sql } from 'kysely'
import { inTransaction } from '../database/in-transaction.ts'
import type { Db } from '../database/storage.ts'
import { searchPatterns, searchText } from './search-text.ts'
import type { Condition } from './users-search.ts'

/** Shares of a word's trigrams that a text must have. The strictest one that finds a near miss is enough. */
const thresholds = [0.6, 0.45, 0.3]
/** Users to compare in order of likeness, of those that the index finds first. */
const most = { found: 10_000, compared: 200 }
/** More words are a sentence, not a name. */
const mostWords = 8

/** The words of a search; empty for several pasted addresses, which name their users. */
function wordsOf(typed: string): readonly string[] {
  const [entered = [], other] = readSearch(typed)
  const words = searchText(entered.join(' ')).split(' ')
  return other === undefined && words.length <= mostWords ? words.filter((word) => word !== '') : []
}

/** Has the word, or one with enough of its trigrams. */
function isNear(word: string): RawBuilder<boolean> {
  const patterns = searchPatterns(word)
    .flat()
    .map((pattern) => sql`search like ${pattern}`)
  const isLike = word.length < 3 ? [] : [sql`search %> ${word}`]
  return sql<boolean>`(${sql.join([...patterns, ...isLike], sql` or `)})`
}

/**
 * What a text may mean that no user has: names, addresses and IDs of users who fulfil the condition. The cap is outside of
 * the materialized part, which is therefore planned for all matches: by the search index.
 */
export async function similarTexts(db: Db, typed: string, condition: Condition): Promise<readonly string[]> {
  const words = wordsOf(typed)
  if (condition.kind === 'none' || words.length === 0) return []
  const where = [...(condition.kind === 'where' ? [condition.sql] : []), ...words.map(isNear)]
  const likeness = sql.join(
    words.map((word) => sql`word_similarity(${word}, search)`),
    sql` + `,
  )
  return inTransaction(db, async (trx) => {
    for (const threshold of thresholds) {
      await sql`select set_config('pg_trgm.word_similarity_threshold', ${String(threshold)}, true)`.execute(trx)
      const { rows } = await sql<NamedUser>`
        with matching as materialized (
          select id, email, first_name, last_name, org_user_id, search from users where ${sql.join(where, sql` and `)})
        select id, email, first_name as "firstName", last_name as "lastName", org_user_id as "orgUserId"
        from (select * from matching limit ${most.found}) as found
        order by ${likeness} desc, id limit ${most.compared}`.execute(trx)
      const texts = nearMisses(words.join(' '), rows)
      if (texts.length > 0) return texts
    }
    return []
  })
}
