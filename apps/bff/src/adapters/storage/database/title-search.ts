import { type RawBuilder, sql } from 'kysely'
import { storableText } from './storable-json.ts'

interface Searched {
  readonly id: RawBuilder<unknown>
  readonly texts: readonly RawBuilder<unknown>[]
}

/** Whether each word of the search is in one of the texts, or the search is the ID. */
export function hasWords(q: string, { id, texts }: Searched): RawBuilder<boolean> {
  const typed = storableText(q.trim())
  const all = sql`lower(concat_ws(' ', ${sql.join(texts)}))`
  const words = typed.toLowerCase().split(/\s+/)
  const each = words.map((word) => sql`position(${word} in ${all}) > 0`)
  return sql<boolean>`(${id} = ${typed} or (${sql.join(each, sql` and `)}))`
}
