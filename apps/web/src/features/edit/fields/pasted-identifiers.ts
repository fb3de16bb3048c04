import type { PlanSource } from '@muster/contracts/plans'
import { type NotAnIdentifier, readIdentifierList } from '@muster/core/identifier/read-list'

type Identifier = Extract<PlanSource, { kind: 'identifiers' }>['identifiers'][number]
export type IdentifierKind = Identifier['by']

interface Entry {
  readonly line: number
  readonly text: string
}

export interface Pasted {
  readonly identifiers: readonly Identifier[]
  /** Named more than once; counted once. */
  readonly repeated: number
  /** Entries with something around the identifier, and what was read from them. */
  readonly unwrapped: readonly (Entry & { readonly values: readonly string[] })[]
  readonly wrong: readonly (Entry & { readonly reason: string })[]
}

/** One list names at most this many users (the server's limit). */
export const identifierLimit = 10_000

const reasons: Readonly<Record<NotAnIdentifier, string>> = {
  no_address: 'is not an email address',
  no_user_id: 'is not a user ID (u-…)',
  an_address: 'is an email address',
  a_user_id: 'is a user ID (u-…)',
  no_id: 'is not an ID',
  spaces: 'contains spaces. Write one ID per line',
}

/** Reads a pasted list of identifiers of one kind. Kinds are never mixed in one list. */
export function parsePasted(by: IdentifierKind, text: string): Pasted {
  const { identifiers, repeated, unwrapped, wrong } = readIdentifierList(by, text)
  return {
    identifiers,
    repeated,
    unwrapped,
    wrong: wrong.map((entry) => ({ ...entry, reason: reasons[entry.reason] })),
  }
}
