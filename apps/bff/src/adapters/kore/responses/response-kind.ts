import type { KoreEndpoint } from '@muster/kore-api/endpoint'
import { rateLimitText } from '@muster/kore-api/rate-limit'
import { isKoreRefusal, isKoreResponse } from '@muster/kore-api/response-shape'
import { isRecord, list, member, parseJson, text } from './json-value.ts'

/** A raw response: status and body, not validated yet. */
export interface RawResponse {
  readonly status: number
  readonly body: string
}

/**
 * What a response means for the call as a whole.
 * `limited` and `credential` had no effect; `trouble` (5xx) may have had one; `foreign` is not from Kore.ai and
 * proves nothing about it; `other` needs to be parsed.
 */
export type ResponseKind = 'limited' | 'credential' | 'trouble' | 'foreign' | 'other'

/** A 403 with this text is about the body, not about the credential (Update User Access). */
const bodyRefused = /invalid values/i

/** Statuses, and the text of a rate limit with any status: Kore.ai documents no status for it. */
export function responseKind(response: RawResponse): Exclude<ResponseKind, 'foreign'> {
  const words = wholeMessages(response.body)
  if (response.status === 429 || words.some((one) => rateLimitText.test(one))) return 'limited'
  if (response.status === 401 || (response.status === 403 && !words.some((one) => bodyRefused.test(one))))
    return 'credential'
  return response.status >= 500 ? 'trouble' : 'other'
}

/** Whether a response is neither this endpoint's nor a refusal in Kore.ai's form: a page, a redirect, `{}`. */
export function isForeign(endpoint: KoreEndpoint, response: RawResponse): boolean {
  const parsed = parseJson(response.body)
  if (parsed === undefined) return true
  return !isOwnResponse(endpoint, response) && !isKoreRefusal(parsed.value)
}

/**
 * Whether the endpoint's own response arrived. An error in its place, with the status of a success or another, proves
 * nothing of the credential, and not even that it is Kore.ai's: other products write errors in the same form.
 */
export function isOwnResponse(endpoint: KoreEndpoint, response: RawResponse): boolean {
  return isSuccess(response) && isKoreResponse(endpoint, parseJson(response.body)?.value)
}

export const isSuccess = ({ status }: Pick<RawResponse, 'status'>): boolean => status >= 200 && status < 300

/** Messages about the whole request: `errors[]`, `message`, `msg`, a bare string, a short text. */
export function wholeMessages(body: string): readonly string[] {
  const parsed = parseJson(body)
  if (parsed === undefined) return body.length <= 300 && !body.trimStart().startsWith('<') ? [body] : []
  const value = parsed.value
  if (typeof value === 'string') return [value]
  // Users' own data is nested deeper. Only text about the whole request counts.
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
