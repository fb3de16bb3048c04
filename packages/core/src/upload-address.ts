// Anything before one @ and a host with a dot; Kore.ai decides the rest. Length as in RFC 5321.
const emailShape = /^[^\s@,;:<>()[\]\\]+@[^\s@,;:<>()[\]\\]+\.[^\s@.,;:<>()[\]\\]{2,}$/u
/** Whether a value has the shape of an e-mail address. */
export function isEmailShaped(value: string): boolean {
  return value.length <= 254 && emailShape.test(value)
}

/** Addresses a text holds, as in "Ana Lee <ana@example.com>" or a copied link: what was probably meant. */
export function addressesIn(text: string): readonly string[] {
  const words = text.split(/[\s<>()[\]{},;:"'|\\]+/).map((word) => word.replace(/\.+$/, ''))
  return [...new Set(words.filter(isEmailShaped))].slice(0, 5)
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
