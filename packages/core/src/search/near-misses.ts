import type { User } from '../account/user.ts'
import { editDistance } from '../text/edit-distance.ts'
import { foldText } from '../text/fold-text.ts'

/** What a search may mean is read from these. */
export type NamedUser = Pick<User, 'id' | 'email' | 'firstName' | 'lastName' | 'orgUserId'>

const mostSuggestions = 5

const wordsOf = (text: string): readonly string[] => foldText(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []

/** Letters that a word may be off. In a word of one or two letters, another letter makes another word. */
function tolerance(word: string): number {
  if (word.length < 3) return 0
  return word.length < 5 ? 1 : 2
}

/** Whether two words differ by two letters in the wrong order. */
function areSwapped(one: string, other: string): boolean {
  const at = Array.from(one).findIndex((letter, index) => letter !== other[index])
  return one.length === other.length && one.slice(0, at) + one[at + 1] + one[at] + one.slice(at + 2) === other
}

/** How far a word is from another, or from its start: a search also matches parts of words. */
function distanceTo(word: string, other: string): number {
  if (other.includes(word)) return 0
  if (areSwapped(word, other)) return 1
  return Math.min(editDistance(word, other), editDistance(word, other.slice(0, word.length)) + 0.5)
}

/** How far a text is from the words of a search, each of which must be near one of its words; null if one is not. */
function distanceOf(words: readonly string[], text: string): number | null {
  const others = wordsOf(text)
  let sum = 0
  for (const word of words) {
    const nearest = Math.min(...others.map((other) => distanceTo(word, other)))
    if (nearest > tolerance(word)) return null
    sum += nearest
  }
  return sum
}

/** The texts by which a search finds a user: the name, the email address, the IDs. */
const textsOf = ({ firstName, lastName, email, orgUserId, id }: NamedUser): readonly string[] =>
  [`${firstName} ${lastName}`.trim(), email, orgUserId ?? '', id].filter((text) => text !== '')

/** What the text of a search without a match may mean: names, addresses and IDs of these users, the nearest first. */
export function nearMisses(typed: string, users: readonly NamedUser[]): readonly string[] {
  const words = wordsOf(typed)
  if (words.length === 0) return []
  const found = new Map<string, number>()
  for (const user of users) {
    // Of one user, the first text that is near enough: no user is offered twice.
    for (const text of textsOf(user)) {
      const distance = distanceOf(words, text)
      if (distance === null) continue
      found.set(text, Math.min(distance, found.get(text) ?? distance))
      break
    }
  }
  return [...found]
    .toSorted(([one, near], [other, far]) => near - far || one.localeCompare(other, 'en'))
    .slice(0, mostSuggestions)
    .map(([text]) => text)
}
