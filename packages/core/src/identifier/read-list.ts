import type { Identifier } from '../account/user.ts'
import { comparableAddress, isEmailShaped } from './address.ts'
import { isDoubtful, readAddresses } from './read-addresses.ts'
import { type IdentifierKind, isIdentifier, isUserId, plainId } from './read-identifier.ts'

export type NotAnIdentifier =
  | 'no_address'
  | 'no_user_id'
  | 'an_address'
  | 'a_user_id'
  | 'no_id'
  | 'of_row'
  | 'spaces'
  | 'digits_lost'

interface ReadEntry {
  /** As people count, from 1. */
  readonly line: number
  readonly text: string
}

/** A pasted list, read as identifiers of one kind. */
export interface IdentifierList {
  readonly identifiers: readonly Identifier[]
  /** Entries that name a user again; counted once. */
  readonly repeated: number
  /** Entries with something around the identifier, and the identifiers that were read from them. */
  readonly unwrapped: readonly (ReadEntry & { readonly values: readonly string[] })[]
  /** Entries that are no identifier of the kind. */
  readonly wrong: readonly (ReadEntry & { readonly reason: NotAnIdentifier })[]
}

interface EntryReading {
  readonly text: string
  readonly identifiers: readonly Identifier[]
  readonly reason: NotAnIdentifier | null
}

function readAddressLine(line: string): readonly EntryReading[] {
  return readAddresses(line).map(({ text, addresses }) => {
    const identifiers = addresses.map((value): Identifier => ({ by: 'email', value }))
    const isRead = identifiers.length > 0 && identifiers.every(isIdentifier)
    return { text, identifiers: isRead ? identifiers : [], reason: isRead ? null : 'no_address' }
  })
}

/** A number with separators of thousands, or three-digit ids: only its author knows. */
const thousands = /(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d.,]*\d)|^\s*\d{1,3}(?:\s\d{3})+\s*$/
/** A whole number with decimals, as programs that calculate write it. */
const decimals = /(?<![\d.,])(\d+),(0{1,2})(?![\d,])/g

/** What a list puts before each entry: it is no ID of its own. */
const listNumber = /^\s*(?:[•▪‣◦●]|\d{1,3}[.)])\s+/u

/** Ids of a line. Blanks separate ids only where every word has a digit: other words may be a name. */
function idsOf(line: string): readonly string[] {
  if (thousands.test(line)) return [line.trim()]
  const entries = line
    .replace(listNumber, '')
    .replaceAll(decimals, '$1.$2')
    .split(/[\t,;|]+/)
    .map((entry) => entry.trim())
  return entries
    .flatMap((entry) => {
      const words = entry.split(/\s+/)
      return words.every((word) => /\d/.test(word)) ? words : [entry]
    })
    .filter((entry) => entry !== '')
}

function reasonOf(by: 'userId' | 'orgUserId', value: string): NotAnIdentifier | null {
  if (by === 'userId') return isIdentifier({ by, value }) ? null : 'no_user_id'
  if (isEmailShaped(value)) return 'an_address'
  if (isUserId(value)) return 'a_user_id'
  if (/\s/.test(value)) return 'spaces'
  return isIdentifier({ by, value }) ? null : 'no_id'
}

const isNumbered = (text: string) => /\d/.test(text)

type IdKind = 'userId' | 'orgUserId'

/** Several words are a name, and so is one in capitals, with a capital only at its start, or in a script without case. */
const isNameLike = (text: string) => /\s|\p{Lo}|^\p{Lu}(?:\p{Ll}|\P{Ll}*$)/u.test(plainId(text))

/**
 * Whether entries without digits, beside the only address of a line or beside entries with digits, make it a row of a
 * table. `bob2, ana, carl7` is a list of sign-in names; `1001;ana;2020` may be a row with a name and a year.
 */
function areOfRow(entries: readonly string[], isTable: boolean): boolean {
  const words = entries.filter((text) => !isNumbered(text))
  if (words.length === 0) return false
  return isTable || words.some(isNameLike) || entries.some((text) => isNumbered(text) && !/\p{L}/u.test(text))
}

const shapeOfId = (text: string) => text.replaceAll(/\d/g, '1').replaceAll(/\p{L}/gu, 'a')

/** Whether cells are of several columns: an ID, a day, an amount. */
const areUnlike = (cells: readonly string[]): boolean => new Set(cells.map(shapeOfId)).size > 1

