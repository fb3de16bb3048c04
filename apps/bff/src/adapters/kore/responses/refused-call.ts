import type { CallResult } from '../../../engine/kore-ports.ts'
import { knownCause, type WriteKind } from './failure-cause.ts'
import { parseJson } from './json-value.ts'
import { wordsOf } from './redact.ts'
import { errorWords, type RawResponse, responseKind } from './response-kind.ts'

/**
 * What the response to a write call means for the call as a whole; null if it has to be parsed user by user.
 * A 5xx, a redirect, an HTML page or an unparsable 2xx prove neither an effect nor its absence: in doubt.
 */
export function wholeCallResult(kind: WriteKind, response: RawResponse): CallResult | null {
  const koreResponse = wordsOf(response.body)
  switch (responseKind(response)) {
    case 'limited':
      // An erasure leaves nothing to re-read, so only a refusing status proves that a retry is safe.
      if (kind === 'erase' && (response.status < 400 || response.status >= 500)) {
        return { kind: 'in_doubt', cause: 'unexpected_response', koreResponse }
      }
      return { kind: 'not_sent', cause: 'rate_limited', koreResponse, retryAfterMs: null, hasResponse: true }
    case 'credential':
      // A proxy may refuse after the change took effect, and an erasure leaves nothing to re-read.
      if (kind === 'erase') return { kind: 'in_doubt', cause: 'credential_rejected', koreResponse }
      return { kind: 'not_sent', cause: 'credential_rejected', koreResponse, retryAfterMs: null, hasResponse: true }
    case 'trouble':
      return { kind: 'in_doubt', cause: 'upstream_trouble', koreResponse }
    case 'other':
      break
  }
  const { status } = response
  if (status >= 200 && status < 300) return null
  if (status === 413) return { kind: 'refused', cause: 'request_refused', status, koreResponse }
  const words = errorWords(parseJson(response.body)?.value)[0]
  if (status < 400 || status === 408 || words === undefined) {
    return { kind: 'in_doubt', cause: 'unexpected_response', koreResponse }
  }
  const cause = knownCause(kind, words)
  // "Invalid values in the body" was seen with 403 for the flags only; with another status it may mean any value.
  const vague = cause === 'flags_conflict' && status !== 403
  return { kind: 'refused', cause: cause === null || vague ? 'request_refused' : cause, status, koreResponse }
}
