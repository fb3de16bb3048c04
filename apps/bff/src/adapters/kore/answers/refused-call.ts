import type { CallResult } from '../../../engine/kore-ports.ts'
import { answerKind, errorWords, type RawAnswer } from './answer-kind.ts'
import { knownCause, type WriteKind } from './cause-of.ts'
import { parseJson } from './json-value.ts'
import { wordsOf } from './redact.ts'

/**
 * What a changing call's answer means when it speaks of the call as a whole; null when it is to be read user by user.
 * A 5xx, a redirect, a page of HTML or a 2xx we cannot read prove neither effect nor none: in doubt.
 */
export function wholeCallResult(kind: WriteKind, answer: RawAnswer): CallResult | null {
  const koreAnswer = wordsOf(answer.body)
  switch (answerKind(answer)) {
    case 'limited':
      // An erasure leaves nothing to re-read, so only a status that refuses shows that it may be sent again.
      if (kind === 'erase' && (answer.status < 400 || answer.status >= 500)) {
        return { kind: 'in_doubt', cause: 'unexpected_answer', koreAnswer }
      }
      return { kind: 'not_sent', cause: 'rate_limited', koreAnswer, retryAfterMs: null, answered: true }
    case 'credential':
      // Whatever refuses may stand behind the change, and an erasure leaves nothing to re-read.
      if (kind === 'erase') return { kind: 'in_doubt', cause: 'credential_rejected', koreAnswer }
      return { kind: 'not_sent', cause: 'credential_rejected', koreAnswer, retryAfterMs: null, answered: true }
    case 'trouble':
      return { kind: 'in_doubt', cause: 'upstream_trouble', koreAnswer }
    case 'other':
      break
  }
  const { status } = answer
  if (status >= 200 && status < 300) return null
  if (status === 413) return { kind: 'refused', cause: 'request_refused', status, koreAnswer }
  const words = errorWords(parseJson(answer.body)?.value)[0]
  if (status < 400 || status === 408 || words === undefined) {
    return { kind: 'in_doubt', cause: 'unexpected_answer', koreAnswer }
  }
  const cause = knownCause(kind, words)
  // "Invalid values in the body" was seen with 403 for the flags alone; with another status it may mean any value.
  const vague = cause === 'flags_conflict' && status !== 403
  return { kind: 'refused', cause: cause === null || vague ? 'request_refused' : cause, status, koreAnswer }
}
