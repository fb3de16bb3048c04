/** The field of a term of a search. `is` holds the flags, elevated and unread access, `dormant` a number of days without a sign-in. */
export const searchFields = ['group', 'role', 'bot', 'status', 'is', 'dormant'] as const
export type SearchField = (typeof searchFields)[number]

/** Fields that a user may have nothing of. */
const emptyFields: readonly SearchField[] = ['group', 'role', 'bot']

/** `group:Support,Sales`: one of the values; without values, as in `no:group`: none at all. `isNot`: a user without it. */
export interface SearchTerm {
  readonly field: SearchField
  readonly values: readonly string[]
  readonly isNot: boolean
}

/** A search as typed: terms, and the text that is none. */
export interface SearchQuery {
  readonly text: string
  readonly terms: readonly SearchTerm[]
}

/** A value in quotes, in which a backslash escapes a quote or a backslash, or one without spaces and commas. */
const value = String.raw`(?:"(?:[^"\\]|\\.)*"|[^\s",]+)`
const term = new RegExp(String.raw`^(-?)(${searchFields.join('|')}|no):(${value}(?:,${value})*)(?=\s|$)`, 'iu')
const everyValue = new RegExp(value, 'gu')

const unquoted = (written: string): string =>
  written.startsWith('"') ? written.slice(1, -1).replaceAll(/\\(.)/gu, '$1') : written

const fieldOf = (written: string): SearchField | undefined =>
  searchFields.find((field) => field === written.toLowerCase())

/** Reads a term at the start of a text; null if there is none. */
function readTerm(rest: string): { readonly term: SearchTerm; readonly length: number } | null {
  const [whole, minus, name = '', list = ''] = term.exec(rest) ?? []
  if (whole === undefined) return null
  const values = [...new Set((list.match(everyValue) ?? []).map(unquoted))].filter((one) => one.trim() !== '')
  const isNot = minus === '-'
  if (name.toLowerCase() !== 'no') {
    const field = fieldOf(name)
    return field === undefined || values.length === 0 ? null : { term: { field, values, isNot }, length: whole.length }
  }
  const [only, ...others] = values
  const field = others.length > 0 ? undefined : emptyFields.find((one) => one === only?.toLowerCase())
  return field === undefined ? null : { term: { field, values: [], isNot }, length: whole.length }
}

/**
 * Reads a search: `anna group:"Support Tier 1" role:Analyst,Tester -status:active no:group`. Terms may be anywhere between
 * the words, which match in any order. What is not a term of a known field stays text.
 */
export function parseSearch(typed: string): SearchQuery {
  const terms: SearchTerm[] = []
  const words: string[] = []
  for (let rest = typed.trim(); rest !== ''; rest = rest.trimStart()) {
    const read = readTerm(rest)
    if (read === null) words.push(/^\S+/u.exec(rest)?.[0] ?? rest)
    else terms.push(read.term)
    rest = rest.slice(read === null ? (words.at(-1) ?? rest).length : read.length)
  }
  return { text: words.join(' '), terms }
}

const quoted = (text: string): string =>
  /^[^\s",\\]+$/u.test(text) ? text : `"${text.replaceAll(/["\\]/gu, String.raw`\$&`)}"`

/** The text of a term, which reads as the same term. */
export function formatTerm({ field, values, isNot }: SearchTerm): string {
  const minus = isNot ? '-' : ''
  return values.length === 0 ? `${minus}no:${field}` : `${minus}${field}:${values.map(quoted).join(',')}`
}

/** The text of a search, which reads as the same terms. They come first: an open quote in the text must not swallow them. */
export const formatSearch = ({ text, terms }: SearchQuery): string =>
  [...terms.map(formatTerm), ...(text === '' ? [] : [text])].join(' ')
