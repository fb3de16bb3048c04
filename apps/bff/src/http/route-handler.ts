import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import type { Route, RouteInput } from '@muster/contracts/route'
import { message } from '@muster/wording/message'
import { ProblemError } from '../problem-error.ts'
import type { LimitedBody } from './request/read-body.ts'
import type { Actor } from './session/actor.ts'
import type { LiveSession } from './session/session-gate.ts'
import type { StepUpCheck } from './session/step-up.ts'

/** A request without its body. */
export type RequestHead = Pick<IncomingMessage, 'headers' | 'method' | 'socket'>

/** The request context of a handler besides the parsed inputs. */
export interface RequestContext {
  readonly requestId: string
  /** Null only on routes whose permission is "none". */
  readonly actor: Actor | null
  readonly sessionId: string | null
  /** The token that a script used in place of a session; null for a session. */
  readonly token: LiveSession['token']
  /** For routes whose handler must judge whether the request needs a fresh proof. */
  readonly stepUp: StepUpCheck
  /** Address of the client, see `createClientAddress`. */
  readonly address: string
  /** Value of `Idempotency-Key`, if sent. */
  readonly idempotencyKey: string | null
  /** The head of the request. Its body is in `body`, which has a cap. */
  readonly raw: RequestHead
  /** The body of a route that reads `'raw'` or `'multipart'`, up to the route's `maxBytes`; empty for others. */
  readonly body: LimitedBody
  /** For server-sent events only: the handler takes over the response and replies with `{ taken: true }`. */
  readonly response: ServerResponse
  /** Aborted when the client disconnects. */
  readonly signal: AbortSignal
}

type ReplyHeaders = Readonly<Record<string, string | readonly string[]>>

/** `json` is parsed by the route's schema for `status` before it leaves, so undeclared fields cannot. */
export type Reply =
  | { readonly status: number; readonly json: unknown; readonly headers?: ReplyHeaders }
  | {
      readonly status: number
      readonly bytes: Readable | Buffer
      readonly mediaType: string
      readonly filename?: string
      readonly headers?: ReplyHeaders
    }
  | { readonly taken: true }

export type Handler<R extends Route> = (input: RouteInput<R>, context: RequestContext) => Promise<Reply>

/** A route with its handler. */
export interface BoundRoute {
  readonly route: Route
  /** A method: its inputs are those of its own route, which parses them. */
  handle(input: { params: unknown; query: unknown; body: unknown }, context: RequestContext): Promise<Reply>
}

/** Binds a route record to its handler, keeping the types of its inputs. */
export function bind<const R extends Route>(route: R, handle: Handler<R>): BoundRoute {
  return { route, handle }
}

/** The session of a request by cookie. A token is refused: it has none, and never proves who its member is. */
export function requireSession({ sessionId, token }: RequestContext): string {
  if (sessionId === null || token !== null) throw new ProblemError('forbidden', message('problem.session_required'))
  return sessionId
}

/** The signed-in member; routes with a permission always have one. */
export function actorOf(context: RequestContext): Actor {
  if (context.actor === null) throw new Error('a route with a permission was called without an actor')
  return context.actor
}
