import { decodePunycode } from './punycode.ts'

// Anything plain before one @ and a domain with a dot; Kore.ai decides the rest. Length as in RFC 5321. A formula, a
// path, a wildcard, an addition, a negation or a mask is no name of a mailbox, although RFC 5322 allows their signs.
const localPart =
  /(?!['=/!~#¬−-]|\+(?!\d)|[‐-―])(?:(?!\/\/|\.\.\.)[^\s@,;:*?|<>()[\]{}\\"“”„‟«»‹›「」『』｢｣《》〈〉【】〝〞〟′″‘’‚‛`´ªº℠™\p{No}\p{C}\ufffd])+/u
    .source
const domain = /(?:[\p{L}\p{M}\p{Nd}_-]+\.)+[\p{L}\p{M}\p{Nd}-]{2,}/u.source
const emailShape = new RegExp(`^${localPart}@${domain}$`, 'u')
const unseen = /[\p{Default_Ignorable_Code_Point}\u2800]/u
const longestAddress = 254

/** Whether a value is a plain email address, with nothing around it. */
export function isEmailShaped(value: string): boolean {
  return value.length <= longestAddress && emailShape.test(value) && !unseen.test(value)
}

function unicodeLabel(label: string): string {
  return label.startsWith('xn--') ? (decodePunycode(label.slice(4)) ?? label) : label
}

/**
 * The form in which addresses are compared: without regard to case, to composed or decomposed letters, and to whether
 * the domain is spelled in Unicode or Punycode.
 */
export function comparableAddress(address: string): string {
  const lower = address.normalize('NFC').trim().toLowerCase()
  const at = lower.lastIndexOf('@')
  if (!lower.includes('xn--', at)) return lower
  const labels = lower.slice(at + 1).split('.')
  return `${lower.slice(0, at + 1)}${labels.map(unicodeLabel).join('.')}`.normalize('NFC')
}

/** Scripts that are written together with Latin letters, and share no shapes with them. */
const besideLatin = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u
const isLatinLetter = (letter: string) => /\p{Script=Latin}/u.test(letter)
/** Latin letters of phonetic alphabets, drawn like the plain ones. */
const phonetic = /[\u0250-\u02af\u1d00-\u1dbf]/u
/** Letters of other scripts that are drawn like Latin ones, and nothing else. */
const drawnLikeLatin = /^(?:[аеһіјкморԛсѕԝухӏ\d_-]+|[αεικνορτυχ\d_-]+)$/iu

/**
 * Whether letters of an address may be taken for others: a part of it (between @ and dots) mixes scripts that share
 * letter shapes, or is wholly of letters drawn like Latin ones beside parts that are Latin. A domain in Cyrillic alone
 * is a legitimate domain.
 */
export function hasLookalikes(value: string): boolean {
  const parts = value.split(/[@.]/)
  const mixes = (part: string) => {
    const letters = Array.from(part).filter((one) => /\p{L}/u.test(one) && !besideLatin.test(one))
    return phonetic.test(part) || (letters.some(isLatinLetter) && !letters.every(isLatinLetter))
  }
  const poses = (part: string) => /\p{L}/u.test(part) && !/\p{Script=Latin}/u.test(part) && drawnLikeLatin.test(part)
  return parts.some(mixes) || (/\p{Script=Latin}/u.test(value) && parts.some(poses))
}
