import type { Actor } from './actor.ts'

/** Who a session belongs to. `sessionId` is what is stored, never the bearer. */
export interface LiveSession {
  readonly sessionId: string
  readonly actor: Actor
}

/** Finds the live session of a bearer. `use`: the request counts as activity (a stream that merely stays open does not). */
export interface SessionGate {
  find(bearer: string, use: boolean): Promise<LiveSession | null>
  /** Whether this cookie's browser signed a member in before. */
  knowsDevice(bearer: string): Promise<boolean>
}
