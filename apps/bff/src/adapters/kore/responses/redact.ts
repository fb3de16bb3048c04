import type { Fact, Message } from '@muster/core/text/message'
import { jsonText } from './json-value.ts'

const limit = 4_096

const secretName =
  '(?:[\\w-]{0,64}?(?:secret|passw|token|jwt|api[_-]?key|access[_-]?key|private[_-]?key|credential|authorization|cookie)[\\w-]{0,64}|auth)'
/** Members of JSON, also of JSON nested in a JSON string, and also if the text was cut within the value. */
const secretMembers = new RegExp(
  `(\\\\{0,8}"${secretName}\\\\{0,8}"\\s*:\\s*)(?:\\\\{1,8}"[^"\\\\]*|"(?:[^"\\\\]|\\\\.)*|\\[[^\\]]*\\]?|[\\d.]+)(\\\\{0,8}"|$)?`,
  'gi',
)
/** Pairs of forms and headers. */
const secretPairs = new RegExp(`\\b(${secretName}=)[^\\s&"'<>]+`, 'gi')
const bearers = /\b(bearer|basic)\s+[\w.~+/-]{8,}=*/gi
const tokens = /\beyJ[\w-]{8,}(?:\.[\w-]*){1,4}/g

/**
 * Kore.ai's message, safe to store and display: no token, no secret, no control characters that could forge a
 * log line, at most 4 KB. The content is still untrusted text.
 */
export function redact(words: string): string {
  const short = words.length > limit * 2 ? words.slice(0, limit * 2) : words
  const clean = short
    .replace(secretMembers, '$1"[removed]"')
    .replace(secretPairs, '$1[removed]')
    .replace(bearers, '$1 [removed]')
    .replace(tokens, '[removed]')
    // Stored text must contain neither NUL (PostgreSQL) nor escape sequences.
    .replace(/(?![\t\n\r])[\p{Cc}\u2028\u2029]/gu, '\ufffd')
    .toWellFormed()
  return clean.length > limit ? `${clean.slice(0, limit - 1).toWellFormed()}…` : clean
}

function redactFact(fact: Fact): Fact {
  if (typeof fact === 'string') return redact(fact)
  if (typeof fact === 'number') return fact
  return 'code' in fact ? redactMessage(fact) : fact.map(redactFact)
}

/** The same for the facts of a message. */
export function redactMessage({ code, facts }: Message): Message {
  return { code, facts: Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, redactFact(fact)])) }
}

/** A value as redacted JSON text; null for an empty one. */
export function wordsOf(value: unknown): string | null {
  if (value === undefined || value === null) return null
  const words = typeof value === 'string' ? value : jsonText(value)
  return words === '' ? null : redact(words)
}
