import type { PlanSource } from '@muster/contracts/plans'

type Identifier = Extract<PlanSource, { kind: 'identifiers' }>['identifiers'][number]
export type IdentifierKind = Identifier['by']

export interface Pasted {
  readonly identifiers: readonly Identifier[]
  /** Named more than once; counted once. */
  readonly repeated: number
  readonly wrong: readonly { readonly line: number; readonly text: string; readonly reason: string }[]
}

/** One list names at most this many people (the server's limit). */
export const identifierLimit = 10_000

/** Why a text cannot be of the kind that was chosen, or null. Kinds are never mixed in one list. */
// oxlint-disable-next-line typescript/consistent-return -- every case returns, and the compiler checks that none is missing
function wrongFor(by: IdentifierKind, value: string): string | null {
  const looksLikeEmail = /^[^\s@]+@[^\s@]+$/.test(value)
  const looksLikeUserId = /^u-[0-9a-f-]{8,}$/i.test(value)
  switch (by) {
    case 'email':
      return looksLikeEmail ? null : 'is not an e-mail address'
    case 'userId':
      return looksLikeUserId ? null : 'is not a user id (u-…)'
    case 'orgUserId':
      if (looksLikeEmail) return 'is an e-mail address'
      return looksLikeUserId ? 'is a user id (u-…)' : null
    case 'channelUserId':
      return null
  }
}

function entriesOf(by: IdentifierKind, text: string): readonly { line: number; text: string }[] {
  // A channel's identity may hold anything but a line break; the other kinds may also come in one row of a sheet.
  const separator = by === 'channelUserId' ? /\n/ : /[\s,;]+/
  return text.split(/\r?\n/).flatMap((row, index) =>
    row
      .split(separator)
      .map((entry) => ({ line: index + 1, text: entry.trim() }))
      .filter((entry) => entry.text !== ''),
  )
}

function identifierOf(by: IdentifierKind, text: string): Identifier {
  if (by !== 'channelUserId') return { by, value: text }
  const [value = text, channelId] = text.split(/\t|,/, 2).map((part) => part.trim())
  return { by, value, channelId: channelId === undefined || channelId === '' ? null : channelId }
}

/** Reads a pasted list of identifiers of one kind: by line, and by comma, semicolon or blank where that is safe. */
export function parsePasted(by: IdentifierKind, text: string): Pasted {
  const found = new Map<string, Identifier>()
  const wrong: { line: number; text: string; reason: string }[] = []
  let repeated = 0
  for (const entry of entriesOf(by, text)) {
    const reason = wrongFor(by, entry.text)
    if (reason !== null) {
      wrong.push({ ...entry, reason })
      continue
    }
    const identifier = identifierOf(by, entry.text)
    const key = by === 'email' ? identifier.value.toLowerCase() : JSON.stringify(identifier)
    if (found.has(key)) repeated += 1
    else found.set(key, identifier)
  }
  return { identifiers: [...found.values()], repeated, wrong }
}
