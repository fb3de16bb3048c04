import type { CauseCode } from '@muster/core/outcome/cause'
import type { Message } from '@muster/core/text/message'
import type { KoreEndpoint } from '@muster/kore-api/endpoint'
import { eraseUsersData } from '@muster/kore-api/erase-users-data'
import { isKoreRefusal } from '@muster/kore-api/response-shape'
import { message } from '@muster/wording/message'
import type { Clock } from '../../../clock.ts'
import type { Lane } from '../../../engine/kore-ports.ts'
import type { Breaker } from '../budget/breaker.ts'
import type { Turn } from '../budget/lanes.ts'
import type { Limiter } from '../budget/limiter.ts'
import { parseRetryAfter } from '../budget/retry-after.ts'
import { inUtf8 } from '../responses/in-utf8.ts'
import { parseJson } from '../responses/json-value.ts'
import { wordsOf } from '../responses/redact.ts'
import { isForeign, type ResponseKind, responseKind, wholeMessages } from '../responses/response-kind.ts'
import { scrubToken } from '../responses/token-scrub.ts'
import type { KoreClient } from '../transport/client.ts'
import type { Refusal } from '../transport/diagnose-refusal.ts'
import type { NetworkReason } from '../transport/network-reason.ts'
import type { SecretSlot, SecretSlots } from '../transport/secret-slots.ts'
import type { Signer } from '../transport/signer.ts'
import type { WireResponse, WireResult } from '../transport/wire-result.ts'
import type { EndpointLog } from './endpoint-log.ts'

export interface GateCall {
  readonly endpoint: KoreEndpoint
  /** Path with query, if it differs from the endpoint's own. */
  readonly path?: string
  readonly body: string | null
  readonly lane: Lane
  readonly signal: AbortSignal
  readonly beforeSend?: (() => Promise<void>) | undefined
  /** Called right before the call would leave again with the other secret; without it, it may. */
  readonly mayResend?: (() => Promise<boolean>) | undefined
  /** Whether `beforeSend` always commits to the store that counts the calls. */
  readonly intentFollows?: boolean
  readonly onBudgetWait?: ((waitMs: number) => void) | undefined
  /** The subject of the token; defaults to "muster". */
  readonly subject?: string
}

export type GateResult =
  | {
      readonly kind: 'answered'
      readonly answer: WireResponse
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
  /** The reason for this endpoint's last refusal, based on all responses since; null without a refusal. */
  refusalOf(endpoint: KoreEndpoint): Message | null
  /** Whether any call so far proved that the credential is accepted. */
  isAccepted(): boolean
}

export interface GateParts {
  readonly client: KoreClient
  readonly signer: Signer
  readonly secrets: SecretSlots
  readonly limiter: Limiter
  readonly breaker: Breaker
  readonly endpoints: EndpointLog
  readonly clock: Clock
  readonly explain: (failure: { code: string | null; message: string }) => NetworkReason
  /** Called for every call that reached the network. */
  readonly onCall?: ((call: TimedCall) => void) | undefined
  /** Called when a call revealed something new about the connection. */
  readonly onLearned?: (() => void) | undefined
}

/** `result` is the HTTP status, or the network error. */
export interface TimedCall {
  readonly endpoint: string
  readonly result: string
  readonly ms: number
}

/** The hourly limit lets a call leave every few seconds. A resent call that waits longer is judged by outdated facts. */
const maxResendWaitMs = 5000

/** A sent call may still get its response this long after its caller gave up, to leave little in doubt on shutdown. */
const graceMs = 20_000

/**
 * The only way out: breaker, then budget, then the caller's intent, then a fresh token, then the network. The result
 * goes back to breaker and budget. Throws only what `beforeSend` or the budget store throws.
 */
