import { isAscii } from 'node:buffer'
import { textBytes } from './byte-order-mark.ts'

/** Facts that require a scan of the whole text file. */
export interface TextScan {
  /** Lines that are not UTF-8, up to a bound; null if the file is UTF-8 except for a few broken characters. */
  readonly notUtf8: Buffer | null
  /** Approximate number of lines. */
  readonly lines: number
}

const lineFeed = 0x0a
const carriageReturn = 0x0d
const maxEvidence = 16_384

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/** Collects lines that are not UTF-8, and counts UTF-8 lines beyond ASCII. */
function lineGatherer() {
  const lines: Buffer[] = []
  let room = maxEvidence
  let utf8Lines = 0
  let rest: Buffer = Buffer.alloc(0)
  const see = (line: Buffer) => {
    if (isAscii(line)) return
    if (isUtf8(line)) utf8Lines += 1
    else if (room > 0) {
      lines.push(line.subarray(0, room))
      room -= line.length
    }
  }
  return {
    see: (piece: Uint8Array) => {
      if (room <= 0) return
      // Lines of ASCII alone prove nothing.
      const last = isAscii(piece) && isAscii(rest) ? piece.lastIndexOf(lineFeed) : -1
      if (last !== -1) {
        rest = Buffer.from(piece.subarray(last + 1)).subarray(0, maxEvidence)
        return
      }
      const text = Buffer.concat([rest, piece])
      let start = 0
      for (let end = text.indexOf(lineFeed); end !== -1; end = text.indexOf(lineFeed, start)) {
        see(text.subarray(start, end + 1))
        start = end + 1
      }
      rest = text.subarray(start).subarray(0, maxEvidence)
    },
    /** The lines that are not UTF-8; null if nearly all of the text is UTF-8 and only a few characters are broken. */
    end: (): Buffer | null => {
      see(rest)
      return utf8Lines > lines.length * 4 ? null : Buffer.concat(lines)
    },
  }
}

function countOf(bytes: Uint8Array, byte: number): number {
  let count = 0
  for (let at = bytes.indexOf(byte); at !== -1; at = bytes.indexOf(byte, at + 1)) count += 1
  return count
}

/** Scans a text file once, chunk by chunk: an encoding guessed from the beginning alone may be wrong further down. */
export async function scanText(path: string): Promise<TextScan> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const gatherer = lineGatherer()
  let isWhole = true
  let feeds = 0
  let returns = 0
  const decode = (piece?: Uint8Array) => {
    try {
      if (isWhole) decoder.decode(piece, { stream: piece !== undefined })
    } catch {
      isWhole = false
    }
  }
  for await (const piece of textBytes(path)) {
    feeds += countOf(piece, lineFeed)
    returns += countOf(piece, carriageReturn)
    decode(piece)
    gatherer.see(piece)
  }
  decode()
  // Classic Mac files end lines with a carriage return alone.
  return { notUtf8: isWhole ? null : gatherer.end(), lines: feeds > 0 ? feeds : returns }
}
