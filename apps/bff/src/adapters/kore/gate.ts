import type { CauseCode } from '@muster/core/cause'
import type { KoreEndpoint } from '@muster/kore-api/endpoint'
import type { Clock } from '../../clock.ts'
import type { Lane } from '../../features/jobs/ports.ts'
import { type AnswerKind, answerKind, wholeWords } from './answer-kind.ts'
import type { Breaker } from './breaker.ts'
import type { KoreClient, WireAnswer, WireResult } from './client.ts'
import type { EndpointLog } from './endpoint-log.ts'
import type { Limiter } from './limiter.ts'
import { wordsOf } from './redact.ts'
import { parseRetryAfter } from './retry-after.ts'
import type { Signer } from './signer.ts'

export interface GateCall {
  readonly endpoint: KoreEndpoint
  /** Path with query where it is not the endpoint's own. */
  readonly path?: string
  readonly body: string | null
  readonly lane: Lane
  readonly signal: AbortSignal
  readonly beforeSend?: (() => Promise<void>) | undefined
  readonly onBudgetWait?: ((waitMs: number) => void) | undefined
  /** For whom the token is; "muster" where absent. */
  readonly subject?: string
}

export type GateResult =
  | {
      readonly kind: 'answered'
      readonly answer: WireAnswer
      readonly text: string
      readonly is: AnswerKind
      /** With `limited`: how long nobody calls now. */
      readonly retryAfterMs: number | null
    }
  | {
      readonly kind: 'not_sent'
      readonly cause: CauseCode
      readonly detail: string
      readonly retryAfterMs: number | null
    }
  | { readonly kind: 'in_doubt'; readonly cause: CauseCode; readonly detail: string }

export interface Gate {
  call(call: GateCall): Promise<GateResult>
}

export interface GateParts {
  readonly client: KoreClient
  readonly signer: Signer
  readonly limiter: Limiter
  readonly breaker: Breaker
  readonly endpoints: EndpointLog
  readonly clock: Clock
  /** Told of every call that was tried on the wire. */
  readonly onCall?: ((call: TimedCall) => void) | undefined
}

/** `result` is the HTTP status, or what the network made of the call instead. */
export interface TimedCall {
  readonly endpoint: string
  readonly result: string
  readonly ms: number
}

/** A call already sent may still be answered this long after its caller gave up, so that stopping leaves little in doubt. */
const graceMs = 20_000

/**
 * The one way out: breaker, then budget, then the caller's intent, then a fresh token, then the wire; and what the answer
 * teaches goes back to breaker and budget. Throws only what `beforeSend` or the store of the budget throws.
 */
export function createGate(parts: GateParts): Gate {
  return {
    call: async (call) => {
      const shut = parts.breaker.blocked(call.endpoint.scope)
      if (shut !== null) return notSent(shut.cause, shut.reason, shut.retryAfterMs)
      const turn = await parts.limiter.turn(call.lane, call.signal, call.onBudgetWait)
      if (turn.kind === 'cancelled')
        return notSent('cancelled', 'Given up while waiting for the budget of calls.', null)
      if (turn.kind === 'refused') {
        return notSent('rate_limited', 'The budget of calls to Kore.ai is used up for now.', turn.retryAfterMs)
      }
      const late = parts.breaker.admit(call.endpoint.scope)
      if (late !== null) {
        await parts.limiter.giveBack(turn.slot)
        return notSent(late.cause, late.reason, late.retryAfterMs)
      }
      return send(parts, call, turn.slot)
    },
  }
}

async function send(parts: GateParts, call: GateCall, slot: string): Promise<GateResult> {
  // From here, not from the send: the caller's intent may take its time to be committed.
  const started = parts.clock.monotonic()
  let token: string
  try {
    await call.beforeSend?.()
    token = await parts.signer.token(call.subject)
  } catch (error) {
    await parts.limiter.giveBack(slot)
    throw error
  }
  const leftAt = parts.clock.monotonic()
  const result = await parts.client.call({
    method: call.endpoint.method,
    path: call.path ?? call.endpoint.path,
    body: call.body,
    token,
    signal: call.endpoint.effect === 'read' ? call.signal : afterGrace(call.signal),
  })
  parts.onCall?.({
    endpoint: call.endpoint.name,
    result: result.kind === 'answered' ? String(result.answer.status) : result.kind,
    ms: parts.clock.monotonic() - leftAt,
  })
  if (result.kind === 'not_sent') await parts.limiter.giveBack(slot)
  // A quick answer is within the guard of the window; the store need not hear of it.
  else if (parts.clock.monotonic() - started > 500) await parts.limiter.settle(slot)
  return learn(parts, call, result)
}

async function learn(parts: GateParts, call: GateCall, result: WireResult): Promise<GateResult> {
  const { endpoint } = call
  const note = (state: 'works' | 'refused' | 'failed', detail: string | null) =>
    parts.endpoints.note(endpoint.name, { state, detail, at: parts.clock.now() })
  if (result.kind !== 'answered') {
    note('failed', result.reason)
    // Giving up is our doing and says nothing about Kore.ai.
    if (!call.signal.aborted) parts.breaker.failed(result.reason)
    return result.kind === 'not_sent'
      ? notSent('upstream_trouble', result.reason, null)
      : { kind: 'in_doubt', cause: 'no_answer', detail: result.reason }
  }
  const { answer } = result
  const text = answer.body.toString('utf8')
  const is = answerKind({ status: answer.status, body: text })
  if (is === 'other') {
    note('works', null)
    parts.breaker.succeeded(endpoint.scope, 'up_and_credential')
    return { kind: 'answered', answer, text, is, retryAfterMs: null }
  }
  const words = wordsOf(wholeWords(text).join(' ')) ?? `HTTP ${answer.status}`
  let retryAfterMs: number | null = null
  if (is === 'limited') {
    retryAfterMs = await parts.limiter.refused(words, parseRetryAfter(answer.retryAfter, parts.clock.now()))
    parts.breaker.succeeded(endpoint.scope, 'up')
  } else if (is === 'credential') {
    note('refused', words)
    if (endpoint.effect === 'change') parts.breaker.rejected(endpoint.scope, words)
    else parts.breaker.succeeded('', 'up')
  } else {
    note('failed', words)
    parts.breaker.failed(words)
  }
  return { kind: 'answered', answer, text, is, retryAfterMs }
}

function notSent(cause: CauseCode, detail: string, retryAfterMs: number | null): GateResult {
  return { kind: 'not_sent', cause, detail, retryAfterMs }
}

function afterGrace(signal: AbortSignal): AbortSignal {
  const late = new AbortController()
  const arm = () => setTimeout(() => late.abort(), graceMs).unref()
  if (signal.aborted) arm()
  else signal.addEventListener('abort', arm, { once: true })
  return late.signal
}
