import { createHmac, randomBytes } from 'node:crypto'

/** Facts that may be logged, by name. A new one is added here or it does not appear. */
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
/** Bytes of facts a line may hold; with the sentence a line stays under 16 KB. */
const maxFacts = 9500
// E-mails of one run get one name each, which says nothing to anybody else.
const key = randomBytes(32)
const pseudonym = (email: string) =>
  `email:${createHmac('sha256', key).update(email.toLowerCase()).digest('hex').slice(0, 12)}`

/** Bearers and signed tokens by their looks: three dotted base64url parts, or a long run after a telling word. */
const tokens =
  /\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*(?:\.[\w-]*)*|\b(secret|password|token|authorization|auth|cookie)(["']?\s*[:=]\s*["']?)[^\s"',;}]+/gi
const emails = /[^\s"'<>(),;:@/\\]{1,64}@[^\s"'<>(),;:@/\\]{1,255}/g
/** Marks that move a terminal or break a line, written as escapes. */
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g // oxlint-disable-line no-control-regex -- they are what is looked for

/** Text fit for a log: no tokens, e-mails as pseudonyms, no control characters, capped. */
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

/** The allowed facts in a form that is safe to write; the rest is dropped, and a line never grows beyond 16 KB. */
export function safeFacts(facts: object): Record<string, unknown> {
  const safe: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(facts)) {
    const kept = allowed.has(name) ? safeValue(value) : undefined
    if (kept !== undefined && Buffer.byteLength(JSON.stringify({ ...safe, [name]: kept })) < maxFacts) safe[name] = kept
  }
  return safe
}
