import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
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
  /** Number of duplicates, each counted once in `identifiers`. */
  readonly repeated: number
  /** Entries with text around the identifier, and the identifiers in them. */
  readonly unwrapped: readonly (Entry & { readonly values: readonly string[] })[]
  readonly wrong: readonly (Entry & { readonly reason: string })[]
}

/** Most identifiers of one list (the server's limit). */
export const identifierLimit = 10_000

const reasons: Readonly<Record<NotAnIdentifier, MessageDescriptor>> = {
  no_address: msg`This is not an email address.`,
  no_user_id: msg`This is not a user ID (u-…).`,
  an_address: msg`This is an email address.`,
  a_user_id: msg`This is a user ID (u-…).`,
  no_id: msg`This is not an ID.`,
  spaces: msg`This contains spaces. Write one ID per line.`,
}

/** Reads a pasted list of identifiers of one kind. One list has one kind. */
export function parsePasted(by: IdentifierKind, text: string): Pasted {
  const { identifiers, repeated, unwrapped, wrong } = readIdentifierList(by, text)
  return {
    identifiers,
    repeated,
    unwrapped,
    wrong: wrong.map((entry) => ({ ...entry, reason: i18n._(reasons[entry.reason]) })),
  }
}
