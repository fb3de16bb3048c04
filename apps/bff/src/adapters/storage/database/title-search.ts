import type { TitleSearch } from '@muster/core/search/title-search'
import { type RawBuilder, sql } from 'kysely'
import { storableText } from './storable-json.ts'

interface Searched {
  readonly id: RawBuilder<unknown>
  readonly texts: readonly RawBuilder<unknown>[]
  /** The title as codes with facts. */
  readonly message: RawBuilder<unknown>
}

/** Whether each word of the search is in one of the texts, or of a code of the title, or the search is the ID. */
export function hasWords({ typed, words }: TitleSearch, { id, texts, message }: Searched): RawBuilder<boolean> {
  const all = sql`lower(concat_ws(' ', ${sql.join(texts)}))`
  const each = words.map(({ text, codes }) => {
    const isThere = sql`position(${storableText(text)} in ${all}) > 0`
    if (codes.length === 0) return isThere
    const coded = `"code": "(${codes.map((code) => code.replaceAll('.', '\\.')).join('|')})"`
    return sql`(${isThere} or coalesce(${message}::text ~ ${coded}, false))`
  })
  return sql<boolean>`(${id} = ${storableText(typed)} or (${sql.join(each, sql` and `)}))`
}
