import { isKoreAnswer, isKoreRefusal } from '@muster/kore-api/answer-shape'
import type { KoreEndpoint } from '@muster/kore-api/endpoint'
import { rateLimitText } from '@muster/kore-api/rate-limit'
import { isRecord, list, member, parseJson, text } from './json-value.ts'

/** An answer as it came: status and body, nothing believed yet. */
export interface RawAnswer {
  readonly status: number
  readonly body: string
}

/**
 * What an answer says about the call as a whole.
 * `limited` and `credential` surely had no effect; `trouble` (5xx) may have had one; `foreign` is not from Kore.ai and
 * proves nothing about it; `other` is to be read.
 */
export type AnswerKind = 'limited' | 'credential' | 'trouble' | 'foreign' | 'other'

/** A 403 with this text is about the body, not about who asks (Update User Access). */
const bodyRefused = /invalid values/i

/** Statuses, and the text of a limit whatever the status: Kore.ai documents no status for it. */
export function answerKind(answer: RawAnswer): Exclude<AnswerKind, 'foreign'> {
  const words = wholeWords(answer.body)
  if (answer.status === 429 || words.some((said) => rateLimitText.test(said))) return 'limited'
  if (answer.status === 401 || (answer.status === 403 && !words.some((said) => bodyRefused.test(said))))
    return 'credential'
  return answer.status >= 500 ? 'trouble' : 'other'
}

/** Whether an answer is neither a response of this endpoint nor a refusal in Kore.ai's form: a page, a redirect, `{}`. */
export function isForeign(endpoint: KoreEndpoint, answer: RawAnswer): boolean {
  const parsed = parseJson(answer.body)
  if (parsed === undefined) return true
  const isSuccess = answer.status >= 200 && answer.status < 300
  return !(isSuccess && isKoreAnswer(endpoint, parsed.value)) && !isKoreRefusal(parsed.value)
}

/** Sentences about the whole request: of `errors[]`, of `message`, of `msg`, of a bare string, of a short text. */
export function wholeWords(body: string): readonly string[] {
  const parsed = parseJson(body)
  if (parsed === undefined) return body.length <= 300 && !body.trimStart().startsWith('<') ? [body] : []
  const value = parsed.value
  if (typeof value === 'string') return [value]
  // Users' own data sits deeper; only what speaks of the whole request is listened to.
  return isRecord(value)
    ? [...errorWords(value), ...strings(member(value, 'msg')), ...strings(member(value, 'error'))]
    : []
}

/** Messages of Kore.ai's error envelope `{errors:[{msg,code}]}`, or `{message}`. */
export function errorWords(value: unknown): readonly string[] {
  const listed = list(member(value, 'errors')).flatMap((error) =>
    typeof error === 'string' ? [error] : [...strings(member(error, 'msg')), ...strings(member(error, 'message'))],
  )
  return [...listed, ...strings(member(value, 'message'))]
}

function strings(value: unknown): readonly string[] {
  const one = text(value)
  return one === undefined ? [] : [one]
}
