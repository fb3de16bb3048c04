import { createHmac, randomBytes } from 'node:crypto'

/** Facts that may be logged, by name. All others are dropped. */
const allowed = new Set([
  'requestId',
  'method',
  'route',
  'status',
  'ms',
  'memberId',
  'jobId',
  'planId',
  'uploadId',
  'erasureId',
  'selectionId',
  'code',
  'cause',
  'count',
  'counts',
  'total',
  'attempt',
  'waitMs',
  'endpoint',
  'lane',
  'result',
  'state',
  'queue',
  'signal',
  'url',
  'port',
  'role',
  'environment',
  'host',
  'store',
  'kind',
  'dataDir',
  'folder',
  'path',
  'version',
  'name',
  'variable',
  'reason',
  'users',
  'step',
  'retryAfterMs',
  'error',
  'err',
  'pid',
  'seconds',
  'work',
  'warning',
  'sentence',
  'lock',
  'holder',
]) // prettier-ignore
const maxText = 2000
const maxStack = 4000
/** Maximum bytes of a line's facts; with the sentence a line stays under 16 KB. */
const maxFacts = 9500
// Each email of a run gets one pseudonym, which is meaningless elsewhere.
const key = randomBytes(32)
const pseudonym = (email: string) =>
  `email:${createHmac('sha256', key).update(email.toLowerCase()).digest('hex').slice(0, 12)}`

/** Bearer and signed tokens by their form: three dotted base64url parts, or a long run after a keyword. */
const tokens =
  /\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*(?:\.[\w-]*)*|\b(secret|password|token|authorization|auth|cookie)(["']?\s*[:=]\s*["']?)[^\s"',;}]+/gi
const emails = /[^\s"'<>(),;:@/\\]{1,64}@[^\s"'<>(),;:@/\\]{1,255}/g
/** Characters that control a terminal or break a line, written as escapes. */
const controls =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g // oxlint-disable-line no-control-regex -- they are what is looked for

/** Makes text safe for a log: no tokens, emails as pseudonyms, no control characters, capped. */
export function safeText(text: string, cap: number = maxText): string {
  const cut = text.length > cap ? `${text.slice(0, cap)}… (${text.length} characters)` : text
  return cut
    .toWellFormed()
    .replaceAll(
      tokens,
      (_all, word: string | undefined, mark: string | undefined) => `${word ?? ''}${mark ?? ''}[hidden]`,
    )
    .replaceAll(emails, pseudonym)
    .replaceAll(controls, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .slice(0, cap + 60)
}

function safeError(error: Error, depth: number): object {
  const code = 'code' in error && typeof error.code === 'string' ? { code: safeText(error.code, 100) } : {}
  return {
    name: safeText(error.name, 100),
    message: safeText(error.message),
    ...code,
    stack: safeText((error.stack ?? '').split('\n').slice(1).join('\n'), maxStack),
    ...(error.cause instanceof Error && depth < 3 ? { cause: safeError(error.cause, depth + 1) } : {}),
  }
}

function safeValue(value: unknown): unknown {
  if (value instanceof Error) return safeError(value, 0)
  if (typeof value === 'string') return safeText(value)
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value
  if (typeof value === 'object' && Object.values(value).every((part) => typeof part === 'number')) return { ...value }
  return undefined
}

/** The allowed facts in a safe form. Drops the rest; a line never exceeds 16 KB. */
export function safeFacts(facts: object): Record<string, unknown> {
  const safe: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(facts)) {
    const kept = allowed.has(name) ? safeValue(value) : undefined
    if (kept !== undefined && Buffer.byteLength(JSON.stringify({ ...safe, [name]: kept })) < maxFacts) safe[name] = kept
  }
  return safe
}