/**
 * Of the cells of a row, one without digits beside one with digits is a name. If several have digits, only its author
 * knows which is the user: another may be a year or a cost center, and the ID of another user.
 */
function readIdLine(kind: IdKind | 'any', line: string, isTable: boolean): readonly EntryReading[] {
  const entries = idsOf(line)
  const numbered = entries.filter(isNumbered)
  const isMixed = numbered.length > 0 && numbered.length < entries.length
  const hasTabs = line.includes('\t')
  const isRow = isMixed ? areOfRow(entries, isTable || hasTabs) : hasTabs && numbered.length > 0 && areUnlike(numbered)
  // In a list of one kind, a word beside IDs with digits is a remark.
  const ids = new Set(isRow ? rowIds(numbered) : isMixed && kind !== 'any' ? numbered : entries)
  return entries.map((text) => {
    const plain = plainId(text)
    const value = isUserId(plain.toLowerCase()) ? plain.toLowerCase() : plain
    const by = kind !== 'any' ? kind : isUserId(value) ? 'userId' : 'orgUserId'
    const reason = ids.has(text) ? reasonOf(by, value) : 'of_row'
    return { text, identifiers: reason === null ? [{ by, value }] : [], reason }
  })
}

/** The IDs of a row with a name: one of Kore.ai, which nothing else looks like, or the only entry with digits. */
function rowIds(numbered: readonly string[]): readonly string[] {
  const certain = numbered.filter((text) => isUserId(plainId(text).toLowerCase()))
  if (certain.length > 0) return certain
  return numbered.length === 1 ? numbered : []
}

/** A user of a channel, with the channel's id behind a tab or comma. */
function readChannelLine(line: string): readonly EntryReading[] {
  const text = line.trim()
  const [value = '', channel = '', ...others] = text.split(/\t|,/).map(plainId)
  const identifier: Identifier = { by: 'channelUserId', value, channelId: channel === '' ? null : channel }
  const isOne = others.length === 0 && isIdentifier(identifier)
  return text === '' ? [] : [{ text, identifiers: isOne ? [identifier] : [], reason: isOne ? null : 'no_id' }]
}

const mayBeAddress = (text: string) => /@|%40/.test(text)

/** The entries of a row beside its address: each is named, and none selects another user. */
const besideAddress = (text: string): readonly EntryReading[] =>
  idsOf(text).map((entry) => ({ text: entry, identifiers: [], reason: 'of_row' }))

/** What a cell beside the address of a row may do to its user. */
const step =
  /^(?:remov\p{L}*|delet\p{L}*|revok\p{L}*|exclud\p{L}*|skip|no|entfern\p{L}*|lösch\p{L}*|nein|supprim\p{L}*|retir\p{L}*|non|elimin\p{L}*|quitar|rimuov\p{L}*|verwijder\p{L}*|usun\p{L}*|usuń|удал\p{L}*|нет|削除|いいえ|删除|否|삭제|إزالة|حذف|لا)[.!]?$/iu

/**
 * A row with tabs, as a spreadsheet copies it. The cells beside its only address are no entries; one that may take its
 * user out is named. Of several addresses, only its author knows which is the user's.
 */
function readTabbed(entries: readonly EntryReading[]): readonly EntryReading[] {
  const hasSeveral = entries.filter(({ reason }) => reason === null).length > 1
  const isShown = ({ text, reason }: EntryReading) =>
    hasSeveral || reason === null || mayBeAddress(text) || isDoubtful(text) || step.test(text)
  return entries
    .filter(isShown)
    .map((entry) =>
      entry.reason === null && !hasSeveral ? entry : { text: entry.text, identifiers: [], reason: 'of_row' },
    )
}

/**
 * Addresses and IDs. In a row of a table, an address names the user, and the other cells do not: with tabs, or where a
 * name is among them. `ana@example.com, E1001, jdoe` is a list of three.
 */
function readAnyLine(line: string, isTable: boolean): readonly EntryReading[] {
  if (!mayBeAddress(line)) return readIdLine('any', line, isTable)
  const entries = readAddressLine(line)
  const addresses = entries.filter(({ reason }) => reason === null)
  const others = entries.filter(({ reason, text }) => reason !== null && !mayBeAddress(text))
  const isOnlyAddress = addresses.length === 1 && addresses.length + others.length === entries.length
  if (line.includes('\t') && addresses.length > 0 && addresses.length < entries.length) return readTabbed(entries)
  const cells = others.flatMap(({ text }) => idsOf(text))
  const isRow = isOnlyAddress && areOfRow(cells, isTable)
  return entries.flatMap((entry) => {
    if (entry.reason === null || mayBeAddress(entry.text)) return [entry]
    return isRow ? besideAddress(entry.text) : readIdLine('any', entry.text, isTable)
  })
}

