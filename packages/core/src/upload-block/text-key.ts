/** A hash of a text: 53 and 32 bits. Two texts of a million share both with a chance of one in 10¹³. */
export interface TextKey {
  /** Never 0. */
  readonly key: number
  readonly check: number
}

/** No text. */
export const noKey: TextKey = { key: 0, check: 0 }

/** The key of a text, or of `prefix` and the text: joining them takes longer than the hash. */
export function textKey(text: string, prefix = ''): TextKey {
  let one = 0xdeadbeef
  let two = 0x41c6ce57
  let three = 0x9e3779b9
  for (let at = -prefix.length; at < text.length; at += 1) {
    const code = at < 0 ? prefix.charCodeAt(prefix.length + at) : text.charCodeAt(at)
    one = Math.imul(one ^ code, 2654435761)
    two = Math.imul(two ^ code, 1597334677)
    three = Math.imul(three ^ code, 2246822519)
    three ^= three >>> 15
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909)
  two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909)
  three = Math.imul(three ^ (three >>> 13), 3266489917)
  const key = 4294967296 * (2097151 & two) + (one >>> 0)
  return { key: key === 0 ? 1 : key, check: (three ^ (three >>> 16)) >>> 0 }
}
