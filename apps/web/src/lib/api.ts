import { problemSchema } from '@muster/contracts/problem'
import type { Route, RouteCall, RouteOutput } from '@muster/contracts/route'
import { isActive } from './activity.ts'
import { ApiError, type ApiProblem } from './api-error.ts'
import { catchUp } from './now.ts'
import { buildUrl } from './url.ts'

type Given<K extends string, V> = undefined extends V ? { readonly [P in K]?: V } : { readonly [P in K]: V }
// A query whose fields are all optional need not be written at all.
type GivenQuery<V> = undefined extends V ? object : object extends V ? { readonly query?: V } : { readonly query: V }

export type CallOptions<R extends Route> = Given<'params', RouteCall<R>['params']> &
  GivenQuery<RouteCall<R>['query']> &
  Given<'body', RouteCall<R>['body']> & {
    readonly signal?: AbortSignal
    /** Makes a repeat of the same unsafe request harmless. */
    readonly idempotencyKey?: string
    /** For routes that read `'raw'` or `'multipart'`: the bytes or the form as they are. */
    readonly raw?: Blob | FormData
    /** The call ends the session: where that has ended already, no sign-in is awaited. */
    readonly endsSession?: boolean
  }

interface AnyOptions {
  readonly params?: unknown
  readonly query?: unknown
  readonly body?: unknown
  readonly signal?: AbortSignal
  readonly idempotencyKey?: string
  readonly raw?: Blob | FormData
  readonly endsSession?: boolean
}

/** Settles when a refused call can be sent again; null: it cannot. */
type SessionRecovery = (code: ApiProblem['code']) => Promise<void> | null

let csrfToken: string | null = null
let recoverSession: SessionRecovery = () => null

/** The session's token, sent with every unsafe request from now on. */
export function setCsrfToken(token: string | null): void {
  csrfToken = token
}

/** Sets what to do when the server refuses a call because of its session. */
export function setSessionRecovery(recovery: SessionRecovery): void {
  recoverSession = recovery
}

/** Waits until a call that was refused because of its session can be sent again; false: it cannot. */
export async function untilRecovered(error: unknown, signal?: AbortSignal): Promise<boolean> {
  if (!(error instanceof ApiError)) return false
  const recovered = recoverSession(error.problem.code)
  if (recovered === null) return false
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = (): void => reject(signal?.reason)
  signal?.addEventListener('abort', abort, { once: true })
  try {
    await Promise.race([recovered, aborted])
  } finally {
    signal?.removeEventListener('abort', abort)
  }
  return true
}

/** The CSRF token of now, for requests that do not go through `call`. */
export const currentCsrfToken = (): string | null => csrfToken

const plain = (code: 'offline' | 'unexpected_answer', title: string, detail: string): ApiProblem => ({
  type: 'about:blank',
  title,
  status: 0,
  detail,
  code,
  requestId: '',
})

function headersOf(route: Route, options: AnyOptions): Headers {
  const headers = new Headers({ accept: 'application/json' })
  if (options.body !== undefined) headers.set('content-type', 'application/json')
  else if (options.raw instanceof Blob) headers.set('content-type', options.raw.type || 'application/octet-stream')
  if (route.method !== 'GET' && csrfToken !== null) headers.set('x-muster-csrf', csrfToken)
  if (route.method === 'GET' && !isActive()) headers.set('x-muster-background', '1')
  if (options.idempotencyKey !== undefined) headers.set('idempotency-key', options.idempotencyKey)
  return headers
}

async function send(route: Route, options: AnyOptions): Promise<Response> {
  const init: RequestInit = { method: route.method, headers: headersOf(route, options), credentials: 'same-origin' }
  if (options.signal !== undefined) init.signal = options.signal
  if (options.body !== undefined) init.body = JSON.stringify(options.body)
  else if (options.raw !== undefined) init.body = options.raw
  try {
    return await fetch(buildUrl(route.path, options.params, options.query), init)
  } catch (error) {
    if (options.signal?.aborted === true) throw error
    throw new ApiError(
      plain('offline', 'Muster cannot be reached', 'Muster did not answer. Check the network, then try again.'),
      error,
    )
  }
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    return undefined
  }
}

function unexpected(route: Route, status: number, cause?: unknown): ApiError {
  const detail = `${route.method} ${route.path} answered ${status} in a shape this page does not know. Reload the page; it may be older than the server.`
  return new ApiError(plain('unexpected_answer', 'An answer this page does not understand', detail), cause)
}

async function errorOf(route: Route, response: Response): Promise<ApiError> {
  const parsed = problemSchema.safeParse(await jsonOf(response))
  return parsed.success ? new ApiError(parsed.data) : unexpected(route, response.status, parsed.error)
}

/** Sends a call; one that was refused because the session ended goes out again once the member has signed in again. */
async function sendSignedIn(route: Route, options: AnyOptions): Promise<Response> {
  const token = csrfToken
  const response = await send(route, options)
  catchUp()
  if (response.ok) return response
  const error = await errorOf(route, response)
  if (options.endsSession === true || !(await untilRecovered(error, options.signal))) throw error
  // The same token would be refused again.
  if (error.problem.code === 'csrf_refused' && token === csrfToken) throw error
  return sendSignedIn(route, options)
}

/**
 * Calls a route of the contracts and parses its answer by the route's own schema.
 * @throws ApiError with the server's problem, or with `offline` or `unexpected_answer`.
 */
export async function call<const R extends Route>(route: R, options: CallOptions<R>): Promise<RouteOutput<R>> {
  const response = await sendSignedIn(route, options)
  const answer = route.responses[response.status]
  if (answer === undefined) throw unexpected(route, response.status)
  // A media type is no JSON: such routes are opened as links, and their output type is undefined.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed by the very schema the type is inferred from
  if ('mediaType' in answer) return undefined as RouteOutput<R>
  const parsed = answer.safeParse(await jsonOf(response))
  if (!parsed.success) throw unexpected(route, response.status, parsed.error)
  // Parsed by the very schema the output type is inferred from.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed by the very schema the type is inferred from
  return parsed.data as RouteOutput<R>
}
