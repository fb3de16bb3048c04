import { decodePunycode } from './punycode.ts'

// Anything plain before one @ and a domain with a dot; Kore.ai decides the rest. Length as in RFC 5321.
const localPart = /(?!')[^\s@,;:|<>()[\]{}\\"“”„‟«»‹›「」『』｢｣‘’‚‛`´\p{Cc}\p{Cf}\p{Cs}]+/u.source
const domain = /(?:[\p{L}\p{M}\p{N}_-]+\.)+[\p{L}\p{M}\p{N}-]{2,}/u.source
const emailShape = new RegExp(`^${localPart}@${domain}$`, 'u')
const longestAddress = 254

/** Whether a value is a plain e-mail address, with nothing around it. */
export function isEmailShaped(value: string): boolean {
  return value.length <= longestAddress && emailShape.test(value)
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

const scripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u]
/** Letters of other scripts that are drawn like Latin ones, and nothing else. */
const drawnLikeLatin = /^(?:[аеһіјкморԛсѕԝухӏ\d_-]+|[αεικνορτυχ\d_-]+)$/iu

/**
 * Whether letters of an address may be taken for others: a part of it (between @ and dots) mixes scripts that share
 * letter shapes, or is wholly of letters drawn like Latin ones beside parts that are Latin. A domain in Cyrillic alone
 * is somebody's domain.
 */
export function hasLookalikes(value: string): boolean {
  const parts = value.split(/[@.]/)
  const mixes = (part: string) => scripts.filter((script) => script.test(part)).length > 1
  const poses = (part: string) => /\p{L}/u.test(part) && !/\p{Script=Latin}/u.test(part) && drawnLikeLatin.test(part)
  return parts.some(mixes) || (/\p{Script=Latin}/u.test(value) && parts.some(poses))
}
