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

/**
 * Counts a JSON text in chunks, by its brackets, commas and strings alone and without its reader: what the reader
 * loses shows in the difference.
 */
export function jsonCounter() {
  const lists = new Map<string, OpenList>()
  const token = createToken()
  const readString = stringReader((code) => token.seeCode(code))
  let isInString = false
  let depth = 0
  let key = ''
  let list: OpenList | null = null

  const endToken = (isKey: boolean) => {
    if (isKey && depth === 1) key = token.start()
    const { sum, addresses } = token.end(isKey)
    if (list === null || !list.isBegun) return
    list.sums.push((list.sums.pop() ?? 0) + sum)
    list.addresses += addresses
  }
  const beginEntry = () => {
    if (list === null || list.isBegun) return
    list.isBegun = true
    list.sums.push(0)
  }
  const mark = (character: string) => {
    endToken(character === ':')
    if (character === ',' && depth === 2 && list !== null) list.isBegun = false
    if (character === '{' || character === '[') {
      beginEntry()
      depth += 1
      if (depth === 2 && character === '[') lists.set(key, (list = { sums: [], addresses: 0, isBegun: false }))
    }
    if (character === '}' || character === ']') depth -= 1
    if (depth < 2) list = null
  }
  const see = (character: string) => {
    if (isInString) isInString = !readString(character)
    else if ('{}[],:'.includes(character)) mark(character)
    else if (!/\s/.test(character)) {
      beginEntry()
      if (character === quote) isInString = true
      else token.seeCode(character.charCodeAt(0))
    }
  }
  return {
    see(text: string): void {
      for (let index = 0; index < text.length; index += 1) see(text.charAt(index))
    },
    listOf: (name: string): ListContents => lists.get(name) ?? { sums: [], addresses: 0 },
  }
}

/** Letters, digits and addresses of a row's cells. */
export function sumOfCells(cells: readonly string[]): number {
  const counter = contentsCounter()
  for (const cell of cells) counter.see(cell)
  return counter.sum()
}
