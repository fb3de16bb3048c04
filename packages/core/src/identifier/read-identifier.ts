import type { Identifier } from '../account/user.ts'
import { foldText } from '../text/fold-text.ts'
import { comparableAddress, isEmailShaped } from './address.ts'
import { withoutFormula, withoutQuotes, withoutUnseen } from './plain-text.ts'
import { addressesIn, readAddresses } from './read-addresses.ts'

export type IdentifierKind = Identifier['by']

/** The identifier in a text. */
export type IdentifierReading =
  /** `unwrapped`: something was around it. */
  | { readonly kind: 'one'; readonly value: string; readonly unwrapped: boolean }
  | { readonly kind: 'several'; readonly values: readonly string[] }
  /** `near`: what was probably meant. */
  | { readonly kind: 'none'; readonly near: readonly string[] }

const userIdShape = /^u-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const mostWrappers = 8
const fullWidth = /[\u3000\uff01-\uff5e]/gu
/** Zeros of the digits of scripts that write numbers as Latin does: Arabic, Persian, Devanagari and others. */
const zeros = Array.from(
  '\u0660\u06f0\u07c0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0e50\u0ed0\u0f20\u1040\u17e0\u1810',
)
/** Spreadsheets write a number as 100777.0; three zeros would be a thousand. */
const wholeNumber = /^(\d+)[.,]0{1,2}$/

/** Whether a value has the form of Kore.ai's own user ids. */
export function isUserId(value: string): boolean {
  return userIdShape.test(value)
}

function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  const zero = zeros.map((one) => one.codePointAt(0) ?? 0).find((one) => code >= one && code < one + 10)
  return zero === undefined ? digit : String(code - zero)
}

function unwrapOnce(text: string): string {
  return withoutQuotes(withoutFormula(text))
    .replace(/^<\s*([^<>]*?)\s*>$/, '$1')
    .trim()
}

/** An id without what surrounds it: quotes, spreadsheet marks, invisible characters, the decimals of a number; digits as 0 to 9. */
export function plainId(text: string): string {
  let left = withoutUnseen(text)
    .replaceAll(fullWidth, (character) => character.normalize('NFKC'))
    .normalize('NFC')
    .trim()
  if (/^\p{Nd}+$/u.test(left)) left = left.replaceAll(/\p{Nd}/gu, asciiDigit)
  for (let layer = 0; layer < mostWrappers; layer += 1) {
    const inner = unwrapOnce(left)
    if (inner === left) break
    left = inner
  }
  return left.replace(wholeNumber, '$1')
}

/** An identifier in a form that is equal for all spellings of the same one. */
export function comparableIdentifier({ by, value }: Pick<Identifier, 'by' | 'value'>): string {
  return by === 'email' ? comparableAddress(value) : plainId(value)
}

/**
 * The whole number that a spreadsheet shows as 1.00777E+05. Null where digits are lost: 1.23E+11 may have been any of
 * a billion numbers.
 */
export function wholeOfExponent(id: string): string | null {
  const [, first = '', rest = '', exponent] = /^(\d)(?:[.,](\d+))?[eE]\+?(\d{1,3})$/.exec(id) ?? []
  if (exponent === undefined || rest.length < Number(exponent)) return null
  const digits = Number(exponent)
  return /^0*$/.test(rest.slice(digits)) ? `${first}${rest.slice(0, digits)}` : null
}

/** Of these nothing is composed, compatible or invisible. */
const isAscii = /^[!-~]+$/

