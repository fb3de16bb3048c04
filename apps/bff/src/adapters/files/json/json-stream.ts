import { createReadStream } from 'node:fs'
import { message } from '@muster/wording/message'
import { FileRefusal } from '../file-refusal.ts'
import { createJsonScanner, type JsonEvents } from './json-scanner.ts'

export type Json = null | boolean | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [name: string]: Json
}

/** Receives the parts of a JSON object one by one, each small enough to hold in memory. */
export interface JsonVisitor {
  /** An element of a list that is the value of `key`. `at` counts from 0. */
  entry(key: string, at: number, value: Json): void
  /** The value of `key`; for a list `[]`, after its elements. */
  member(key: string, value: Json): void
}

const maxValues = 20_000

/** No prototype: keys come from the file. */
const emptyObject = (): Record<string, Json> => Object.create(null)

function tooManyValues(name: string, at: number): FileRefusal {
  return new FileRefusal(
    at === -1
      ? message('file.json_member_values', { member: name, most: maxValues })
      : message('file.json_entry_values', { entry: at + 1, list: name, most: maxValues }),
  )
}

type Building = { value: Json[] | Record<string, Json>; key: string }

/** The member, or the entry of its list, that a value belongs to. */
function createPlace(visitor: JsonVisitor) {
  let member = ''
  /** The position in the list of `member`; -1 outside one. */
  let at = -1
  return {
    name(key: string): void {
      member = key
    },
    beginList(): void {
      at = 0
    },
    endList(): void {
      at = -1
      visitor.member(member, [])
    },
    take: (value: Json): void => {
      if (at === -1) return visitor.member(member, value)
      visitor.entry(member, at, value)
      at += 1
    },
    tooManyValues: () => tooManyValues(member.slice(0, 80), at),
  }
}

/** The values that are open, from the outermost in: of one member or entry, with a limit. */
function openValues({ take, tooManyValues: tooMany }: ReturnType<typeof createPlace>) {
  const stack: Building[] = []
  let values = 0
  const count = () => {
    values += 1
    if (values > maxValues) throw tooMany()
  }
  const add = (value: Json) => {
    const parent = stack.at(-1)
    if (parent === undefined) {
      values = 0
      take(value)
    } else if (Array.isArray(parent.value)) parent.value.push(value)
    else parent.value[parent.key] = value
  }
  return {
    innermost: () => stack.at(-1),
    scalar(value: Json): void {
      count()
      add(value)
    },
    open(isObject: boolean): void {
      count()
      stack.push({ value: isObject ? emptyObject() : [], key: '' })
    },
    close(): void {
      const closed = stack.pop()
      if (closed !== undefined) add(closed.value)
    },
  }
}

/** Builds one value at a time from the tokens of a text and passes it to the visitor. */
function createBuilder(visitor: JsonVisitor): JsonEvents & { readonly isObject: () => boolean } {
  const place = createPlace(visitor)
  const open = openValues(place)
  let depth = 0
  let isObject = false
  return {
    isObject: () => isObject,
    open(opensObject) {
      depth += 1
      if (depth === 1) isObject = opensObject
      if (depth === 1 || !isObject) return
      if (depth === 2 && !opensObject) place.beginList()
      else open.open(opensObject)
    },
    close() {
      depth -= 1
      if (depth === 0 || !isObject) return
      if (open.innermost() === undefined) place.endList()
      else open.close()
    },
    key(name) {
      const parent = open.innermost()
      if (parent === undefined) place.name(name)
      else parent.key = name
    },
    scalar(value) {
      if (isObject) open.scalar(value)
    },
  }
}

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
}

/** The text of a file, decoded as its bytes arrive, without a byte order mark. */
async function* textOf(path: string): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | null = null
  try {
    const pieces: AsyncIterable<Buffer> = createReadStream(path)
    for await (const bytes of pieces) {
      decoder ??= new TextDecoder(encodingOf(bytes), { fatal: true })
      yield decoder.decode(bytes, { stream: true })
    }
    yield decoder?.decode() ?? ''
  } catch (error) {
    if (error instanceof TypeError) throw new FileRefusal(message('file.json_not_utf8'))
    throw error
  }
}

/**
 * Streams a JSON file through a visitor. Yields after each chunk, so the caller can pass on what the visitor
 * collected. `see` receives the text as well. Returns whether the file is an object.
 */
export async function* visitJson(
  path: string,
  visitor: JsonVisitor,
  see: (text: string) => void = () => {},
): AsyncGenerator<undefined, boolean> {
  const builder = createBuilder(visitor)
  const scanner = createJsonScanner(builder)
  for await (const text of textOf(path)) {
    see(text)
    scanner.write(text)
    yield
  }
  scanner.end()
  yield
  return builder.isObject()
}
