import type { Lookups } from '../account/access.ts'
import { type NameIndex, nameIndex } from '../account/name-index.ts'
import type { SearchField, SearchTerm } from './search-query.ts'

/** A term by IDs: a user has one of them, or has none at all if there are none; the opposite if `isNot`. */
export interface ResolvedTerm {
  readonly field: SearchField
  readonly ids: readonly string[]
  readonly isNot: boolean
}

/** An unknown value, with its suggestions. */
export interface UnknownValue {
  readonly field: SearchField
  readonly value: string
  readonly suggestions: readonly string[]
}

export interface ResolvedSearch {
  readonly terms: readonly ResolvedTerm[]
  /** With one of these, a search finds no user: a misspelled exclusion must not select everyone. */
  readonly unknown: readonly UnknownValue[]
}

interface Named {
  readonly id: string
  readonly name: string
}

const statuses: readonly Named[] = [
  { id: 'active', name: 'active' },
  { id: 'not_active', name: 'not active' },
  { id: 'locked', name: 'locked' },
  { id: 'suspended', name: 'suspended' },
  { id: 'unknown', name: 'unknown' },
]
const flags: readonly Named[] = [
  { id: 'developer', name: 'developer' },
  { id: 'bot_creator', name: 'bot creator' },
  { id: 'elevated', name: 'elevated' },
  { id: 'unread', name: 'unread' },
]

type Names = Pick<Lookups, 'groups' | 'roles' | 'bots' | 'known'>

/** Everything that the values of a field can name. */
function namedBy(field: SearchField, { groups, roles, bots }: Names): Iterable<Named> {
  switch (field) {
    case 'group':
      return groups.values()
    case 'role':
      return roles.values()
    case 'bot':
      return bots.values()
    case 'status':
      return statuses
    case 'is':
      return flags
    case 'dormant':
      return []
  }
}

/** `not-active` and `bot-creator` are one word when typed. */
const written = (field: SearchField, value: string): string =>
  field === 'status' || field === 'is' ? value.replaceAll(/[-_]/gu, ' ') : value

/** Where the app may not read a list, its values are IDs. */
function isListed(field: SearchField, { known }: Names): boolean {
  if (field === 'group') return known.groups
  if (field === 'role') return known.roles
  return field === 'bot' ? known.bots : true
}

const days = /^[1-9]\d{0,3}$/

function idsOf(index: NameIndex, field: SearchField, value: string): readonly string[] | UnknownValue {
  if (field === 'dormant') return days.test(value) ? [value] : { field, value, suggestions: ['90'] }
  const match = index.find(written(field, value))
  if (match.kind === 'found') return [match.id]
  return match.kind === 'ambiguous' ? match.choices : { field, value, suggestions: match.suggestions }
}

const isUnknown = (found: readonly string[] | UnknownValue): found is UnknownValue => !Array.isArray(found)

/** The terms of a search by the IDs of this account. Names are compared as in files: without case, accents and spacing. */
export function resolveSearch(terms: readonly SearchTerm[], lookups: Names): ResolvedSearch {
  const indexes = new Map<SearchField, NameIndex>()
  const indexOf = (field: SearchField): NameIndex => {
    const index = indexes.get(field) ?? nameIndex(namedBy(field, lookups))
    indexes.set(field, index)
    return index
  }
  const found = terms.map(({ field, values, isNot }) => ({
    field,
    isNot,
    values: values.map((value) => (isListed(field, lookups) ? idsOf(indexOf(field), field, value) : [value])),
  }))
  return {
    terms: found.map(({ field, isNot, values }) => ({
      field,
      isNot,
      ids: [...new Set(values.flatMap((one) => (isUnknown(one) ? [] : one)))],
    })),
    unknown: found.flatMap(({ values }) => values.filter(isUnknown)),
  }
}
