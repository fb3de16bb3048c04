import { listSeparator, type NameIndex } from '../account/name-index.ts'

/** What is known of the names that a list cell may hold. */
export interface ListNames {
  knows(entry: string): boolean
  /** Whether an unknown entry is nearly a name that holds separators. */
  isNearSeparated(entry: string): boolean
  readonly mostSeparators: number
}

/** What an index of names knows of list entries. */
export function listNamesOf(index: NameIndex): ListNames {
  return {
    knows: (entry) => index.knows(entry),
    isNearSeparated: (entry) => index.nearSeparated(entry).length > 0,
    mostSeparators: index.mostSeparators,
  }
}

interface Part {
  readonly from: number
  readonly to: number
}

const ofPath = String.raw`=(?:\\.|[^\\;,|\n\r])+`
/**
 * A path of a directory service: "CN=R\&D\, Labs,OU=Groups,DC=corp,DC=example". Its commas belong to it. A group below an
 * organizational unit begins another path.
 */
const directoryPath = new RegExp(
  String.raw`\s*CN${ofPath}(?:,\s*CN=(?:users|builtin|groups|roles|accounts))*(?=,)(?:,\s*(?:OU|L|ST)${ofPath})*(?:,\s*(?:DC|O|C)${ofPath})*`,
  'iy',
)

/** Where a path of a directory service that begins at a place ends; the place itself where none begins. */
function endOfPath(cell: string, from: number): number {
  directoryPath.lastIndex = from
  return directoryPath.test(cell) ? directoryPath.lastIndex : from
}

/** The group that a path of a directory service leads to; null for any other text. */
export function nameOfPath(entry: string): string | null {
  const end = endOfPath(entry, 0)
  if (end === 0 || entry.slice(end).trim() !== '') return null
  const [, name = ''] = /^\s*CN=((?:\\.|[^\\,])+)/i.exec(entry) ?? []
  return name.replaceAll(/\\(.)/g, '$1').trim()
}

function partsOf(cell: string): readonly Part[] {
  const parts: Part[] = []
  let from = 0
  for (let at = 0; at <= cell.length; at += 1) {
    if (at === from) at = endOfPath(cell, at)
    if (at < cell.length && !listSeparator.test(cell[at] ?? '')) continue
    if (cell.slice(from, at).trim() !== '') parts.push({ from, to: at })
    from = at + 1
  }
  return parts
}

/** A line that ends without another separator: no name goes on behind it. */
const wholeLine = /[^\s;,|；，、､،؛]\s*[\r\n]/

/**
 * What a list within a cell has before each entry. A dash is none of these: it may stand for a removal. Neither is an
 * empty box or circle: beside a full one, it is what was not chosen.
 */
const bullet = /^[\u2022\u2023\u25aa\u25cf\u25e6\u25a0\u2043\u00b7*]\s+/u
const emptyBox = /[\u25a1\u25ab\u25cb\u25ef\u2610]|\[\s*\]|\(\s+\)/u.source
const besideEmptyBox = new RegExp(`^(?:${emptyBox})|(?:${emptyBox})$`, 'u')
/** An entry beside an empty box or circle, as forms write what was not chosen: "☐ Data", "Data [ ]". */
export const isUnchosen = (entry: string): boolean => besideEmptyBox.test(entry.trim())
const ordinal = /^(\d{1,3})[.)]\s+/

/**
 * What to remove before the entries of a cell. Numbers only where they count the entries from 1 and are in no name:
 * alone, `2. Level Support` is more likely another name than `Level Support`.
 */
function leadOf(texts: readonly string[], names: ListNames): RegExp {
  const isCounted = texts.length > 1 && texts.every((text, at) => Number(ordinal.exec(text)?.[1]) === at + 1)
  return isCounted && !texts.some((text) => names.knows(text)) ? ordinal : bullet
}

/**
 * Entries of a list cell, separated by semicolons, commas, bars or lines. Names may hold these themselves: at each place
 * the longest text that is a name is one entry, then the longest that is nearly one.
 */
export function listEntries(cell: string, names: ListNames): readonly string[] {
  const parts = partsOf(cell)
  const texts = parts.map(({ from, to }) => cell.slice(from, to).trim())
  const lead = leadOf(texts, names)
  const entries: string[] = []
  for (let at = 0; at < parts.length; ) {
    const most = Math.min(parts.length - 1, at + names.mostSeparators)
    const textTo = (end: number) => cell.slice(parts[at]?.from, parts[end]?.to).trim()
    const ends = Array.from({ length: most - at + 1 }, (_, index) => most - index).filter(
      (end) => end === at || !wholeLine.test(textTo(end)),
    )
    const end =
      ends.find((one) => names.knows(textTo(one)) || names.knows(textTo(one).replace(lead, ''))) ??
      ends.find((one) => one > at && names.isNearSeparated(textTo(one))) ??
      at
    const entry = textTo(end)
    const plain = entry.replace(lead, '')
    entries.push(!names.knows(entry) && names.knows(plain) ? plain : entry)
    at = end + 1
  }
  return entries
}
