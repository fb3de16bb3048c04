import type { Person } from '../../../features/audit/ports.ts'
import { fileEndings } from '../audit/named-person.ts'

/** Replaces an erased value. */
export const erasedValue = '-'

/** Recognizes a person in content: an address as a whole word of any text, an ID only as a whole value. */
export interface PersonMatch {
  /** The address in lower case; null for a person by ID. */
  readonly address: string | null
  readonly ids: readonly string[]
  isNamedBy(text: string): boolean
  /** Whether a text may name the person, without regard to where words end: a fast first test. */
  mayBeIn(text: string): boolean
  /** The text with a dash in place of what names the person. */
  without(text: string): string
}

const letter = String.raw`[\p{L}\p{N}_%+-]`

/** An address as a whole word, in any case: not within a longer one, but in the name of a file. */
function wordOf(address: string): RegExp {
  const literal = address.replaceAll(/[^\p{L}\p{N}]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16) ?? ''}}`)
  return new RegExp(
    String.raw`(?<!${letter}|\.)${literal}(?!${letter}|\.(?!${fileEndings}(?![\p{L}\p{N}._-]))[\p{L}\p{N}])`,
    'giu',
  )
}

/** `ids`: further IDs of the person. */
export function matchPerson({ by, value }: Person, ids: readonly string[]): PersonMatch {
  const address = by === 'email' ? value.toLowerCase() : null
  const known = new Set([...ids, ...(address === null ? [value] : [])].map((id) => id.toLowerCase()))
  const word = address === null ? null : wordOf(address)
  const without = (text: string) => {
    if (known.has(text.trim().toLowerCase())) return erasedValue
    return word === null ? text : text.replaceAll(word, erasedValue)
  }
  // As in JSON, which most content is.
  const needles = [...known, ...(address === null ? [] : [address])].map((one) => JSON.stringify(one).slice(1, -1))
  return {
    address,
    ids: [...known],
    without,
    isNamedBy: (text) => without(text) !== text,
    mayBeIn: (text) => {
      const lower = text.toLowerCase()
      return needles.some((needle) => lower.includes(needle))
    },
  }
}

/** A JSON value without what names the person. */
export function withoutPerson(value: unknown, person: PersonMatch): unknown {
  if (typeof value === 'string') return person.without(value)
  if (Array.isArray(value)) return value.map((one) => withoutPerson(one, person))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutPerson(one, person)]))
}

/** Whether any text in a JSON value names the person. */
export function isNamedIn(value: unknown, person: PersonMatch): boolean {
  if (typeof value === 'string') return person.isNamedBy(value)
  return typeof value === 'object' && value !== null && Object.values(value).some((one) => isNamedIn(one, person))
}
