import type { CallResult, UserResult } from '../../../engine/kore-ports.ts'
import { causeOf } from './failure-cause.ts'
import { isRecord, type JsonRecord, member, parseJson, text } from './json-value.ts'
import { findReasons, statusWord } from './reasons.ts'
import { redact, wordsOf } from './redact.ts'
import { wholeCallResult } from './refused-call.ts'
import { errorWords, type RawResponse, responseKind } from './response-kind.ts'

/** A requested user. */
export interface Requested {
  readonly key: string
  readonly identifier: { readonly by: 'email' | 'orgUserId'; readonly value: string }
}

type BatchKind = 'update' | 'remove'

/** Success messages for all users: plural in older versions, singular with a full stop in newer ones. */
const worked: Readonly<Record<BatchKind, RegExp>> = {
  update: /^\s*users? (?:is|are) updated successfully\s*\.?\s*$/i,
  remove: /^\s*users? (?:is|are) removed successfully\s*\.?\s*$/i,
}

/**
 * Parses the response of Update Users and Remove Users into an outcome for each user.
 *
 * A user is done only with proof: a 2xx that lists the user with status `success` and no reason, or a 2xx with the
 * documented success message that does not list the user. The documentation never shows the message beside failures, so
 * if failures are listed without it, unlisted users are `no_response` with `partial`: to be re-read. One unrecognized
 * entry removes the proof for all unlisted users.
 */
export function userOutcomes(kind: BatchKind, requested: readonly Requested[], response: RawResponse): CallResult {
  const body = parseJson(response.body)?.value
  const details = member(body, 'failedUserDetails')
  const readable = response.status >= 200 && response.status < 500 && ![401, 403, 429].includes(response.status)
  if (readable && Array.isArray(details) && details.length > 0) {
    const success = response.status < 300 && responseKind(response) === 'other' && errorWords(body).length === 0
    return { kind: 'response', results: listed({ kind, requested, details, body, success }) }
  }
  const whole = wholeCallResult(kind, response)
  if (whole !== null) return whole
  if (reportsSuccess(kind, body)) return { kind: 'response', results: requested.map(({ key }) => ({ key, ok: true })) }
  return { kind: 'in_doubt', cause: 'unexpected_response', koreResponse: wordsOf(response.body) }
}

function reportsSuccess(kind: BatchKind, body: unknown): boolean {
  const details = member(body, 'failedUserDetails')
  const nothingFailed = details === undefined || details === null || (Array.isArray(details) && details.length === 0)
  return nothingFailed && errorWords(body).length === 0 && worked[kind].test(text(member(body, 'msg')) ?? '')
}

interface Listing {
  readonly kind: BatchKind
  readonly requested: readonly Requested[]
  readonly details: readonly unknown[]
  readonly body: unknown
  /** A 2xx without an error about the whole call. */
  readonly success: boolean
}

function listed(listing: Listing): readonly UserResult[] {
  const { kind, requested, details, body, success } = listing
  const byIdentifier = keysByIdentifier(requested)
  const results = new Map<string, UserResult>()
  let allRecognized = true
  for (const entry of details) {
    const named = isRecord(entry) ? namedUser(entry, byIdentifier) : { keys: [], certain: false }
    if (!named.certain) allRecognized = false
    for (const key of named.keys) {
      const now = named.certain && isRecord(entry) ? entryResult(kind, { key, entry, success }) : unclear(key, entry)
      results.set(key, worse(results.get(key), now))
    }
  }
  const sentence = success && allRecognized && worked[kind].test(text(member(body, 'msg')) ?? '')
  return requested.map(
    ({ key }): UserResult =>
      results.get(key) ??
      (sentence
        ? { key, ok: true }
        : { key, ok: false, cause: 'no_response', details: {}, koreResponse: null, partial: true }),
  )
}

/** Two entries that disagree about one user: the failure counts, and only a re-read shows how much took effect. */
function worse(before: UserResult | undefined, now: UserResult): UserResult {
  if (before === undefined) return now
  if (before.ok && now.ok) return before
  const failure = before.ok ? now : before
  return failure.ok ? failure : { ...failure, partial: failure.partial || before.ok || now.ok }
}

function entryResult(kind: BatchKind, at: { key: string; entry: JsonRecord; success: boolean }): UserResult {
  const { key, entry } = at
  const reasons = findReasons(entry)
  const koreResponse = wordsOf(entry)
  const [first] = reasons.toSorted((a, b) => a.at.length - b.at.length)
  if (first === undefined) {
    const status = statusWord(member(entry, 'userInfo')) || statusWord(entry)
    if (status === 'success' && at.success) return { key, ok: true }
    return unclear(key, entry)
  }
  const { cause, partial } = causeOf(kind, first)
  const step: Record<string, string> = first.at === '' ? {} : { step: first.at }
  const some = reasons.some((reason) => reason.at !== '') || statusWord(entry) === 'success'
  const quote = cause === 'kore_refused' ? quoteReason(first.words) : {}
  return {
    key,
    ok: false,
    cause,
    details: { ...first.details, ...step, ...quote },
    koreResponse,
    partial: partial || some,
  }
}

/** Quotes an unknown reason from Kore.ai without the address it may repeat, so equal failures form one group. */
function quoteReason(words: string): Record<string, string> {
  const problem = redact(words.replace(/[^\s"'<>]+@[^\s"'<>]+/g, '…'))
    .trim()
    .slice(0, 200)
    .toWellFormed()
  return problem === '' ? {} : { problem }
}

function unclear(key: string, entry: unknown): UserResult {
  return { key, ok: false, cause: 'unexpected_response', details: {}, koreResponse: wordsOf(entry), partial: true }
}

function keysByIdentifier(requested: readonly Requested[]): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, string[]>()
  for (const { key, identifier } of requested) {
    const name = identifierName(identifier.by, identifier.value)
    keys.set(name, [...(keys.get(name) ?? []), key])
  }
  return keys
}

/** Compares email addresses without case: Kore.ai responds with its own spelling. */
export function identifierName(by: 'email' | 'orgUserId', value: string): string {
  const trimmed = value.trim().normalize('NFC')
  return by === 'email' ? `email ${trimmed.toLowerCase()}` : `org ${trimmed}`
}

interface Details {
  readonly keys: readonly string[]
  readonly certain: boolean
}

/** The user of an entry; uncertain if it names no requested user or two different users. */
function namedUser(entry: JsonRecord, byIdentifier: ReadonlyMap<string, readonly string[]>): Details {
  const holders = [entry, member(entry, 'userInfo')]
  const names = (by: 'email' | 'orgUserId', field: string) =>
    new Set(holders.flatMap((holder) => text(member(holder, field)) ?? []).map((value) => identifierName(by, value)))
  const emails = names('email', 'emailId')
  const orgs = names('orgUserId', 'orgUserId')
  const found = [...emails, ...orgs].flatMap((name) => {
    const keys = byIdentifier.get(name)
    return keys === undefined ? [] : [keys]
  })
  const [first] = found
  const one = emails.size <= 1 && orgs.size <= 1 && found.every((keys) => keys === first)
  return { keys: [...new Set(found.flat())], certain: one && first !== undefined }
}
