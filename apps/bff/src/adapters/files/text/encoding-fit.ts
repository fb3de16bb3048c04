import { type FileEncoding, legacyEncodings } from './file-encodings.ts'

/** The most frequent letters in each encoding besides ASCII. Encodings without an entry are recognized by known names alone. */
const commonLetters: Readonly<Partial<Record<FileEncoding, string>>> = {
  'windows-1252': 'äöüßéèêàâçñóíáúãõøåæôîïëùœ',
  'windows-1250': 'ąćęłńóśźżáčďéěíňřšťúůýžäöüßőűăâî',
  'windows-1251': 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфіїєґё',
  'windows-1253': 'αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώ',
  'windows-1254': 'çğıöşüâîi̇',
  'windows-1255': 'אבגדהוזחטיכךלמםנןסעפףצץקרשת',
  'windows-1256': 'ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإآءئؤ',
  'windows-1257': 'āčēģīķļņšūžąęėįųõäöü',
  'windows-1258': 'ăâđêôơư\u0300\u0301\u0303\u0309\u0323',
  'windows-874': 'กขคงจชซฐณดตถทธนบปผพฟภมยรลวศษสหอะาิีุูเแโใไ่้็์ัำ',
  'iso-8859-2': 'ąćęłńóśźżáčďéěíňřšťúůýžäöüßőűăâî',
  'iso-8859-5': 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфё',
  'koi8-r': 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфё',
  'koi8-u': 'оеаинтсрвлкмдпуяьгзбчйхжшюцщфіїєґ',
  ibm866: 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфё',
  'x-mac-cyrillic': 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфё',
  macintosh: 'äöüßéèêàâçñóíáúãõøåæôîïëù',
}

/** Lead bytes of the most frequent characters in a double-byte encoding. */
const commonLeads: Readonly<Partial<Record<FileEncoding, readonly (readonly [from: number, to: number])[]>>> = {
  gb18030: [[0xb0, 0xd7]],
  big5: [[0xa4, 0xc6]],
  'euc-kr': [[0xb0, 0xc8]],
  'euc-jp': [
    [0xa4, 0xa5],
    [0xb0, 0xcf],
  ],
  shift_jis: [
    [0x82, 0x83],
    [0x88, 0x97],
  ],
}

/** The text, or null if the bytes are invalid in this encoding. */
export function decodes(bytes: Uint8Array, encoding: FileEncoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

const isAsciiLetter = (character: string | undefined) => character !== undefined && /[a-z]/i.test(character)
const isLetter = (character: string | undefined) => character !== undefined && /[\p{L}\p{M}]/u.test(character)
const isLower = (character: string | undefined) => character !== undefined && /\p{Ll}/u.test(character)

/** How plausible one character beyond ASCII is between its neighbors, from -10 to 1. */
function letterFit(characters: readonly string[], at: number, common: ReadonlySet<string>): number {
  const [before, character = '', after] = [characters[at - 1], characters[at], characters[at + 1]]
  if (/[\p{Cc}\p{Co}\p{Cn}\ufffd]/u.test(character)) return -10
  if (!isLetter(character))
    return isLetter(before) && isLetter(after) ? -3 : isLetter(before) || isLetter(after) ? -0.5 : 0
  if (/\p{Lu}/u.test(character) && isLower(before)) return -3
  const isLatin = /\p{Script=Latin}/u.test(character)
  if (!isLatin && (isAsciiLetter(before) || isAsciiLetter(after))) return -4
  // A word in Latin letters has ASCII letters too.
  if (isLatin && [before, after].every((one) => one !== undefined && isLetter(one) && !isAsciiLetter(one))) return -1
  return common.has(character.toLowerCase()) ? 1 : 0.4
}

function singleByteFit(text: string, encoding: FileEncoding): number {
  const common = new Set(commonLetters[encoding])
  const characters = Array.from(text)
  let sum = 0
  let count = 0
  for (const [at, character] of characters.entries()) {
    if (character <= '\x7f') continue
    count += 1
    sum += letterFit(characters, at, common)
  }
  return count === 0 || common.size === 0 ? -1 : sum / count
}

/** Mostly by the lead bytes; a double-byte character within a word of ASCII letters is most likely wrong. */
function doubleByteFit(bytes: Uint8Array, encoding: FileEncoding): number {
  const common = commonLeads[encoding] ?? []
  const isAsciiLetterAt = (at: number) => /[a-z]/i.test(String.fromCharCode(bytes[at] ?? 0))
  // Korean syllables use the lower half of the lead bytes of Chinese ones: if all are in that half, it is Korean.
  const most = encoding === 'euc-kr' ? 1.05 : 1
  let sum = 0
  let count = 0
  let followsLetter = false
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0
    if (lead < 0x80) {
      followsLetter = isAsciiLetterAt(at)
      continue
    }
    const isHalfWidth = encoding === 'shift_jis' && lead >= 0xa1 && lead <= 0xdf
    const fit = common.some(([from, to]) => lead >= from && lead <= to) ? most : isHalfWidth ? -0.5 : 0.2
    const end = isHalfWidth ? at : at + 1
    sum += followsLetter && isAsciiLetterAt(end + 1) ? -4 : fit
    count += 1
    followsLetter = false
    at = end
  }
  return count === 0 ? -1 : sum / count
}

interface FittingEncoding {
  readonly encoding: FileEncoding
  readonly text: string
  /** Up to 1: how plausible the bytes are as text in this encoding. */
  readonly fit: number
}

/** Every encoding that can decode the bytes. */
export function encodingsThatFit(bytes: Uint8Array): readonly FittingEncoding[] {
  return legacyEncodings.flatMap((encoding) => {
    const text = decodes(bytes, encoding)
    if (text === null) return []
    const fit = encoding in commonLeads ? doubleByteFit(bytes, encoding) : singleByteFit(text, encoding)
    return [{ encoding, text, fit }]
  })
}
