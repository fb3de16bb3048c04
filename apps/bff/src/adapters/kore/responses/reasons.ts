import { isRecord, text } from './json-value.ts'
import { errorWords } from './response-kind.ts'

/** One reason found in an entry, and its path. */
export interface FoundReason {
  /** `''` for the whole user, otherwise the path of the list that contains it: `roles.addTo`, `groups.removeFrom`. */
  readonly at: string
  readonly words: string
  /** Ids beside the reason: which role, bot or group. */
  readonly details: Readonly<Record<string, string>>
  /** Mongo's error about a malformed id. */
  readonly castError: boolean
}

const reasonKeys = new Set(['reason', 'error', 'errors', 'failureReason'])
const targetKeys = ['roleId', 'botId', 'groupId', 'streamId'] as const
const failing = new Set(['failure', 'failed', 'fail', 'error'])
const deepest = 12

/**
 * Every reason anywhere in an entry of `failedUserDetails`: at its root, under `userInfo`, or at the list member that
 * failed (documented under `roles.addTo[]` only; the other lists by analogy).
 */
export function findReasons(entry: unknown): readonly FoundReason[] {
  const found: FoundReason[] = []
  const visit = (value: unknown, path: readonly string[]) => {
    if (path.length > deepest || found.length > 100) return
    if (Array.isArray(value)) {
      for (const one of value) visit(one, path)
      return
    }
    if (!isRecord(value)) return
    for (const [key, inner] of Object.entries(value)) {
      if (reasonKeys.has(key) && !isEmpty(inner)) found.push(reasonAt(inner, value, path))
      else visit(inner, [...path, key])
    }
    if (failing.has(statusWord(value)) && !Object.keys(value).some((key) => reasonKeys.has(key))) {
      found.push({ at: place(path), words: '', details: targets(value), castError: false })
    }
  }
  visit(entry, [])
  return found
}

/** `status` in lower case without blanks (the docs show `"success "`). */
export function statusWord(value: unknown): string {
  const status = isRecord(value) && Object.hasOwn(value, 'status') ? value['status'] : undefined
  return typeof status === 'string' ? status.trim().toLowerCase() : ''
}

function reasonAt(reason: unknown, holder: Readonly<Record<string, unknown>>, path: readonly string[]): FoundReason {
  return { at: place(path), words: wordsIn(reason), details: targets(holder), castError: isCastError(reason) }
}

function place(path: readonly string[]): string {
  return path.filter((key) => key !== 'userInfo').join('.')
}

/** A string, `errors[0].msg`, `message`, or `{errors}` alone: in that order. */
function wordsIn(reason: unknown): string {
  if (typeof reason === 'string') return reason
  if (Array.isArray(reason)) return errorWords({ errors: reason })[0] ?? ''
  return errorWords(reason)[0] ?? (isRecord(reason) ? (text(reason['msg']) ?? '') : '')
}

function isCastError(reason: unknown): boolean {
  if (!isRecord(reason)) return false
  return reason['kind'] === 'ObjectId' || /^Cast to ObjectId failed/i.test(wordsIn(reason))
}

function targets(holder: Readonly<Record<string, unknown>>): Record<string, string> {
  const details: Record<string, string> = {}
  for (const key of targetKeys) {
    const id = Object.hasOwn(holder, key) ? text(holder[key]) : undefined
    if (id !== undefined) details[key === 'streamId' ? 'botId' : key] = id.slice(0, 200)
  }
  return details
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}