/** `any`: addresses, user IDs and organization IDs beside each other. */
export type ListKind = IdentifierKind | 'any'

function readLine(by: ListKind, line: string, isTable: boolean): readonly EntryReading[] {
  if (by === 'any') return readAnyLine(line, isTable)
  if (by === 'email') return readAddressLine(line)
  return by === 'channelUserId' ? readChannelLine(line) : readIdLine(by, line, isTable)
}

const kindOfCell = (cell: string) => (mayBeAddress(cell) ? '@' : isNumbered(cell) ? '1' : 'a')

/** Whether lines are the rows of a table: several, with as many cells, and of the same kinds. */
function areRows(lines: readonly string[]): boolean {
  const shapeOf = (line: string) =>
    line
      .split(/[\t,;|]/)
      .map((cell) => kindOfCell(cell))
      .join('')
  const filled = lines.filter((line) => line.trim() !== '')
  const shape = shapeOf(filled[0] ?? '')
  return filled.length > 1 && shape.length > 1 && filled.every((line) => shapeOf(line) === shape)
}

const keyOf = (identifier: Identifier) =>
  identifier.by === 'email' ? comparableAddress(identifier.value) : JSON.stringify(identifier)

/** Whether a line shows these identifiers as they are, with nothing around them. */
function isPlain(line: string, entry: EntryReading, values: readonly string[]): boolean {
  const isChannel = entry.identifiers[0]?.by === 'channelUserId'
  const shown = isChannel ? entry.text.split(/\t|,/, 1) : [entry.text]
  const isWhole = values.join(' ') === shown[0]?.trim()
  return isWhole && values.every((value) => line.includes(value))
}

/** A whole number longer than the 15 digits that a spreadsheet keeps. */
const longNumber = /^\d{15}(?<rest>\d+)$/

/**
 * Long numbers whose last digits a spreadsheet replaced by zeros: 24680135791113579 became 24680135791113500. All long
 * numbers of such a list end so; a single one with 16 digits may end so by chance.
 */
function cutNumbers(values: ReadonlySet<string>): ReadonlySet<string> {
  const long = Array.from(values).filter((value) => longNumber.test(value))
  const cutOff = long.map((value) => longNumber.exec(value)?.groups?.['rest'] ?? '').join('')
  return new Set(/^0{2,}$/.test(cutOff) ? long : [])
}

type LineReading = EntryReading & ReadEntry & { readonly isPlain: boolean }

function readLines(by: ListKind, text: string): readonly LineReading[] {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/)
  const isTable = areRows(lines)
  const entries = lines.flatMap((whole, index) =>
    readLine(by, whole, isTable).map((entry) => {
      const values = entry.identifiers.map(({ value }) => value)
      return { ...entry, line: index + 1, isPlain: isPlain(whole, entry, values) }
    }),
  )
  if (by !== 'orgUserId' && by !== 'channelUserId') return entries
  const cut = cutNumbers(new Set(entries.flatMap(({ identifiers }) => identifiers.map(({ value }) => value))))
  return entries.map((entry) =>
    entry.identifiers.some(({ value }) => cut.has(value))
      ? { ...entry, identifiers: [], reason: 'digits_lost' as const }
      : entry,
  )
}

/** Reads a pasted list: every entry is one or more identifiers of the kind, or named as none. */
export function readIdentifierList(by: ListKind, text: string): IdentifierList {
  const found = new Map<string, Identifier>()
  const unwrapped: (ReadEntry & { values: readonly string[] })[] = []
  const wrong: (ReadEntry & { reason: NotAnIdentifier })[] = []
  let named = 0
  for (const { line, text: entry, identifiers, reason, isPlain: isShown } of readLines(by, text)) {
    const at = { line, text: entry }
    if (reason !== null) wrong.push({ ...at, reason })
    else if (!isShown) unwrapped.push({ ...at, values: identifiers.map(({ value }) => value) })
    named += identifiers.length
    for (const identifier of identifiers) if (!found.has(keyOf(identifier))) found.set(keyOf(identifier), identifier)
  }
  return { identifiers: [...found.values()], repeated: named - found.size, unwrapped, wrong }
}
