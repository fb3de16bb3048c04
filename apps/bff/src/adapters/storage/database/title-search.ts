import type { TitleSearch } from '@muster/core/search/title-search'
import { type RawBuilder, sql } from 'kysely'
import { storableText } from './storable-json.ts'

interface Searched {
  readonly id: RawBuilder<unknown>
  readonly texts: readonly RawBuilder<unknown>[]
  /** The title as codes with facts. */
  readonly message: RawBuilder<unknown>
}

/** Marks that `foldText` drops: of Latin and Greek letters, of an alef, and Hebrew and Arabic points. */
const decorations = String.raw`(?<=[a-zα-ω])[\u0300-\u0333\u0339-\u036f]+|(?<=ا)[\u0653-\u0655]+|[\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06ed]+`

/** What `foldText` does, for the letters that names have. */
function folded(text: RawBuilder<unknown>): RawBuilder<string> {
  const lower = sql`translate(lower(normalize(${text}, NFKD)), 'øØłŁđĐðÐıħĦŧŦς', 'oollddddihhttσ')`
  const plain = sql`replace(replace(replace(replace(${lower}, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th')`
  return sql`normalize(regexp_replace(${plain}, ${decorations}, '', 'g'), NFC)`
}

/** Whether each word of the search is in one of the texts, or of a code of the title, or the search is the ID. */
export function hasWords({ typed, words }: TitleSearch, { id, texts, message }: Searched): RawBuilder<boolean> {
  const all = folded(sql`concat_ws(' ', ${sql.join(texts)})`)
  const each = words.map(({ text, codes }) => {
    const isThere = sql`position(${storableText(text)} in ${all}) > 0`
    if (codes.length === 0) return isThere
    const coded = `"code": "(${codes.map((code) => code.replaceAll('.', '\\.')).join('|')})"`
    return sql`(${isThere} or coalesce(${message}::text ~ ${coded}, false))`
  })
  return sql<boolean>`(${id} = ${storableText(typed)} or (${sql.join(each, sql` and `)}))`
}
