import type { CauseCode } from '@muster/core/outcome/cause'
import type { Message } from '@muster/core/text/message'
import type { KoreEndpoint } from '@muster/kore-api/endpoint'
import { getGroups } from '@muster/kore-api/groups'
import { isKoreRefusal } from '@muster/kore-api/response-shape'
import { usersInfo } from '@muster/kore-api/users-info'
import { message } from '@muster/wording/message'
import type { OpenState } from '../budget/breaker.ts'
import { parseRetryAfter } from '../budget/retry-after.ts'
import { absentUser } from '../read/absent-user.ts'
import { parseJson } from '../responses/json-value.ts'
import { wordsOf } from '../responses/redact.ts'
import {
  isForeign,
  isOwnResponse,
  isSuccess,
  type ResponseKind,
  responseKind,
  wholeMessages,
} from '../responses/response-kind.ts'
import type { CredentialRefusal } from '../transport/diagnose-refusal.ts'
import type { WireResponse, WireResult } from '../transport/wire-result.ts'
import type { EndpointLog } from './endpoint-log.ts'
import type { GateCall, GateParts } from './gate-call.ts'
import { sendCall } from './send-call.ts'

export type GateResult =
  | {
      readonly kind: 'response'
      readonly response: WireResponse
      readonly text: string
      readonly is: ResponseKind
      /** With `limited`: the pause of all calls. */
      readonly retryAfterMs: number | null
      /** With `credential` and `foreign`: the reason and the fix. */
      readonly diagnosis: Message | null
    }
  | {
      readonly kind: 'not_sent'
      readonly cause: CauseCode
      /** What happened and how to fix it. */
      readonly detail: Message
      readonly retryAfterMs: number | null
      /** Waiting does not help: the host, the proxy or a certificate must change. */
      readonly isPersistent: boolean
    }
  | {
      readonly kind: 'in_doubt'
      readonly cause: CauseCode
      readonly detail: Message
      readonly isPersistent: boolean
    }

export interface Gate {
  call(call: GateCall): Promise<GateResult>
}

/**
 * The only way out: breaker, then budget, then the caller's intent, then a fresh token, then the network. The result
 * goes back to breaker and budget. Throws only what `beforeSend` or the budget store throws.
 */
export function createGate(parts: GateParts): Gate {
  const unsent = (
    { endpoint, isProbe }: GateCall,
    why: Pick<OpenState, 'reason' | 'retryAfterMs'> & { cause: CauseCode },
  ) => {
    const { cause, reason, retryAfterMs } = why
    if (isProbe === true) {
      parts.endpoints.untried(endpoint.name, reason, parts.clock.now())
      parts.onLearned?.()
    }
    return notSent(cause, reason, retryAfterMs)
  }
  const gate: Gate = {
    call: async (call) => {
      const shut = parts.breaker.blocked(call.endpoint.scope)
      if (shut !== null) return unsent(call, shut)
      const turn = await parts.limiter.turn(call.lane, call.signal, {
        onWait: call.onBudgetWait,
        intentFollows: call.intentFollows ?? false,
      })
      if (turn.kind === 'cancelled') return notSent('cancelled', message('kore.canceled'), null)
      if (turn.kind === 'refused')
        return unsent(call, { cause: 'rate_limited', reason: message('kore.budget'), retryAfterMs: turn.retryAfterMs })
      const late = parts.breaker.admit(call.endpoint.scope)
      if (late !== null) {
        await parts.limiter.giveBack(turn.slot)
        return unsent(call, late)
      }
      const { result, begun } = await sendCall(parts, call, turn.slot).catch((error: unknown) => {
        parts.breaker.unsent(call.endpoint.scope)
        throw error
      })
      const learned = await learn(parts, { ...call, begun }, result)
      const explained = await explainRefusal(parts, gate, { call, learned })
      parts.onLearned?.()
      return explained
    },
  }
  return gate
}

/**
 * Kore.ai refuses a wrong secret and a missing scope with the same words. A call in another scope tells them apart, once
 * for a row of refusals: an earlier response may be from before a reset of the secret.
 */
async function explainRefusal(
  { endpoints, breaker }: GateParts,
  gate: Gate,
  { call, learned }: { readonly call: GateCall; readonly learned: GateResult },
): Promise<GateResult> {
  const { endpoint, signal } = call
  const isRefused = learned.kind === 'response' && learned.is === 'credential'
  if (!isRefused || call.explains === true || signal.aborted) return learned
  if (endpoints.acceptedElsewhere(endpoint.scope) === 'unknown')
    await gate.call({ ...otherScope(endpoint), lane: 'interactive', signal, explains: true })
  const diagnosis = refusalOf(endpoints, endpoint) ?? learned.diagnosis
  if (diagnosis !== null) breaker.explain(endpoint.scope, diagnosis)
  return { ...learned, diagnosis }
}

/** A small read in another scope than the endpoint's: one that the sync calls too, if it can be. */
const otherScope = ({ scope }: KoreEndpoint) =>
  scope === getGroups.scope
    ? { endpoint: usersInfo, body: absentUser }
    : { endpoint: getGroups, path: `${getGroups.path}?limit=1&offset=0`, body: null }

/** The reason for an endpoint's last refusal, as far as the responses so far explain it. */
const refusalOf = (endpoints: EndpointLog, { name }: KoreEndpoint): Message | null =>
  endpoints.all().find((one) => one.name === name && one.state === 'refused')?.detail ?? null

