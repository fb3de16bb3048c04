import type { EraseResult } from '../../../engine/kore-ports.ts'
import { member, parseJson, text } from './json-value.ts'
import { wordsOf } from './redact.ts'
import { wholeCallResult } from './refused-call.ts'
import { errorWords, type RawResponse } from './response-kind.ts'

/** Ids that are safe in the path of the status call; documented as `eud-…`. */
const requestIdForm = /^[\w.-]{1,100}$/

/** Words that programs write for a missing id. */
const noId = /^(?:null|undefined|none|nan|true|false|error|0+|-+|_+|\.+)$/i

/** Many gateways add an id to their refusals. Only Kore.ai's own form proves that the request exists. */
const documentedForm = /^eud-[\w.-]{1,96}$/

/** The response of Delete Customer Data: accepted only with a request id, and then only queued. */
export function eraseOutcome(response: RawResponse): EraseResult {
  const body = parseJson(response.body)?.value
  const requestId = text(member(body, 'requestId'))
  const status = text(member(body, 'status')) ?? ''
  const isRefused =
    errorWords(body).length > 0 || /fail|error|reject/i.test(status) || member(body, 'success') === false
  const form = response.status >= 200 && response.status < 300 ? requestIdForm : documentedForm
  if (requestId !== undefined && form.test(requestId) && !noId.test(requestId) && !isRefused) {
    return { kind: 'queued', requestId }
  }
  const whole = wholeCallResult('erase', response)
  return whole ?? { kind: 'in_doubt', cause: 'unexpected_response', koreResponse: wordsOf(response.body) }
}
