import { comparableName } from '../account/name-index.ts'
import type { User } from '../account/user.ts'

const shortest = 3
const longestName = 100

/** The words of a name, folded. What follows in brackets is a remark: "Ana Lee (Sales)". */
const wordsOf = (name: string) =>
  comparableName(name.replaceAll(/[([][^()[\]]*[)\]]?/g, ' '))
    .split(/[^\p{L}\p{M}]+/u)
    .filter((word) => word !== '')

/** Whether two words may be forms of one name: "Alex" of "Alexandra", "J" of "Jane", "Mueller" for "Müller". */
function areAlike(one: string, other: string): boolean {
  const [short = '', long = ''] = [one, other].toSorted((a, b) => a.length - b.length)
  const plain = (word: string) => word.replaceAll(/([aou])e/g, '$1')
  return long.startsWith(short) || plain(long).startsWith(plain(short)) || isNear(short, long)
}

/** Whether one letter of a long word differs, is missing, or two are swapped. */
function isNear(short: string, long: string): boolean {
  if (short.length <= shortest || long.length - short.length > 1) return false
  let at = 0
  while (at < short.length && short[at] === long[at]) at += 1
  const [left, right] = [short.slice(at), long.slice(at)]
  const isSwapped = left.charAt(0) === right.charAt(1) && left.charAt(1) === right.charAt(0)
  return left === right.slice(1) || left.slice(1) === right.slice(1) || (isSwapped && left.slice(2) === right.slice(2))
}

const isLatin = (words: readonly string[]) => words.every((word) => /^[\p{Script=Latin}\p{M}]+$/u.test(word))

/**
 * Whether a name that a row has beside a user is clearly another one than the directory knows: no word of it is a form of
 * one there, nor of one in the address, and both have a name of at least two words. A name in another script proves nothing.
 */
export function isOtherName(name: string, user: Pick<User, 'email' | 'firstName' | 'lastName'>): boolean {
  if (name.length > longestName || /[@\d]/.test(name)) return false
  const written = wordsOf(name)
  const known = wordsOf(`${user.firstName} ${user.lastName}`)
  if (written.length < 2 || known.length < 2 || !isLatin(written) || !isLatin(known)) return false
  const [local = ''] = user.email.split('@')
  const all = [...known, ...wordsOf(local)]
  const isOfUser = (word: string) =>
    all.some((other) => areAlike(word, other)) || (word.length >= shortest && comparableName(local).includes(word))
  return !written.some(isOfUser)
}
