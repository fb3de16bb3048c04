import { comparableAddress } from '@muster/core/identifier/address'
import { readSearch } from '@muster/core/identifier/read-search'
import { foldText } from '@muster/core/text/fold-text'

/**
 * Normalizes text for search: folded like names, every run of anything but letters, their marks and digits becomes one
 * space, in all scripts. Stored and typed text use the same function.
 */
export function searchText(text: string): string {
  return foldText(text)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
}

/** In lower case as the store computes it in the collation "C". */
export function asciiLower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/** The `first_key` and `last_key` of a user: the normalized name, or null if that is the name in lower case. */
export function nameKeyOf(name: string): string | null {
  const key = searchText(name)
  return key === asciiLower(name) ? null : key
}

/** The `search` column of a user; the leading space makes the first word start like every other. */
export function userSearchText(user: {
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly orgUserId: string | null
  readonly id: string
}): string {
  return ` ${searchText([comparableAddress(user.email), user.firstName, user.lastName, user.orgUserId ?? '', user.id].join(' '))}`
}

/**
 * The `LIKE` patterns of a search. A user matches when every pattern of one alternative matches: words in any order.
 * Several pasted addresses are alternatives. Three characters or more match anywhere, one or two at the start of a word
 * (fewer than three have no trigram, and would read the whole table). Empty when the input contains nothing searchable.
 */
export function searchPatterns(typed: string): readonly (readonly string[])[] {
  return readSearch(typed)
    .map((words) => patternsOf(words))
    .filter((patterns) => patterns.length > 0)
}

function patternsOf(words: readonly string[]): readonly string[] {
  const texts = words.map(searchText).filter((text) => text !== '')
  return [...new Set(texts)].map(patternOf)
}

/** Only letters, marks, digits and spaces remain: nothing to escape for LIKE. */
function patternOf(text: string): string {
  return Array.from(text).length >= 3 ? `%${text}%` : `% ${text}%`
}