const behindOneWord = /^(?<word>[\p{L}\p{M}\p{N}._+'’-]+)[\s,;]+(?<local>[^\s@,;]+)@[^\s@,;]+$/u

/**
 * Whether an address behind one word may have lost its dot, as in `Mary ann@example.com`: what is left of it may be the
 * address of another user. A name that the address repeats is only its name.
 */
function mayBeCut(text: string): boolean {
  const { word, local = '' } = behindOneWord.exec(text)?.groups ?? {}
  if (word === undefined) return false
  return /^[\p{Ll}\p{N}._+-]+$/u.test(word) || !foldText(local).includes(foldText(word))
}

/** Separators before an address make its line a comment in some files. */
const commentedOut = /^\s*[;,|]/

function readAddress(text: string): IdentifierReading {
  if (isAscii.test(text) && isEmailShaped(text)) return { kind: 'one', value: text, unwrapped: false }
  const entries = readAddresses(text)
  const values = entries.flatMap(({ addresses }) => addresses)
  const [value, ...others] = values
  const isWhole =
    value !== undefined && !commentedOut.test(text) && entries.every(({ addresses }) => addresses.length > 0)
  if (isWhole && others.length === 0) return { kind: 'one', value, unwrapped: value !== text.trim() }
  if (mayBeCut(text.trim()) || entries.some(({ isReserved }) => isReserved)) return { kind: 'none', near: [] }
  const near = addressesIn(text)
  const all = [...new Set([...values, ...near])]
  return all.length > 1 ? { kind: 'several', values: all } : { kind: 'none', near: all }
}

/** Reads one identifier of a kind, from a cell or a box, without what surrounds it. */
export function readIdentifier(by: IdentifierKind, text: string): IdentifierReading {
  if (by === 'email') return readAddress(text)
  const plain = plainId(text)
  const value = by === 'userId' && isUserId(plain.toLowerCase()) ? plain.toLowerCase() : plain
  return value === '' ? { kind: 'none', near: [] } : { kind: 'one', value, unwrapped: value !== text.trim() }
}

const longestId = 500
const linkScheme = /^(?!mailto:)[a-z][a-z0-9+.-]*:/i

/** What a spreadsheet or a program leaves of an id: an error, a number without its last digits, a truth value. */
const leftover =
  /^(?:#[\p{Lu}\d/_]+[!?]?|\d(?:[.,]\d+)?E\+\d+|true|false|wahr|falsch|vrai|faux|nan|-?inf(?:inity)?|=.*|\d{1,3}(?:[.'’]\d{3})+)$|\$\{|\{\{|%[A-Z_]+%/iu

/** What people and exports write for a user without an id, with a hidden one, or for many. */
const placeholder =
  /^(?:unknown|anonymous|anon|guest|visitor|test|redacted|deleted|removed|erased|masked|hidden|private|confidential|missing|undefined|null|nil|none|n\/?a|n\.\s?a\.?|tb[acd]|default|user|customer|client|all|everyone|any|various|multiple|unbekannt|anonym|gast|kunde|gelöscht|alle|inconnu|anonyme|invité|supprimé|tous|desconocido|anónimo|invitado|todos|sconosciuto|anonimo|ospite|tutti|desconhecido|anônimo|onbekend|anoniem|неизвестно|все|匿名|不明|未知|全員|全部|غير معروف|-?0+(?:-0+)*|-1|x{2,}|(?:(?:channel|user|org|organi[sz]ation|employee|customer|external|account)[ _-]?)*ids?|user ?name|e-?mails?)$/iu
/** Names of channels, which name no one on them. */
const channelName =
  /^(?:facebook|messenger|instagram|whatsapp|web(?:chat|sdk|site)?|rtm|(?:ms)?teams|slack|telegram|sms|e-?mail|twilio\w*|line|viber|wechat|ivr|voice|alexa|google(?:chat|assistant)?|skype|webex|mobile|ios|android)$/iu
const masked = /[*•●∗…]|\.{3}|(?<![\p{L}\p{N}])x{3,}(?!\p{L})|^[+\d\s-]*x{2,}[\d\s-]*$/iu
const date =
  /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})(?:[T\s]\d{1,2}:.*)?$|^\d{1,2}:\d{2}(?::\d{2})?$/
const nameOnly = /^[\p{L}\p{M}.'’-]+(?:\s+[\p{L}\p{M}.'’-]+)+$/u
/** Words before or behind an id: `ID: 1234`, `name=ana`, `1234 (Ana)`, `1234 - Ana`, `1234 facebook`. */
const annotated =
  /^[\p{L} _-]{1,30}(?::\s+|\s*=\s*)[^=\s]|\([^()]*\p{L}[^()]*\)|\s[–—-]+\s+\p{L}|^\S*\d\S*(?:\s+\p{L}[\p{L}\p{M}.'’]+)+$/u
/** Separators, wildcards, ranges and equations: more than one id, or none. */
const severalIds = /[\s;,|*•…?‒–—―−]|^@|\.\.|=\p{L}/u

const betweenNumbers = /\s*[/&]\s*|\s+(?:and|und|et|y|e|en|och|or|oder|ou|o|of)\s+/iu

/** Whether a value is several numbers of telephones: an erasure by all of it would be of no one. */
function areSeveralNumbers(value: string): boolean {
  const isNumber = (part: string, least: number) =>
    /^\+?[\d\s().-]+$/.test(part) && part.replaceAll(/\D/g, '').length >= least
  // Digits of one number are grouped as well, in shorter groups: "+34 600 111 222", "089/123456".
  const longWords = value.split(/\s+/).filter((word) => isNumber(word, 7))
  const parts = value.split(betweenNumbers).filter((part) => isNumber(part, 6))
  return /\+\d.*\+\d/.test(value) || longWords.length > 1 || parts.length > 1
}

/** An organization's ID with a mark around it, which may take it out of a list: `-E100`, `~~E100~~`, `(E100)`, `ID:100`. */
const marked = /^[-!~(]|[.~%)]$|^(?:id|uid|no|nr)[:#]|\d\\[nrt]\d/iu

/** Whether a value names no single user: by it, another user would be erased, or many. */
const isOfNoUser = (value: string) =>
  [placeholder, channelName, masked, date, nameOnly, annotated].some((one) => one.test(value))

/** An address of no one: `unknown@unknown.com`, `xxx@xxx.xx`. */
function isPlaceholderAddress(address: string): boolean {
  const [, local = '', host] = /^([^@]+)@([^@.]+)\./.exec(address.toLowerCase()) ?? []
  return local === host && placeholder.test(local)
}

const isChannelId = (value: string) => isPlainId(value) && !placeholder.test(value)

/** Whether a value is a plain id, and not an id or an address with something around it. */
function isPlainId(value: string): boolean {
  if (value.length > longestId || !/[\p{L}\p{N}]/u.test(value) || leftover.test(value)) return false
  if (
    plainId(value) !== value ||
    /[<>[\]{}"“”„«»「」『』\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{No}ªº℠™\ufffd]|^mailto:/iu.test(value)
  )
    return false
  if (addressesIn(value).length === 0 || isEmailShaped(value)) return true
  // Some channels name users by a link, as in sip:ana@example.com.
  return linkScheme.test(value) && !/\s/.test(value)
}

/**
 * Whether an identifier has a form that Kore.ai documents (Delete Customer Data API): an email address, a user id, an id
 * that the enterprise assigned, or a user id of a channel, alone or with the channel's id.
 */
export function isIdentifier(identifier: Identifier): boolean {
  const { value } = identifier
  switch (identifier.by) {
    case 'email':
      return isEmailShaped(value) && !isPlaceholderAddress(value)
    case 'userId':
      return isUserId(value) && !/^u-[0-]+$/.test(value)
    case 'orgUserId':
      return isPlainId(value) && !severalIds.test(value) && !marked.test(value) && !isOfNoUser(value)
    case 'channelUserId':
      if (/[;,|\t\r\n]/.test(value) || areSeveralNumbers(value) || isOfNoUser(value)) return false
      return isPlainId(value) && (identifier.channelId === null || isChannelId(identifier.channelId))
  }
}
