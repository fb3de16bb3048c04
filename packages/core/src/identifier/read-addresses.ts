import { decodedTwice } from '../text/decoded-twice.ts'
import { decodeEntities } from '../text/html-entities.ts'
import { comparableAddress, isEmailShaped } from './address.ts'
import { isLabelOfSomeoneElse } from './other-people.ts'
import { withoutFormula, withoutQuotes, withoutUnseen } from './plain-text.ts'
import { splitEntries } from './split-entries.ts'

/** One entry of a text: the addresses it names, or none, with those that are somewhere in it. */
export interface AddressEntry {
  readonly text: string
  /** Every address, where the entry is nothing but addresses with their names and wrappers; else empty. */
  readonly addresses: readonly string[]
  /** Addresses anywhere in it, for suggestions. */
  readonly near: readonly string[]
  /** It may name someone else, or take its user out: `Approved by: ana@example.com`. */
  readonly isReserved?: true
}

const mostNear = 5
const mostWrappers = 8
/** `Email:`, but not the scheme of a link. */
const label = /^(\p{L}[\p{L} -]{0,20}):(?!\/\/)\s*/u
const mailto = /^mailto:(?:\/\/)?/i
const query = /\?(?:\w+=.*)?$/s

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** What a list puts before each entry. A dash may stand for a removal. */
const bullet = /^(?:[•▪‣◦●>]|\d{1,3}[.)])\s+/u

/** The address of a link. A link that names further addresses as copies is left as it is. */
function withoutLink(text: string): string {
  const isLink = mailto.test(text)
  const decoded = isLink ? percentDecoded(text.replace(mailto, '')) : text
  const [parameters = ''] = query.exec(decoded) ?? []
  return /@|%40/i.test(parameters) ? text : decoded.slice(0, decoded.length - parameters.length)
}

const closing = /[\s>)\]}】》〉.,;:!?。]/u

