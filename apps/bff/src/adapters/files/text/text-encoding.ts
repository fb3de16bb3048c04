import { isSpelledHeading } from '@muster/core/upload/upload-headings'
import type { EncodingCandidate } from '../../../features/uploads/file-ports.ts'
import { markOf, withoutMark } from './byte-order-mark.ts'
import { decodes, encodingsThatFit } from './encoding-fit.ts'
import type { FileEncoding } from './file-encodings.ts'

export type { FileEncoding } from './file-encodings.ts'

export interface EncodingGuess {
  readonly encoding: FileEncoding
  readonly byteOrderMark: boolean
  /** Alternatives, if it is neither Unicode nor certain from its bytes. */
  readonly candidates: readonly EncodingCandidate[]
}

/** Share of code units that are plain ASCII in this byte order. */
function asciiUnits(bytes: Uint8Array, high: 0 | 1): number {
  let ascii = 0
  const units = Math.floor(bytes.length / 2)
  for (let unit = 0; unit < units; unit += 1) {
    const low = bytes[unit * 2 + (1 - high)] ?? 0
    if (bytes[unit * 2 + high] === 0 && ((low >= 0x20 && low < 0x7f) || low === 0x0a || low === 0x0d || low === 0x09))
      ascii += 1
  }
  return ascii / Math.max(1, units)
}

/** UTF-16 without a mark: delimiters, line breaks and addresses are ASCII in one byte order only. */
function utf16Of(bytes: Uint8Array): FileEncoding | null {
  const even = bytes.subarray(0, bytes.length - (bytes.length % 2))
  const little = asciiUnits(even, 1)
  const big = asciiUnits(even, 0)
  if (little > 0.2 && little > big * 4 && decodes(even, 'utf-16le') !== null) return 'utf-16le'
  return big > 0.2 && big > little * 4 && decodes(even, 'utf-16be') !== null ? 'utf-16be' : null
}

/** A UTF-16 mark is wrong if no unit after it is ASCII in its byte order, not even a line break. */
function isInOrder(body: Uint8Array, encoding: FileEncoding): boolean {
  return body.length < 2 || asciiUnits(body, encoding === 'utf-16le' ? 1 : 0) > 0
}

/** Cells and list entries that depend on the encoding. */
function namesIn(text: string): readonly string[] {
  const cells = text.split(/[\r\n,;\t|"]+/).map((cell) => cell.trim())
  return [...new Set(cells.filter((cell) => /[^\0-\x7f]/.test(cell)))].slice(0, 50)
}

/** Candidate encodings, most likely first: known headings count more than letters. */
function legacyGuesses(bytes: Uint8Array): readonly EncodingCandidate[] {
  return encodingsThatFit(bytes)
    .map(({ encoding, text, fit }) => {
      const names = namesIn(text)
      return { encoding, names, fit: fit + names.filter(isSpelledHeading).length * 10 }
    })
    .toSorted((one, other) => other.fit - one.fit)
}

/**
 * Guesses the encoding of a text file from its first bytes, and from the lines of the whole file that are not UTF-8.
 * The guess is displayed and can be corrected.
 */
export function guessEncoding(start: Uint8Array, notUtf8: Uint8Array | null): EncodingGuess {
  const mark = markOf(start)
  const body = withoutMark(start)
  if (mark !== undefined && mark.encoding !== 'utf-8' && isInOrder(body, mark.encoding))
    return { encoding: mark.encoding, byteOrderMark: true, candidates: [] }
  const utf16 = body.includes(0) ? utf16Of(body) : null
  if (utf16 !== null) return { encoding: utf16, byteOrderMark: false, candidates: [] }
  if (mark?.encoding === 'utf-8') return { encoding: 'utf-8', byteOrderMark: true, candidates: [] }
  if (notUtf8 !== null) {
    const candidates = legacyGuesses(notUtf8)
    return { encoding: candidates[0]?.encoding ?? 'windows-1252', byteOrderMark: false, candidates }
  }
  // Escape sequences that switch to JIS X 0208.
  const hasEscapes = ['\u001b$@', '\u001b$B'].some((escape) => Buffer.from(start).includes(escape))
  const isJis = hasEscapes && decodes(start, 'iso-2022-jp') !== null
  return { encoding: isJis ? 'iso-2022-jp' : 'utf-8', byteOrderMark: false, candidates: [] }
}
