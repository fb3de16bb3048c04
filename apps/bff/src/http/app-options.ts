import type { Sentence } from '@muster/core/text/message'
import type { Clock } from '../clock.ts'
import type { Log } from './log.ts'
import type { ClientAddress } from './request/client-address.ts'
import type { BoundRoute } from './route-handler.ts'
import type { Actor, IsOwn } from './session/actor.ts'
import type { SessionGate } from './session/session-gate.ts'

/** One completed request, for the log and the metrics. `route` is the pattern, never the requested address. */
export interface Exchange {
  readonly requestId: string
  readonly method: string
  readonly route: string
  readonly status: number
  readonly ms: number
  readonly memberId: string | null
}

/** An act of a signed-in member refused as forbidden or as a possible forgery. */
export interface RefusedRequest {
  readonly actor: Actor
  readonly method: string
  /** The pattern, never the requested address. */
  readonly route: string
  readonly reason: Sentence
  readonly address: string
}

export interface AppOptions {
  readonly routes: readonly BoundRoute[]
  readonly sessions: SessionGate
  readonly isOwn: IsOwn
  /** Folder of the built web app. */
  readonly webRoot: string
  /** Whether the public URL is https (through a TLS proxy). */
  readonly secure: boolean
  readonly isOwnOrigin: (origin: string) => boolean
  readonly isOwnHost: (host: string) => boolean
  /** Whether the process is shutting down. */
  readonly stopping: () => boolean
  readonly requestsPerMinute: { readonly member: number; readonly anonymous: number }
  readonly addressOf: ClientAddress
  /** Records a refused act of a signed-in member. */
  readonly onRefused: (refusal: RefusedRequest) => Promise<void>
  readonly clock: Clock
  readonly log: Log
  readonly onExchange: (exchange: Exchange) => void
}
