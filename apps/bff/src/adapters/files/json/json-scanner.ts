import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import { FileRefusal } from '../file-refusal.ts'

/** The content of a JSON text, in order. */
export interface JsonEvents {
  open(isObject: boolean): void
  close(): void
  key(name: string): void
  /** Numbers keep their text: an id may have more digits than a number can hold. */
  scalar(value: string | boolean | null): void
}

export const jsonLimits = {
  depth: 64,
  values: 5_000_000,
  keysOfObject: 10_000,
  textCharacters: 1_000_000,
} as const

type Expected = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd' | 'nothing'

/** `keys` null: an array. */
interface Container {
  readonly keys: Set<string> | null
}

const notJson = () => new FileRefusal(message('file.json_invalid'))
const refuse = (what: Message): never => {
  throw new FileRefusal(message('file.json_not_acceptable', { what }))
}

const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const blank = /[ \t\r\n]*/y
const bare = /[^ \t\r\n"{}[\],:]+/y

/** The end of the string that begins at `from`; -1 if the end has not arrived yet. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let escapes = 0
    while (text[at - 1 - escapes] === '\\') escapes += 1
    if (escapes % 2 === 0) return at + 1
  }
  return -1
}

function stringOf(source: string): string {
  let value: unknown
  try {
    value = JSON.parse(source)
  } catch {
    throw notJson()
  }
  if (typeof value !== 'string') throw notJson()
  return value.isWellFormed() ? value : refuse(message('json.lone_surrogate'))
}

function bareValue(source: string): string | boolean | null {
  if (source === 'true' || source === 'false') return source === 'true'
  if (source === 'null') return null
  if (number.test(source)) return source
  throw notJson()
}

/** The values of a text, and the objects and arrays that are open. Limits their number, their depth and their keys. */
function createNesting(events: JsonEvents) {
  const open: Container[] = []
  let values = 0
  return {
    isEmpty: () => open.length === 0,
    isInArray: () => open.at(-1)?.keys === null,
    count(): void {
      values += 1
      if (values > jsonLimits.values) refuse(message('json.values', { most: jsonLimits.values }))
    },
    begin(isObject: boolean): void {
      if (open.length >= jsonLimits.depth) refuse(message('json.depth', { most: jsonLimits.depth }))
      open.push({ keys: isObject ? new Set() : null })
      events.open(isObject)
    },
    end(isObject: boolean): void {
      const container = open.pop()
      if (container === undefined || (container.keys !== null) !== isObject) throw notJson()
      events.close()
    },
    key(name: string): void {
      const keys = open.at(-1)?.keys
      if (keys === undefined || keys === null) throw notJson()
      if (name === '__proto__') refuse(message('json.proto'))
      if (keys.has(name)) refuse(message('json.duplicate_key', { key: JSON.stringify(name.slice(0, 80)) }))
      if (keys.size >= jsonLimits.keysOfObject) refuse(message('json.keys', { most: jsonLimits.keysOfObject }))
      keys.add(name)
      events.key(name)
    },
  }
}

/** Checks the order of tokens. */
function createGrammar(events: JsonEvents) {
  const nesting = createNesting(events)
  let expected: Expected = 'value'
  const afterValue = (): Expected => (nesting.isEmpty() ? 'nothing' : 'commaOrEnd')
  const beginValue = () => {
    if (expected !== 'value' && expected !== 'valueOrEnd') throw notJson()
    nesting.count()
  }
  const begin = (isObject: boolean) => {
    beginValue()
    nesting.begin(isObject)
    expected = isObject ? 'keyOrEnd' : 'valueOrEnd'
  }
  const end = (isObject: boolean) => {
    if (expected !== 'commaOrEnd' && expected !== (isObject ? 'keyOrEnd' : 'valueOrEnd')) throw notJson()
    nesting.end(isObject)
    expected = afterValue()
  }
  return {
    isComplete: () => expected === 'nothing',
    scalar(value: string | boolean | null) {
      beginValue()
      events.scalar(value)
      expected = afterValue()
    },
    string(value: string) {
      if (expected !== 'key' && expected !== 'keyOrEnd') return this.scalar(value)
      nesting.key(value)
      expected = 'colon'
    },
    mark(character: string) {
      if (character === '{' || character === '[') begin(character === '{')
      else if (character === '}' || character === ']') end(character === '}')
      else if (character === ':' && expected === 'colon') expected = 'value'
      else if (character === ',' && expected === 'commaOrEnd') expected = nesting.isInArray() ? 'value' : 'key'
      else throw notJson()
    },
  }
}

/** Passes the token at `at` to the grammar. Returns its end, or -1 if it may continue in the next chunk. */
function scanToken(grammar: ReturnType<typeof createGrammar>, text: string, at: number, isLast: boolean): number {
  const character = text[at] ?? ''
  if (character === '"') {
    const end = endOfString(text, at)
    if (end !== -1) grammar.string(stringOf(text.slice(at, end)))
    return end
  }
  if ('{}[],:'.includes(character)) {
    grammar.mark(character)
    return at + 1
  }
  bare.lastIndex = at
  bare.test(text)
  if (bare.lastIndex === text.length && !isLast) return -1
  const end = bare.lastIndex
  grammar.scalar(bareValue(text.slice(at, end)))
  return end
}

/** Scans JSON text incrementally in constant memory. Refuses some texts that `JSON.parse` accepts. */
export function createJsonScanner(events: JsonEvents) {
  const grammar = createGrammar(events)
  let rest = ''

  const scan = (text: string, isLast: boolean) => {
    for (let at = 0; ; ) {
      blank.lastIndex = at
      blank.test(text)
      at = blank.lastIndex
      const end = at === text.length ? at : scanToken(grammar, text, at, isLast)
      if (at === text.length || end === -1) {
        rest = text.slice(at)
        break
      }
      at = end
    }
    if (rest.length > jsonLimits.textCharacters) refuse(message('json.text', { most: jsonLimits.textCharacters }))
  }
  return {
    write: (text: string) => scan(rest + text, false),
    end() {
      scan(rest, true)
      if (rest !== '' || !grammar.isComplete()) throw notJson()
    },
  }
}