export function createGate(parts: GateParts): Gate {
  return {
    refusalOf: ({ name }) =>
      parts.endpoints.all().find((one) => one.name === name && one.state === 'refused')?.detail ?? null,
    isAccepted: () => parts.endpoints.all().some(({ state }) => state === 'works'),
    call: async (call) => {
      const shut = parts.breaker.blocked(call.endpoint.scope)
      if (shut !== null) return notSent(shut.cause, shut.reason, shut.retryAfterMs)
      const turn = await parts.limiter.turn(call.lane, call.signal, {
        onWait: call.onBudgetWait,
        intentFollows: call.intentFollows ?? false,
      })
      if (turn.kind === 'cancelled') return notSent('cancelled', message('kore.canceled'), null)
      if (turn.kind === 'refused') {
        return notSent('rate_limited', message('kore.budget'), turn.retryAfterMs)
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
  const active = parts.secrets.active()
  const first = await attempt(parts, { ...call, secret: active }, slot)
  const other = mayTryOther(call, first.result) ? parts.secrets.other(active) : null
  const second = other === null ? null : await tryOther(parts, { ...call, secret: other })
  const { result, begun } = second ?? first
  const learned = await learn(parts, { ...call, begun }, result)
  parts.onLearned?.()
  return learned
}

type Signed = GateCall & { readonly secret: SecretSlot }

interface Attempt {
  readonly result: WireResult
  /** When the call began, for the breaker. */
  readonly begun: number
}

async function attempt(parts: GateParts, call: Signed, slot: string): Promise<Attempt> {
  // Measured from here, not from the send: committing the caller's intent may take time.
  const started = parts.clock.monotonic()
  let token: string
  try {
    await call.beforeSend?.()
    token = await parts.signer.token(call.subject, call.secret)
  } catch (error) {
    await parts.limiter.giveBack(slot)
    throw error
  }
  const leftAt = parts.clock.monotonic()
  const begun = parts.breaker.begin()
  const result = await parts.client.call({
    method: call.endpoint.method,
    path: call.path ?? call.endpoint.path,
    body: call.body,
    token,
    signal: call.signal,
    graceMs: call.endpoint.effect === 'read' ? 0 : graceMs,
  })
  parts.onCall?.({
    endpoint: call.endpoint.name,
    result: result.kind === 'answered' ? String(result.answer.status) : result.kind,
    ms: parts.clock.monotonic() - leftAt,
  })
  // An unwritable budget must not cost a response that arrived.
  if (result.kind === 'not_sent') await parts.limiter.giveBack(slot).catch(() => {})
  // A fast response is within the tolerance of the window, so the store needs no update.
  else if (parts.clock.monotonic() - started > 500) await parts.limiter.commitSlot(slot).catch(() => {})
  return { result: result.kind === 'answered' ? withoutToken(result, token) : result, begun }
}

/**
 * Whether a refused call may be sent again with the other secret. A change only if Kore.ai itself refused it: a proxy
 * may refuse after the effect. An erasure never, because a second one is a second request.
 */
function mayTryOther({ endpoint }: GateCall, result: WireResult): boolean {
  if (result.kind !== 'answered' || endpoint.name === eraseUsersData.name) return false
  if (!isRefused(result)) return false
  return endpoint.effect === 'read' || isKoreRefusal(parseJson(result.answer.body.toString('utf8'))?.value)
}

/** Sends it again with the other secret. Null if the budget has no room soon, the caller forbids it, or no response came. */
async function tryOther(parts: GateParts, call: Signed): Promise<Attempt | null> {
  const turn = await turnSoon(parts, call)
  if (turn.kind !== 'granted') return null
  const mayLeave = (await call.mayResend?.().catch(() => false)) ?? true
  if (!mayLeave || call.signal.aborted) return parts.limiter.giveBack(turn.slot).then(() => null)
  const tried = await attempt(parts, { ...call, beforeSend: undefined }, turn.slot)
  if (tried.result.kind === 'not_sent') return null
  if (tried.result.kind === 'answered' && !isRefused(tried.result)) parts.secrets.accepted(call.secret)
  return tried
}

/** A turn within the usual pace of calls, also while a job uses the whole budget. */
async function turnSoon({ clock, limiter }: GateParts, { lane, signal }: Signed): Promise<Turn> {
  const late = new AbortController()
  const granted = new AbortController()
  const timer = clock.sleep(maxResendWaitMs, granted.signal).then(
    () => late.abort(),
    () => undefined,
  )
  try {
    return await limiter.turn(lane, AbortSignal.any([signal, late.signal]))
  } finally {
    granted.abort()
    await timer
  }
}

const isRefused = ({ answer }: Answered) =>
  responseKind({ status: answer.status, body: answer.body.toString('utf8') }) === 'credential'

type Answered = Extract<WireResult, { kind: 'answered' }>

/** The response in UTF-8 without any part of the sent token. */
function withoutToken(result: Answered, token: string): Answered {
  const answer = inUtf8(result.answer)
  const text = answer.body.toString('utf8')
  const clean = scrubToken(text, token)
  return { kind: 'answered', answer: clean === text ? answer : { ...answer, body: Buffer.from(clean) } }
}

type Note = Parameters<EndpointLog['note']>[1]

async function learn(parts: GateParts, call: GateCall & { begun: number }, result: WireResult): Promise<GateResult> {
  const { endpoint, begun } = call
  const note = (state: Note['state'], detail: Message | null, refusal: Refusal | null = null) =>
    parts.endpoints.note(endpoint.name, { state, detail, refusal, begun, at: parts.clock.now() })
  if (result.kind !== 'answered') {
    const { reason, isPersistent } = parts.explain({ code: result.code, message: result.reason })
    // Canceling is our doing and proves nothing about Kore.ai: the endpoint's last result stays.
    if (!call.signal.aborted) {
      note('failed', reason)
      parts.breaker.failed(begun, reason)
    }
    return result.kind === 'not_sent'
      ? { ...notSent('upstream_trouble', reason, null), isPersistent }
      : { kind: 'in_doubt', cause: 'no_answer', detail: reason, isPersistent }
  }
  const { answer } = result
  const text = answer.body.toString('utf8')
  const is = responseKind({ status: answer.status, body: text })
  const answered = { kind: 'answered', answer, text, is, retryAfterMs: null, diagnosis: null } as const
  if (is === 'other' && isForeign(endpoint, { status: answer.status, body: text })) {
    const diagnosis = foreignReason(answer)
    note('not_kore', diagnosis)
    parts.breaker.failed(begun, diagnosis)
    if (endpoint.effect === 'change') return answered
    return { ...answered, is: 'foreign', diagnosis }
  }
  if (is === 'other') {
    note('works', null)
    parts.breaker.succeeded(begun, endpoint.scope, 'up_and_credential')
    return answered
  }
  const words = wordsOf(wholeMessages(text).join(' ')) ?? `HTTP ${answer.status}`
  if (is === 'limited') {
    const requested = parseRetryAfter(answer.retryAfter, parts.clock.now())
    const retryAfterMs = await parts.limiter.refused(words, requested).catch(() => requested)
    parts.breaker.succeeded(begun, endpoint.scope, 'up')
    return { ...answered, retryAfterMs }
  }
  if (is === 'credential') {
    const response = message('kore.words', { words })
    note('refused', response, refusalIn(answer, text, parts.clock.now()))
    const diagnosis = parts.endpoints.all().find(({ name }) => name === endpoint.name)?.detail ?? response
    if (endpoint.effect === 'change') parts.breaker.rejected(begun, endpoint.scope, diagnosis)
    else parts.breaker.succeeded(begun, '', 'up')
    return { ...answered, diagnosis }
  }
  const response = message('kore.words', { words })
  note('failed', response)
  parts.breaker.failed(begun, response)
  return answered
}

function refusalIn(answer: WireResponse, text: string, now: number): Refusal {
  const sent = answer.date === null ? Number.NaN : Date.parse(answer.date)
  return {
    status: answer.status,
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
