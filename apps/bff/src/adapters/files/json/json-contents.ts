import { contentsCounter } from '../../../features/uploads/receive/contents-count.ts'

/** What the entries of one list of a JSON text contain: for each, its letters, digits and addresses. */
export interface ListContents {
  readonly sums: readonly number[]
  /** Addresses of all entries, by their @. */
  readonly addresses: number
}

interface OpenList {
  readonly sums: number[]
  addresses: number
  /** Whether the entry at hand has begun. */
  isBegun: boolean
}

const quote = '"'
const keyCharacters = 100
/** Escapes other than \u: control characters, a quote, slashes; none of them counts. */
const unicodeEscape = 'u'
const hexDigits = 4

/** Reads the characters of strings, escapes resolved. */
function stringReader(seeCode: (code: number) => void) {
  let isEscaped = false
  let hex: string | null = null
  /** Returns whether the string ends. */
  return (character: string): boolean => {
    if (hex !== null) {
      hex += character
      if (hex.length === hexDigits) {
        seeCode(Number.parseInt(hex, 16))
        hex = null
      }
    } else if (isEscaped) {
      isEscaped = false
      if (character === unicodeEscape) hex = ''
    } else if (character === '\\') isEscaped = true
    else if (character === quote) return true
    else seeCode(character.charCodeAt(0))
    return false
  }
}

/** A value, or a key if a colon follows: keys count only with their addresses. */
function createToken() {
  let counter = contentsCounter()
  let start = ''
  return {
    seeCode(code: number) {
      if (start.length < keyCharacters) start += String.fromCharCode(code)
      counter.seeCode(code)
    },
    start: () => start,
    end(isKey: boolean): { readonly sum: number; readonly addresses: number } {
      const { characters, addresses } = counter.count()
      const sum = isKey || start === 'null' ? addresses : characters + addresses
      counter = contentsCounter()
      start = ''
      return { sum, addresses }
    },
  }
}

/** The lists that are members of the outermost object, by key. */
function createLists() {
  const lists = new Map<string, OpenList>()
  let list: OpenList | null = null
  return {
    begin: (key: string) => void lists.set(key, (list = { sums: [], addresses: 0, isBegun: false })),
    end() {
      list = null
    },
    beginEntry() {
      if (list === null || list.isBegun) return
      list.isBegun = true
      list.sums.push(0)
    },
    endEntry() {
      if (list !== null) list.isBegun = false
    },
    add(sum: number, addresses: number) {
      if (list === null || !list.isBegun) return
      list.sums.push((list.sums.pop() ?? 0) + sum)
      list.addresses += addresses
    },
    of: (name: string): ListContents => lists.get(name) ?? { sums: [], addresses: 0 },
  }
}

/**
 * Counts a JSON text in chunks, by its brackets, commas and strings alone and without its reader: what the reader
 * loses shows in the difference.
 */
export function jsonCounter() {
  const lists = createLists()
  const token = createToken()
  const readString = stringReader((code) => token.seeCode(code))
  let isInString = false
  let depth = 0
  let key = ''

  const endToken = (isKey: boolean) => {
    if (isKey && depth === 1) key = token.start()
    const { sum, addresses } = token.end(isKey)
    lists.add(sum, addresses)
  }
  const mark = (character: string) => {
    endToken(character === ':')
    if (character === ',' && depth === 2) lists.endEntry()
    if (character === '{' || character === '[') {
      lists.beginEntry()
      depth += 1
      if (depth === 2 && character === '[') lists.begin(key)
    }
    if (character === '}' || character === ']') depth -= 1
    if (depth < 2) lists.end()
  }
  const see = (character: string) => {
    if (isInString) isInString = !readString(character)
    else if ('{}[],:'.includes(character)) mark(character)
    else if (!/\s/.test(character)) {
      lists.beginEntry()
      if (character === quote) isInString = true
      else token.seeCode(character.charCodeAt(0))
    }
  }
  return {
    see(text: string): void {
      for (let index = 0; index < text.length; index += 1) see(text.charAt(index))
    },
    listOf: lists.of,
  }
}

/** Letters, digits and addresses of a row's cells. */
export function sumOfCells(cells: readonly string[]): number {
  const counter = contentsCounter()
  for (const cell of cells) counter.see(cell)
  return counter.sum()
}
