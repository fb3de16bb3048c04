import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import { ProblemError } from '../../problem-error.ts'

const maxDepth = 64
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g

/** One open object or array while scanning; `keys` null for an array. */
interface Open {
  readonly keys: Set<string> | null
  atKey: boolean
}

const refuse = (what: Message): never => {
  throw new ProblemError('invalid_request', message('problem.json_not_acceptable', { what }), {
    errors: [{ location: 'body', message: what }],
  })
}

function noteString(text: string, open: Open | undefined): void {
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'string') return
  if (!value.isWellFormed()) refuse(message('json.lone_surrogate'))
  if (open?.keys === null || open === undefined || !open.atKey) return
  if (value === '__proto__') refuse(message('json.proto'))
  if (open.keys.has(value)) refuse(message('json.duplicate_key', { key: JSON.stringify(value.slice(0, 80)) }))
  open.keys.add(value)
  open.atKey = false
}

/** Refuses what `JSON.parse` accepts: duplicate keys, `__proto__`, lone surrogates, deep nesting. */
export function scanJson(text: string): void {
  const stack: Open[] = []
  for (const [part] of text.matchAll(token)) {
    const top = stack.at(-1)
    if (part === '{' || part === '[') {
      if (stack.length >= maxDepth) refuse(message('json.depth', { most: maxDepth }))
      stack.push({ keys: part === '{' ? new Set() : null, atKey: part === '{' })
    } else if (part === '}' || part === ']') stack.pop()
    else if (part === ',') {
      if (top !== undefined) top.atKey = true
    } else if (part !== ':') noteString(part, top)
  }
}

/** Parses a request's JSON body, UTF-8 only. Throws `invalid_request`, never with the parser's own message. */
export function parseJson(bytes: Buffer): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return refuse(message('json.not_utf8'))
  }
  let value: unknown
  try {
    // Parsed first, so the scan sees only valid JSON.
    value = JSON.parse(text)
  } catch {
    return refuse(message('json.invalid'))
  }
  scanJson(text)
  return value
}
