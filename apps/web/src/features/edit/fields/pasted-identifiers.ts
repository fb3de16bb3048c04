import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import type { PlanSource } from '@muster/contracts/plans'
import type { IdentifierKind } from '@muster/core/identifier/read-identifier'
import { type NotAnIdentifier, readIdentifierList } from '@muster/core/identifier/read-list'
import * as z from 'zod/mini'
import { formatNumber } from '../../../lib/format.ts'

type Identifier = Extract<PlanSource, { kind: 'identifiers' }>['identifiers'][number]

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
const identifierLimit = 10_000

const emptyErrors: Readonly<Record<IdentifierKind, MessageDescriptor>> = {
  email: msg`Paste the email addresses`,
  orgUserId: msg`Paste the organization IDs`,
  userId: msg`Paste the user IDs`,
  channelUserId: msg`Paste the channel identities`,
}

const reasons: Readonly<Record<NotAnIdentifier, MessageDescriptor>> = {
  no_address: msg`This is not an email address.`,
  no_user_id: msg`This is not a user ID (u-…).`,
  an_address: msg`This is an email address.`,
  a_user_id: msg`This is a user ID (u-…).`,
  no_id: msg`This is not an ID.`,
  of_row: msg`Which entry of this line is the ID is unclear. Write one ID per line.`,
  spaces: msg`This contains spaces. Write one ID per line.`,
  digits_lost: msg`A spreadsheet may have replaced the last digits by zeros. Copy the ID from its source.`,
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

/** Why a list does not work; null if it does. */
export function listIssue(by: IdentifierKind, { identifiers, wrong }: Pasted): string | null {
  if (wrong.length > 0)
    return t`Every entry must be of the chosen kind. Correct the lines below or choose another kind.`
  if (identifiers.length > identifierLimit) {
    const limit = formatNumber(identifierLimit)
    const count = formatNumber(identifiers.length)
    return t`This list has ${count} identifiers. The limit is ${limit}. Split the list.`
  }
  return identifiers.length === 0 ? i18n._(emptyErrors[by]) : null
}

export const listValues = {
  by: z.enum(['email', 'orgUserId', 'userId', 'channelUserId'] as const satisfies readonly IdentifierKind[]),
  text: z.string(),
}
export interface ListValues {
  readonly by: IdentifierKind
  readonly text: string
}

/** The rule of a form with a list of identifiers. */
export const usableList = z.check<ListValues>(({ value, issues }) => {
  const message = listIssue(value.by, parsePasted(value.by, value.text))
  if (message !== null) issues.push({ code: 'custom', input: value.text, path: ['text'], message })
})

/** The rule of a form whose list may be empty. */
export const usableIfGiven = z.check<ListValues>(({ value, issues }) => {
  const message = value.text.trim() === '' ? null : listIssue(value.by, parsePasted(value.by, value.text))
  if (message !== null) issues.push({ code: 'custom', input: value.text, path: ['text'], message })
})
