import { comparableName } from '@muster/core/account/name-index'
import { isSomeoneElse } from '@muster/core/identifier/other-people'
import { comparableHeading, mappingOfHeading } from '@muster/core/upload/upload-headings'
import { isAttribute, isOfUsers, namesUsers } from '@muster/core/upload/upload-user-heading'

interface Column {
  readonly header: string
  /** One for each row. */
  readonly cells: readonly string[]
}

export interface Table {
  readonly columns: readonly Column[]
  /** The row right above the headings. */
  readonly upper: readonly string[]
}

const isFilled = (cell: string | undefined): cell is string => cell !== undefined && cell.trim() !== ''
const fold = (cell = '') => cell.trim().toLowerCase()
const isAddress = (cell: string) => cell.includes('@')
const wordsOf = (heading: string) => comparableHeading(heading.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2'))

/** Whether a column holds names of people, whatever its heading. */
function holdsNames({ cells }: Column): boolean {
  const filled = cells.filter(isFilled)
  const names = filled.filter((cell) => /\p{L}/u.test(cell) && !isAddress(cell) && !/\d/.test(cell))
  return names.length > 0 && names.length * 2 >= filled.length
}

const shortestWord = 3

/** Whether an address has a word of a name: "ana.lee@example.com" and "Lee, Ana". */
function fits(name: string, address: string): boolean {
  const local = comparableName(address.replace(/^.*<|@.*$/g, '')).replaceAll(/[^\p{L}]/gu, '')
  const words = comparableName(name).split(/[^\p{L}]+/u)
  return words.some((word) => word.length >= shortestWord && local.includes(word))
}

/** Whether the addresses of a column are those of the names in another, in more than half of the rows that have both. */
function isOfNames(addresses: Column, names: Column): boolean {
  const pairs = addresses.cells
    .map((address, row) => ({ address, name: names.cells[row] ?? '' }))
    .filter(({ address, name }) => isAddress(address) && isFilled(name))
  return pairs.filter(({ address, name }) => fits(name, address)).length * 2 > pairs.length
}

/** Headings over the one to ask about what the row is about. */
const contact =
  /^(?:contacts?|contact (?:person|name)|kontakt|kontaktperson|contacto|persona de contacto|contato|contatto|contactpersoon|контакт|連絡先|联系人|聯絡人|연락처)$/u
const isOfGroups = ({ header }: Column) => mappingOfHeading(header)?.startsWith('groups_') === true

/** Whether the names right before the addresses are of someone else: "Line manager", or the "Contact" of a group. */
function followsSomeoneElse(index: number, { columns }: Table): boolean {
  const before = columns[index - 1]
  if (before === undefined || !holdsNames(before)) return false
  const isOfGroup = contact.test(wordsOf(before.header)) && columns.slice(0, index - 1).some(isOfGroups)
  return isSomeoneElse(before.header) || isOfGroup
}

/**
 * Whether the title of several columns above one names someone else: "Manager" beside "Employee". The first cell of a
 * row with nothing about users may be a line about the file: "Requested by".
 */
function isBelowSomeoneElse(index: number, { upper, columns }: Table): boolean {
  const first = columns.findIndex(({ header }) => isFilled(header))
  const at = upper.slice(0, index + 1).findLastIndex(isFilled)
  const title = upper[at]
  if (title === undefined || !isSomeoneElse(title)) return false
  return (
    at > first || upper.some((cell, other) => other !== at && isFilled(cell) && (namesUsers(cell) || isOfUsers(cell)))
  )
}

const sent =
  /^(?:time ?stamp|submission (?:date|time|timestamp)|submitted (?:at|on)|zeitstempel|horodateur|marca (?:temporal|de tiempo)|carimbo de data hora|informazioni cronologiche|tijdstempel|sygnatura czasowa|отметка времени|zaman damgasi|タイムスタンプ|时间戳|时间戳记|時間戳記|타임스탬프|الطابع الزمني|طابع زمني)$/u
const began = /^(?:start time|startzeit|heure de debut|hora de inicio|ora di inizio|begintijd|開始時刻|开始时间)$/u
const ended =
  /^(?:completion time|fertigstellungszeit|heure de fin|hora de finalizacion|hora de conclusao|ora di completamento|tijd van voltooien|完了時刻|完成时间)$/u

/** Whether the columns are those of the answers to a form, which has the addresses of its senders. */
function isForm({ columns }: Table): boolean {
  const has = (words: RegExp) => columns.some(({ header }) => words.test(wordsOf(header)))
  return has(sent) || (has(began) && has(ended))
}

const fewest = 3

/** Whether most rows have one address, and differ in the name beside it: all were sent by one user. */
function isOfSender(addresses: Column, names: Column): boolean {
  const counts = new Map<string, Set<string>>()
  let rows = 0
  addresses.cells.forEach((address, row) => {
    const name = names.cells[row]
    if (!isAddress(address) || !isFilled(name)) return
    rows += 1
    const key = fold(address)
    counts.set(key, (counts.get(key) ?? new Set()).add(comparableName(name)))
  })
  return rows >= fewest && [...counts.values()].some(({ size }) => size * 2 > rows)
}

/** Headings over names of things: "Project name". */
const things =
  /(?<!\p{L})(?:projects?|projekte?|projet|proyecto|teams?|files?|products?|produkt|bots?|apps?|events?|sites?)(?!\p{L})/u

/** Columns with names of the users of the rows, or their addresses. */
function namersOf(own: Column, { columns }: Table): readonly Column[] {
  return columns.filter((other) => {
    const { header } = other
    if (other === own || !namesUsers(header) || isSomeoneElse(header) || isAttribute(header)) return false
    return !things.test(wordsOf(header)) && (holdsNames(other) || other.cells.some(isAddress))
  })
}

const addressWords =
  /(?<!\p{L})(?:e ?mails?|mails?|e mail adresse|email adresse|mailadresse|address(?:es)?|adresse|courriel|correos?(?: electronico)?|endereco|indirizzo|ids?)(?!\p{L})/gu
/** Whether a heading names a user beside the address, as "Employee email" does. */
const namesItsUser = (header: string) => namesUsers(wordsOf(header).replaceAll(addressWords, ' '))

const differ = (own: Column, other: Column) =>
  other.cells.some((cell, row) => isAddress(cell) && isFilled(own.cells[row]) && fold(cell) !== fold(own.cells[row]))

/**
 * Whether addresses below a heading as plain as "Email" may be of someone else than the users of the rows: the managers
 * right before them, the title above them, the senders of a form that names its users otherwise.
 */
export function mayBeOfOthers(index: number, table: Table): boolean {
  const { columns } = table
  const own = columns[index]
  if (own === undefined || !own.cells.some(isAddress) || namesItsUser(own.header)) return false
  const namers = namersOf(own, table)
  const names = namers.filter(holdsNames)
  if (names.some((column) => isOfUsers(column.header) && isOfSender(own, column))) return true
  const isOfUser = (column: Column) => {
    const at = columns.indexOf(column)
    return at !== index - 1 && !isBelowSomeoneElse(at, table) && isOfNames(own, column)
  }
  const isNamed =
    columns.slice(0, index).some(({ header }) => mappingOfHeading(header) === 'org_user_id') ||
    columns.some((other) => isSomeoneElse(other.header) && other.cells.some(isAddress)) ||
    names.some(isOfUser)
  if (!isNamed && (followsSomeoneElse(index, table) || isBelowSomeoneElse(index, table))) return true
  const isOther = (column: Column) => (holdsNames(column) ? !isOfNames(own, column) : differ(own, column))
  return isForm(table) && namers.some(isOther)
}