/** Text without what closes it. A pattern anchored at the end would walk each run of blanks in a cell from each of its characters. */
function withoutClosing(text: string): string {
  let end = text.length
  while (end > 0 && closing.test(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}

/** Takes one layer of wrapping off. */
function unwrapOnce(text: string): string {
  const [, local] = /^"([^"\s]+)"@/.exec(text) ?? []
  if (local !== undefined) return `${local}${text.slice(local.length + 2)}`
  const opened = withoutQuotes(withoutFormula(text))
    .replace(bullet, '')
    .replace(/^[<([{【《〈]+\s*/u, '')
  const inner = withoutClosing(opened)
  return (mailto.test(inner) ? withoutLink(inner) : withoutLink(inner).replace(label, '')).trim()
}

/** The one address a text is, whatever wraps it; null where it is more, less or something else. */
function addressOf(text: string): string | null {
  let left = text.trim()
  for (let layer = 0; layer < mostWrappers; layer += 1) {
    if (isEmailShaped(left)) return left
    const inner = unwrapOnce(left)
    if (inner === left) return null
    left = inner
  }
  return isEmailShaped(left) ? left : null
}

const same = (one: string, other: string) => comparableAddress(one) === comparableAddress(other)

/** Whether text beside an address is a name: it holds no other address, nor what may be meant as one. */
function isNameOf(name: string, address: string): boolean {
  const words = name.split(/[\s,;]+/).filter((word) => /[^\s@]@[^\s@]/.test(word))
  return words.map(addressOf).every((other) => other !== null && same(other, address))
}

/** `Name <address>` once or several times, or `Name (address)`, `address (Name)`, `[address](mailto:address)`. */
function namedAddresses(text: string): readonly string[] {
  const found: string[] = []
  // Without brackets, the search would walk the rest of a long cell from each of its characters.
  const rest = (text.includes('<') ? text : '').replaceAll(
    /([^<>]*)<([^<>]*)>/g,
    (whole, name: string, inner: string) => {
      const [address, ...others] = inner.split('|').map(addressOf)
      if (address === undefined || address === null || !isNameOf(name, address)) return whole
      if (others.some((other) => other === null || !same(other, address))) return whole
      found.push(address)
      return ''
    },
  )
  if (found.length > 0) return /[\p{L}\p{N}@]/u.test(rest.replace(/\([^()@]*\)/g, '')) ? [] : found
  const [, before = '', inner = ''] = /^([^()]*)\(([^()]*)\)[\s.]*$/.exec(text) ?? []
  const inside = addressOf(inner)
  if (inside !== null) return isNameOf(before, inside) ? [inside] : []
  const outside = addressOf(before)
  return outside !== null && isNameOf(inner, outside) ? [outside] : []
}

/** Addresses side by side, separated by blanks. */
function addressesInRow(text: string): readonly string[] {
  if (/[<>()[\]]/.test(text)) return []
  const words = text.split(/\s+/).map(addressOf)
  const found = words.filter((word) => word !== null)
  return found.length === words.length ? found : []
}

function distinct(addresses: readonly string[]): readonly string[] {
  return [...new Map(addresses.map((address) => [comparableAddress(address), address])).values()]
}

/** Words beside an address that may take it out of the list, as in `Ana <ana@example.com> (do not remove)`. */
const reservation =
  /(?<![\p{L}\p{M}'’])(?:not|except|excluding|without|keep|stays?|ignore|don['’]?t|nicht|au(?:ß|ss)er|ohne|bleibt|behalten|sauf|garder|excepto|mantener|tranne|eccetto|mantenere|niet|behalve|behouden|oprócz|кроме|не|оставить)(?![\p{L}\p{M}])|除外|除く|不要|保留/iu

/** One user between a name and the address of another, or of a list: `Ana on behalf of Ben <ben@example.com>`. */
const between =
  /[\p{L}\p{M}\p{N}.>)"'”’]\s+(?:[Oo]n [Bb]ehalf [Oo]f|via|[Ii]m (?:Auftrag|Namen) (?:von|der|des)|[Ii]\. ?A\.|au nom de|de la part de|pour le compte de|en nombre de|de parte de|em nome de|a nome di|per conto di|namens|w imieniu|от имени|نيابة عن|باسم)\s+(?=[\p{L}"'“„«<])/u

/** Words for a user who left, and for what is not certain. */
const doubtful =
  'left|leav(?:er|es|ing)|on leave|resigned|retired|dismissed|fired|quit|moved|transferred|replaced|offboarded|deprovisioned|departed|archived|blocked|locked|test(?: (?:account|user))?|inactive|former|gone|terminated|deceased|suspended|disabled|deactivated|pending|tb[acd]|unsure|unclear|maybe|wrong|old(?=\\s*[),;]|\\s+(?:address|account|e-?mail|mail|id|one|user))|invalid|bounced?|ausgeschieden|inaktiv|ehemalig|gekündigt|verstorben|unklar|falsch|alt|parti|partie|ancien|ancienne|inactif|inactive|inactivo|inactiva|baja(?!\\s+california)|antiguo|uscito|inattivo|inactief|vertrokken|неактивен|уволен'
/**
 * What its author was not sure of, or wrote of a user who left: `ana@example.com (left)`, `ana@example.com - on leave`,
 * `LEFT: ana@example.com`, `ana@example.com ??`.
 */
const doubt = new RegExp(
  String.raw`^@\?$|\?\?|[\s(]\?|\((?:[^()]{0,200}[^()\p{L}])?(?:${doubtful})(?![\p{L}\p{M}])[^()]{0,200}\)|(?:^|[^\p{L}\p{M}])(?:${doubtful})[)\]]?\s{0,9}[-–—:]?\s{0,9}@|@[)\]>]{0,9}\s{0,9}[-–—:]?\s{0,9}(?:on leave|(?:has |already )?(?:${doubtful})(?![\p{L}\p{M}]))|退職|离职`,
  'iu',
)
/** A day in brackets from which or until which an entry is to hold: `ana@example.com (until 31 Dec)`. */
const limited =
  /[([](?:[^()[\]]{0,100}[\s,;])?(?:until|till|from|starting|effective|expires?|as of|bis|ab|befristet|jusqu\S{0,3}|à partir|dès|hasta|desde|fino al?|dal|tot|vanaf|do|od|до|с)\s[^()[\]]{0,100}\d[^()[\]]{0,100}[)\]]|まで[)）]/iu

/** A mark before the name of a user who left: `[inactive] Ana <ana@example.com>`, `OLD Ana <…>`, `Ex-Ana <…>`. */
const bracketMark =
  /^["'\s]*[[(](?:left|leaver|inactive|former|old|ex|disabled|deactivated|deleted|terminated|resigned|retired|archived|do not use|inaktiv|ehemalig|inactif|inactivo)[\])][^<]*</iu
const capitalMark =
  /^["'\s]*(?:LEFT|LEAVER|INACTIVE|FORMER|OLD|EX|DISABLED|DEACTIVATED|DELETED|TERMINATED|RESIGNED|RETIRED|ARCHIVED|ALT|Ex)(?:\s*[-–—:_]\s*|\s+)(?=\S)[^<]*</u

function isReserved(text: string): boolean {
  const [, name] = label.exec(text.trim()) ?? []
  if (bracketMark.test(text) || capitalMark.test(text) || (name !== undefined && isLabelOfSomeoneElse(name)))
    return true
  if (between.test(text)) return true
  const isExcepted = reservation.test(text.replaceAll(/[^\s:<>()]+@\S+/g, ' '))
  const plain = text.replaceAll(/[^\s:<>()]+@[^\s?<>()]+/g, '@')
  return isExcepted || doubt.test(plain) || limited.test(plain)
}

/** Whether a cell beside an address may take its user out: "Leaver", "do not add". */
export const isDoubtful = (cell: string): boolean => isReserved(`@ ${cell.trim()}`)

function readEntry(text: string): AddressEntry {
  // What is reserved, or names someone else, is no suggestion: applied to many cells, it would be read by no one.
  if (isReserved(text)) return { text, addresses: [], near: [], isReserved: true }
  const one = addressOf(text)
  if (one !== null) return { text, addresses: [one], near: [] }
  const named = namedAddresses(text.replaceAll(/\[(mailto:[^[\]]+)\]/gi, '<$1>'))
  const addresses = distinct(named.length > 0 ? named : addressesInRow(text))
  return { text, addresses, near: addresses.length > 0 ? [] : addressesIn(text) }
}

/** Marks of footnotes and numbers of lists, of which compatible forms would make digits and letters of an address. */
const marks = /[ªº²³¹¼-¾⁰-₟℠™⅐-↋①-⓿❶-➓㈀-㋿]/gu

/** Behind a text that a screen cut off: what is left of an address may be another one. */
const cut = /(?<=\S)(?:[…‥]|\.{3,})/gu

/** Text as addresses are read from it: compatible forms as the usual ones, no invisible characters, no references. */
function readable(text: string): string {
  // NFKC makes a blank and a mark of the acute accent that some type for an apostrophe.
  const typed = withoutUnseen(decodeEntities(text)).replaceAll('´', "'")
  return typed.replaceAll(marks, '*').replaceAll(cut, '*').normalize('NFKC').trim()
}

/** Addresses anywhere in a text, as in a sentence: what was probably meant. */
export function addressesIn(text: string): readonly string[] {
  const typed = readable(decodedTwice(text) ?? text).replaceAll(/(?<=\p{L})[‘’](?=\p{L})/gu, "'")
  // A program may have written the line end behind an address as a backslash and a letter.
  const words = typed
    .replaceAll(/(?<=@[^\s@\\]{3,80})(?:\\[nrt])+/g, ' ')
    .split(/[\s<>()[\]{},;:"“”„«»‹›「」『』`|\\=?&]+/u)
  return distinct(words.map(addressOf).filter((word) => word !== null)).slice(0, mostNear)
}

/** Entries of a text that a program decoded twice: what it shows of their addresses is of no one. */
function withoutDecodedTwice(entries: readonly AddressEntry[], once: string): readonly AddressEntry[] {
  const isAscii = (address: string) => /^[!-~]+$/.test(address)
  return entries.map((entry) =>
    entry.addresses.every(isAscii) ? entry : { text: entry.text, addresses: [], near: addressesIn(once) },
  )
}

/** Every entry of a text that lists addresses: a cell, a line of a pasted list. */
export function readAddresses(text: string): readonly AddressEntry[] {
  const plain = withoutFormula(readable(text))
  const whole = addressOf(plain)
  const isOne = whole !== null && !isReserved(plain)
  const entries = isOne ? [{ text: plain, addresses: [whole], near: [] }] : splitEntries(plain).map(readEntry)
  const once = decodedTwice(text)
  return once === null ? entries : withoutDecodedTwice(entries, once)
}