type Noted = Parameters<EndpointLog['note']>[1]
type Received = Extract<GateResult, { kind: 'response' }>

interface SentCall extends GateCall {
  /** When it began, for the breaker. */
  readonly begun: number
}

function note(parts: GateParts, call: SentCall, last: Pick<Noted, 'state' | 'detail'> & Partial<Noted>): void {
  const { begun, explains = false } = call
  parts.endpoints.note(call.endpoint.name, { refusal: null, begun, at: parts.clock.now(), explains, ...last })
}

function noteFailure(parts: GateParts, call: SentCall, state: 'failed' | 'not_kore', reason: Message): void {
  note(parts, call, { state, detail: reason })
  parts.breaker.failed(call.begun, reason)
}

/** Reports what a call proves to the breaker, the budget and the endpoint log. */
async function learn(parts: GateParts, call: SentCall, result: WireResult): Promise<GateResult> {
  return result.kind === 'response' ? learnResponse(parts, call, result.response) : learnFailure(parts, call, result)
}

function learnFailure(parts: GateParts, call: SentCall, result: Exclude<WireResult, { kind: 'response' }>): GateResult {
  const { reason, isPersistent } = parts.explain({ code: result.code, message: result.reason })
  // Canceling is our doing and proves nothing about Kore.ai: the endpoint's last result stays.
  if (!call.signal.aborted) noteFailure(parts, call, 'failed', reason)
  else if (result.kind === 'not_sent') parts.breaker.unsent(call.endpoint.scope)
  return result.kind === 'not_sent'
    ? { ...notSent('upstream_trouble', reason, null), isPersistent }
    : { kind: 'in_doubt', cause: 'no_response', detail: reason, isPersistent }
}

async function learnResponse(parts: GateParts, call: SentCall, response: WireResponse): Promise<GateResult> {
  const text = response.body.toString('utf8')
  const is = responseKind({ status: response.status, body: text })
  const received = { kind: 'response', response, text, is, retryAfterMs: null, diagnosis: null } as const
  if (is === 'other') return learnAccepted(parts, call, received)
  const words = wordsOf(wholeMessages(text).join(' ')) ?? `HTTP ${response.status}`
  if (is === 'limited') {
    const requested = parseRetryAfter(response.retryAfter, parts.clock.now())
    const retryAfterMs = await parts.limiter.refused(words, requested).catch(() => requested)
    parts.breaker.succeeded(call.begun, call.endpoint.scope, 'up')
    return { ...received, retryAfterMs }
  }
  const quoted = message('kore.words', { words })
  if (is === 'credential') return learnRefusal(parts, call, { received, quoted })
  noteFailure(parts, call, 'failed', quoted)
  return received
}

function learnAccepted(parts: GateParts, call: SentCall, received: Received): GateResult {
  const { endpoint, begun } = call
  const { response, text } = received
  if (isForeign(endpoint, { status: response.status, body: text })) {
    const diagnosis = foreignReason(response)
    noteFailure(parts, call, 'not_kore', diagnosis)
    return endpoint.effect === 'change' ? received : { ...received, is: 'foreign', diagnosis }
  }
  if (!isOwnResponse(endpoint, { status: response.status, body: text })) {
    // A change is refused for its users too; the job shows that.
    if (endpoint.effect === 'read' || isSuccess(response))
      note(parts, call, {
        state: 'failed',
        detail: message('kore.words', { words: wordsOf(wholeMessages(text).join(' ')) ?? '' }),
      })
    // It responded: no outage, and no proof of the credential.
    parts.breaker.succeeded(begun, '', 'up')
    return endpoint.effect === 'change' || !isSuccess(response) ? received : { ...received, is: 'trouble' }
  }
  note(parts, call, { state: 'works', detail: null })
  parts.breaker.succeeded(begun, endpoint.scope, 'up_and_credential')
  return received
}

function learnRefusal(
  parts: GateParts,
  call: SentCall,
  { received, quoted }: { received: Received; quoted: Message },
): GateResult {
  const { endpoint, begun } = call
  const refusal = refusalIn(received.response, received.text, parts.clock.now())
  note(parts, call, { state: 'refused', detail: quoted, refusal })
  const diagnosis = refusalOf(parts.endpoints, endpoint) ?? quoted
  if (endpoint.effect === 'change') parts.breaker.rejected(begun, endpoint.scope, diagnosis)
  else parts.breaker.succeeded(begun, '', 'up')
  return { ...received, diagnosis }
}

function refusalIn(response: WireResponse, text: string, now: number): CredentialRefusal {
  const sent = response.date === null ? Number.NaN : Date.parse(response.date)
  return {
    status: response.status,
    message: wordsOf(wholeMessages(text).join(' ')) ?? '',
    isFromKore: isKoreRefusal(parseJson(text)?.value),
    clockAheadMs: Number.isNaN(sent) ? null : now - sent,
  }
}

function foreignReason({ status, mediaType }: WireResponse): Message {
  const kind = mediaType === null ? '' : `, ${mediaType.split(';')[0]?.trim().slice(0, 60) ?? ''}`
  const what = status >= 300 && status < 400 ? message('kore.redirect', { status }) : `HTTP ${status}${kind}`
  return message('kore.foreign', { what })
}

function notSent(
  cause: CauseCode,
  detail: Message,
  retryAfterMs: number | null,
): Extract<GateResult, { kind: 'not_sent' }> {
  return { kind: 'not_sent', cause, detail, retryAfterMs, isPersistent: false }
}
