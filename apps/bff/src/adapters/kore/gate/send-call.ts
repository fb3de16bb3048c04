import { eraseUsersData } from '@muster/kore-api/erase-users-data'
import { isKoreRefusal } from '@muster/kore-api/response-shape'
import type { Turn } from '../budget/lanes.ts'
import { inUtf8 } from '../responses/in-utf8.ts'
import { parseJson } from '../responses/json-value.ts'
import { responseKind } from '../responses/response-kind.ts'
import { scrubToken } from '../responses/token-scrub.ts'
import type { SecretSlot } from '../transport/secret-slots.ts'
import type { WireResult } from '../transport/wire-result.ts'
import type { GateCall, GateParts } from './gate-call.ts'

/** The hourly limit lets a call leave every few seconds. A resent call that waits longer is judged by outdated facts. */
const maxResendWaitMs = 5000

/** A sent call may still get its response this long after its caller gave up, to leave little in doubt on shutdown. */
const graceMs = 20_000

type Signed = GateCall & { readonly secret: SecretSlot }

interface Attempt {
  readonly result: WireResult
  /** When the call began, for the breaker. */
  readonly begun: number
}

/** Sends a call in its turn, signed with the active secret; if Kore.ai refuses it, once more with the other one. */
export async function sendCall(parts: GateParts, call: GateCall, slot: string): Promise<Attempt> {
  const active = parts.secrets.active()
  const first = await attempt(parts, { ...call, secret: active }, slot)
  const other = mayTryOther(call, first.result) ? parts.secrets.other(active) : null
  return (other === null ? null : await tryOther(parts, { ...call, secret: other })) ?? first
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
    result: result.kind === 'response' ? String(result.response.status) : result.kind,
    ms: parts.clock.monotonic() - leftAt,
  })
  // An unwritable budget must not cost a response that arrived.
  if (result.kind === 'not_sent') await parts.limiter.giveBack(slot).catch(() => {})
  // A fast response is within the tolerance of the window, so the store needs no update.
  else if (parts.clock.monotonic() - started > 500) await parts.limiter.commitSlot(slot).catch(() => {})
  return { result: result.kind === 'response' ? withoutToken(result, token) : result, begun }
}

/**
 * Whether a refused call may be sent again with the other secret. A change only if Kore.ai itself refused it: a proxy
 * may refuse after the effect. An erasure never, because a second one is a second request.
 */
function mayTryOther({ endpoint, explains }: GateCall, result: WireResult): boolean {
  // It explains a refusal of the active secret.
  if (explains === true) return false
  if (result.kind !== 'response' || endpoint.name === eraseUsersData.name) return false
  if (!isRefused(result)) return false
  return endpoint.effect === 'read' || isKoreRefusal(parseJson(result.response.body.toString('utf8'))?.value)
}

/** Sends it again with the other secret. Null if the budget has no room soon, the caller forbids it, or no response came. */
async function tryOther(parts: GateParts, call: Signed): Promise<Attempt | null> {
  const turn = await turnSoon(parts, call)
  if (turn.kind !== 'granted') return null
  const mayLeave = (await call.mayResend?.().catch(() => false)) ?? true
  if (!mayLeave || call.signal.aborted) return parts.limiter.giveBack(turn.slot).then(() => null)
  const tried = await attempt(parts, { ...call, beforeSend: undefined }, turn.slot)
  if (tried.result.kind === 'not_sent') return null
  if (tried.result.kind === 'response' && !isRefused(tried.result)) parts.secrets.accepted(call.secret)
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

const isRefused = ({ response }: Received) =>
  responseKind({ status: response.status, body: response.body.toString('utf8') }) === 'credential'

type Received = Extract<WireResult, { kind: 'response' }>

/** The response in UTF-8 without any part of the sent token. */
function withoutToken(result: Received, token: string): Received {
  const response = inUtf8(result.response)
  const text = response.body.toString('utf8')
  const clean = scrubToken(text, token)
  return { kind: 'response', response: clean === text ? response : { ...response, body: Buffer.from(clean) } }
}
