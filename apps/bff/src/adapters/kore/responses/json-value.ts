/**
 * Reads untrusted JSON. Values stay `unknown` until read, no key is ever assigned to one of our objects,
 * and only own keys are read, so `__proto__` and `constructor` are ordinary names.
 */
export type JsonRecord = Readonly<Record<string, unknown>>

type Parsed = { readonly value: unknown } | undefined

/** The last text and its value: each rule about a response reads the same text. */
let last: { readonly source: string; readonly parsed: Parsed } = { source: '', parsed: undefined }
const longestRemembered = 64 * 1024

/** The value, or `undefined` for text that is not JSON. Never throws: an invalid response is a response. */
export function parseJson(source: string): Parsed {
  if (source === last.source) return last.parsed
  const parsed = parse(source)
  if (source.length <= longestRemembered) last = { source, parsed }
  return parsed
}

function parse(source: string): Parsed {
  try {
    return { value: JSON.parse(source) }
  } catch {
    return undefined
  }
}

/** A value as whole JSON text, or null: `JSON.parse` reads lists of any depth, `JSON.stringify` fails on them. */
export function wholeJsonText(value: unknown): string | null {
  try {
    return JSON.stringify(value)
  } catch {
    return null
  }
}

/** A value as JSON text; where that fails, its depth is omitted. */
export function jsonText(value: unknown): string {
  const whole = wholeJsonText(value)
  if (whole !== null) return whole
  const flat = Object.entries(Object(value)).map(([key, inner]) => [key, typeof inner === 'object' ? '…' : inner])
  return JSON.stringify(Array.isArray(value) ? '…' : Object.fromEntries(flat))
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Own member of a record; `undefined` of anything else. */
export function member(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A non-empty string, or undefined. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined
}
