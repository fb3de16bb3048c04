export type FileEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'shift_jis'

export interface EncodingGuess {
  readonly encoding: FileEncoding
  readonly byteOrderMark: boolean
}

function decodes(bytes: Uint8Array, encoding: FileEncoding): string | null {
  try {
    // `stream` leaves a character cut at the end of the sample alone.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return null
  }
}

/** Share of zero bytes at even and at odd places: text in UTF-16 without a mark shows in one of them. */
function zeroBytes(bytes: Uint8Array): { even: number; odd: number } {
  let even = 0
  let odd = 0
  for (const [at, byte] of bytes.entries()) {
    if (byte !== 0) continue
    if (at % 2 === 0) even += 1
    else odd += 1
  }
  const half = Math.max(1, bytes.length / 2)
  return { even: even / half, odd: odd / half }
}

const japanese = /[\u3040-\u30ff\u4e00-\u9fff]/gu

function looksJapanese(text: string): boolean {
  const beyondAscii = text.replaceAll(/[\0-\x7f]/g, '')
  return beyondAscii.length > 0 && (beyondAscii.match(japanese)?.length ?? 0) / beyondAscii.length > 0.5
}

/**
 * Tells the encoding of a text file from its first bytes, and from the first piece further down that is no UTF-8. The
 * person sees the guess and may correct it.
 */
export function guessEncoding(bytes: Uint8Array, notUtf8: Uint8Array | null = null): EncodingGuess {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', byteOrderMark: true }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', byteOrderMark: true }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', byteOrderMark: true }
  const zeros = zeroBytes(bytes.subarray(0, 4096))
  if (zeros.odd > 0.3 && zeros.even < 0.1) return { encoding: 'utf-16le', byteOrderMark: false }
  if (zeros.even > 0.3 && zeros.odd < 0.1) return { encoding: 'utf-16be', byteOrderMark: false }
  if (notUtf8 === null && decodes(bytes, 'utf-8') !== null) return { encoding: 'utf-8', byteOrderMark: false }
  const shiftJis = decodes(notUtf8 ?? bytes, 'shift_jis')
  if (shiftJis !== null && looksJapanese(shiftJis)) return { encoding: 'shift_jis', byteOrderMark: false }
  return { encoding: 'windows-1252', byteOrderMark: false }
}
