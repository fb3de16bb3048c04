import { quotePairs } from './plain-text.ts'

const brackets: Readonly<Record<string, string>> = { '<': '>', '(': ')', '[': ']' }
/** Quotes that surround a name with separators in it. Apostrophes also occur within words. */
const surrounding = new Set('"“„«»「『')
const separators = new Set([';', ',', '|', '\t', '\n', '\r', '、', '،', '؛'])

/** Whether an @ is at this place, as it is or as a link spells it. */
const isAt = (text: string, at: number) => text[at] === '@' || text.startsWith('%40', at)

/** Characters within quotes or brackets, at most: a name and an address are shorter. */
const longestSpan = 500
/** Quotes around one another, at most. */
const mostQuotes = 8

/** Whether only a space, a separator or what opens is before `at`: behind a word, a quote closes. */
function beginsWord(text: string, at: number): boolean {
  const before = Array.from(text.slice(Math.max(0, at - mostQuotes), at)).findLast((one) => !(one in quotePairs)) ?? ' '
  return /\s/.test(before) || separators.has(before) || before in brackets
}

/**
 * Where what opens at `at` closes on the same line; -1 where it does not. Quotes keep only a name together: one with an
 * address in it is around that address, or closes what was opened before.
 */
function closingOf(text: string, at: number): number {
  const open = text[at] ?? ''
  const isQuote = surrounding.has(open)
  const close = isQuote ? quotePairs[open] : brackets[open]
  if (close === undefined || (isQuote && !beginsWord(text, at))) return -1
  for (let end = at + 1; end < Math.min(text.length, at + longestSpan); end += 1) {
    const character = text[end] ?? ''
    if (character === '\n' || character === '\r' || (isQuote && isAt(text, end))) return -1
    if (close.includes(character)) return isQuote && !/[\p{L}\p{N}]/u.test(text.slice(at, end)) ? -1 : end
  }
  return -1
}

interface Piece {
  readonly text: string
  /** The separator behind it; empty at the end. */
  readonly separator: string
}

function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = []
  let start = 0
  for (let at = 0; at <= text.length; at += 1) {
    const character = text[at] ?? ''
    if (at < text.length && !separators.has(character)) {
      at = Math.max(at, closingOf(text, at))
      continue
    }
    const piece = text.slice(start, at).trim()
    if (piece !== '') pieces.push({ text: piece, separator: character })
    start = at + 1
  }
  return pieces
}

const particle = /^(?:van|von|vom|zu|zur|de|del|della|der|den|da|di|du|dos|la|le|el|al|bin|ten|ter|af|av)\b/u
/** Names begin with a capital, or with a particle; scripts without case have neither. */
const isNamePart = (text: string) =>
  /^[\p{L}\p{M}.'’‘ -]+$/u.test(text) && (particle.test(text) || !/^\p{Ll}/u.test(text))
const isNamedAddress = (text: string) => /^[^@<(]*(?:\([^<>()@]*\)\s*)?[<(][^<>()]*@/.test(text)

/**
 * Entries of a list of addresses: between separators, except within quotes and brackets. A family name before a comma
 * stays with its address: `Doe, Ana <ana@example.com>` is one entry.
 */
export function splitEntries(text: string): readonly string[] {
  const entries: string[] = []
  const pieces = piecesOf(text)
  for (let at = 0; at < pieces.length; at += 1) {
    const piece = pieces[at]
    const next = pieces[at + 1]
    if (piece === undefined) continue
    if (next !== undefined && piece.separator === ',' && isNamePart(piece.text) && isNamedAddress(next.text)) {
      entries.push(`${piece.text}, ${next.text}`)
      at += 1
    } else entries.push(piece.text)
  }
  return entries
}
