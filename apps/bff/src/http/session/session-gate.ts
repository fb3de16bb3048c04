import type { Actor } from './actor.ts'

/** The member of a session. `sessionId` is the stored id, never the bearer. */
export interface LiveSession {
  readonly sessionId: string
  /** When the member last proved who they are, in milliseconds since 1970. */
  readonly authenticatedAt: number
  readonly actor: Actor
}

/** Finds the live session of a bearer. `use`: the request counts as activity (an open stream does not). */
export interface SessionGate {
  find(bearer: string, use: boolean): Promise<LiveSession | null>
  /** Whether this cookie's browser signed a member in before. */
  knowsDevice(bearer: string): Promise<boolean>
}
