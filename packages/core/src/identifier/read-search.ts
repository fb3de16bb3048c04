import { comparableAddress } from './address.ts'
import { readAddresses } from './read-addresses.ts'
import { plainId } from './read-identifier.ts'

/**
 * The text of a search box as alternatives of words that must all match. Pasted addresses are found without what
 * surrounds them, and each of several; other text is words in any order.
 */
export function readSearch(typed: string): readonly (readonly string[])[] {
  const entries = typed.includes('@') ? readAddresses(typed) : []
  const isAddresses = entries.length > 0 && entries.every(({ addresses }) => addresses.length > 0)
  if (isAddresses) return entries.flatMap(({ addresses }) => addresses.map((one) => [comparableAddress(one)]))
  const words = plainId(typed).split(/\s+/)
  return [words.filter((word) => word !== '')]
}
