/** The characters of windows-1252 for the bytes 128 to 159; the other bytes are the characters of their number. */
const highControls = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

function byteOf(character: string): number | null {
  const code = character.charCodeAt(0)
  if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) return code
  const at = highControls.indexOf(character)
  return at < 0 ? null : 0x80 + at
}

/** Follows UTF-8: `%C3%BC` is `ü`. Null where the bytes are no UTF-8. */
function utf8Of(bytes: readonly number[]): string | null {
  try {
    return decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))
  } catch {
    return null
  }
}

/** The text that a program stored as UTF-8 and another read as windows-1252: `MÃ¼ller` was `Müller`. Null for any other. */
export function decodedTwice(text: string): string | null {
  if (!/[\u0080-\u00ff]/.test(text)) return null
  const bytes: number[] = []
  for (let at = 0; at < text.length; at += 1) {
    const byte = byteOf(text.charAt(at))
    if (byte === null) return null
    bytes.push(byte)
  }
  return utf8Of(bytes)
}
