import type { KoreEndpoint } from '@muster/kore-api/endpoint'
import type { Clock } from '../../../clock.ts'
import type { Lane } from '../../../engine/kore-ports.ts'
import type { Breaker } from '../budget/breaker.ts'
import type { Limiter } from '../budget/limiter.ts'
import type { KoreClient } from '../transport/client.ts'
import type { NetworkReason } from '../transport/network-reason.ts'
import type { SecretSlots } from '../transport/secret-slots.ts'
import type { Signer } from '../transport/signer.ts'
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
  /** Whether it tests the connection: an endpoint that it cannot try is not known to work any more. */
  readonly isProbe?: boolean
  /** It explains the refusal of another call. */
  readonly explains?: boolean
  /** The subject of the token; defaults to "muster". */
  readonly subject?: string
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
