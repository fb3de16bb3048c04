/** Letters that Unicode does not take apart, as people type them. */
const plain: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
  ŧ: 't',
  ς: 'σ',
}
const special = new RegExp(`[${Object.keys(plain).join('')}]`, 'gu')

/**
 * Text as it is searched: lower case, without accents, every run of anything but letters and digits one space, in all
 * scripts. Stored text and what a person types go through the same function.
 */
export function searchText(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(special, (letter) => plain[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .normalize('NFC')
    .trim()
}

/** The `search` column of a user; the space in front makes the first word start like every other. */
export function userSearchText(user: {
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly orgUserId: string | null
  readonly id: string
}): string {
  return ` ${searchText([user.email, user.firstName, user.lastName, user.orgUserId ?? '', user.id].join(' '))}`
}

/**
 * The `LIKE` pattern of a search: three characters or more match anywhere, one or two at the start of a word (fewer
 * than three have no trigram, and would read the whole table). Null when nothing searchable was typed.
 */
export function searchPattern(typed: string): string | null {
  const text = searchText(typed)
  if (text === '') return null
  // Only letters, digits and spaces are left: nothing to escape for LIKE.
  return Array.from(text).length >= 3 ? `%${text}%` : `% ${text}%`
}
