import { createReadStream } from 'node:fs'

/** What only a look at every byte of a text file tells. */
export interface TextScan {
  /** The first piece that is no UTF-8; null where the whole file is. */
  readonly notUtf8: Buffer | null
  /** Line ends outside quotes: about as many rows. */
  readonly lines: number
}

const quote = 0x22
const lineFeed = 0x0a
const carriageReturn = 0x0d

function lineCounter() {
  let isQuoted = false
  let feeds = 0
  let returns = 0
  return {
    see(bytes: Buffer) {
      for (const byte of bytes) {
        if (byte === quote) isQuoted = !isQuoted
        else if (isQuoted) continue
        else if (byte === lineFeed) feeds += 1
        else if (byte === carriageReturn) returns += 1
      }
    },
    // Old Macs end lines with a carriage return alone.
    lines: () => (feeds > 0 ? feeds : returns),
  }
}

/** Looks through a text file once, piece by piece: an encoding told from the beginning alone may be wrong further down. */
export async function scanText(path: string): Promise<TextScan> {
  const counter = lineCounter()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let notUtf8: Buffer | null = null
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    counter.see(piece)
    if (notUtf8 !== null) continue
    try {
      decoder.decode(piece, { stream: true })
    } catch {
      notUtf8 = piece
    }
  }
  return { notUtf8, lines: counter.lines() }
}
