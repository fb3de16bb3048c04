import type { Actor } from './actor.ts'

/** The member of a session. `sessionId` is the stored id, never the bearer. */
export interface LiveSession {
  readonly sessionId: string
  /** The token that a script used in place of a session, whose `sessionId` is then the stored id of the token. */
  readonly token: { readonly id: string; readonly name: string } | null
  /** When the member last proved who they are, in milliseconds since 1970. A token never does. */
  readonly authenticatedAt: number | null
  readonly actor: Actor
}

/** Finds the live session of a bearer. `use`: the request counts as activity (an open stream does not). */
export interface SessionGate {
  find(bearer: string, use: boolean): Promise<LiveSession | null>
  /** Finds what a script's token grants, and records its use. */
  findToken(secret: string, address: string): Promise<LiveSession | null>
  /** Whether this cookie's browser signed a member in before. */
  knowsDevice(bearer: string): Promise<boolean>
}
