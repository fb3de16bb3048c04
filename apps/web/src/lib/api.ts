import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { problemSchema } from '@muster/contracts/problem'
import type { Route, RouteCall, RouteOutput } from '@muster/contracts/route'
import { hasMessages, localize } from '@muster/wording/localize'
import { isActive } from './activity.ts'
import { ApiError, type ApiProblem } from './api-error.ts'
import { untilActivated } from './language/active-language.ts'
import { catchUp } from './now.ts'
import { lacksProof, planHashOf, requestProof } from './step-up.ts'
import { buildUrl } from './url.ts'

type Given<K extends string, V> = undefined extends V ? { readonly [P in K]?: V } : { readonly [P in K]: V }
// A query whose fields are all optional may be omitted.
type GivenQuery<V> = undefined extends V ? object : object extends V ? { readonly query?: V } : { readonly query: V }

export type CallOptions<R extends Route> = Given<'params', RouteCall<R>['params']> &
  GivenQuery<RouteCall<R>['query']> &
  Given<'body', RouteCall<R>['body']> & {
    readonly signal?: AbortSignal
    /** Makes a repeat of the same unsafe request harmless. */
    readonly idempotencyKey?: string
    /** Body for routes that read `'raw'` or `'multipart'`. */
    readonly raw?: Blob | FormData
    /** The call ends the session. If the session has ended already, the call does not wait for a sign-in. */
    readonly endsSession?: boolean
    /** The call applies a plan that needs a proof of who the member is. */
    readonly needsProof?: boolean
  }

interface AnyOptions {
  readonly params?: unknown
  readonly query?: unknown
  readonly body?: unknown
  readonly signal?: AbortSignal
  readonly idempotencyKey?: string
  readonly raw?: Blob | FormData
  readonly endsSession?: boolean
  readonly needsProof?: boolean
}

/** Resolves when a refused call can be sent again; null if it cannot. */
type SessionRecovery = (code: ApiProblem['code']) => Promise<void> | null

let csrfToken: string | null = null
let recoverSession: SessionRecovery = () => null

/** Sets the session's token, which every unsafe request sends. */
export function setCsrfToken(token: string | null): void {
  csrfToken = token
}

/** Sets what to do when the server refuses a call because of its session. */
export function setSessionRecovery(recovery: SessionRecovery): void {
  recoverSession = recovery
}

/** Waits until a call that was refused because of its session can be sent again. False if it cannot. */
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

/** The current CSRF token, for requests that do not use `call`. */
export const currentCsrfToken = (): string | null => csrfToken

const plain = (code: 'offline' | 'unexpected_response', title: string, detail: string): ApiProblem => ({
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
  if (!isActive()) headers.set('x-muster-background', '1')
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
    await untilActivated()
    if (options.signal?.aborted === true) throw error
    throw new ApiError(
      plain('offline', t`Muster is unreachable`, t`Muster did not respond. Check the network, then try again.`),
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
  const called = `${route.method} ${route.path}`
  const detail = t`The response to ${{ call: called }} has the status ${status} and an unknown format. Reload the page: it may be older than the server.`
  return new ApiError(plain('unexpected_response', t`Unexpected response`, detail), cause)
}

async function errorOf(route: Route, response: Response): Promise<ApiError> {
  const parsed = problemSchema.safeParse(await jsonOf(response))
  return parsed.success ? new ApiError(localize(i18n, parsed.data)) : unexpected(route, response.status, parsed.error)
}

/** Requests a proof of who the member is, for this call. Throws if the member cancels it: then nothing is sent. */
async function prove(route: Route, { body }: AnyOptions): Promise<void> {
  if (await requestProof(planHashOf(route, body))) return
  const detail = t`You did not prove who you are. Nothing was sent.`
  throw new ApiError({ ...plain('offline', t`Canceled`, detail), code: 'reauthentication_required' })
}

/** Sends a call with the proofs that it needs. If the session has ended, sends it again after the next sign-in. */
async function sendSignedIn(route: Route, options: AnyOptions): Promise<Response> {
  if (lacksProof(route, options.body, options.needsProof === true)) await prove(route, options)
  return sendProved(route, options)
}

async function sendProved(route: Route, options: AnyOptions): Promise<Response> {
  const token = csrfToken
  const response = await send(route, options)
  catchUp()
  if (response.ok) return response
  await untilActivated()
  const error = await errorOf(route, response)
  if (error.problem.code === 'reauthentication_required') {
    await prove(route, options)
    return sendProved(route, options)
  }
  if (options.endsSession === true || !(await untilRecovered(error, options.signal))) throw error
  // Muster would refuse the same token again.
  if (error.problem.code === 'csrf_refused' && token === csrfToken) throw error
  return sendProved(route, options)
}

/**
 * Calls a route of the contracts and parses its response by the route's schema. Its sentences are in the page's language.
 * @throws ApiError with the server's problem, or with `offline` or `unexpected_response`.
 */
export function call<const R extends Route>(route: R, options: CallOptions<R>): Promise<RouteOutput<R>>
export async function call(route: Route, options: AnyOptions): Promise<unknown> {
  const response = await sendSignedIn(route, options)
  const schema = route.responses[response.status]
  if (schema === undefined) throw unexpected(route, response.status)
  // A media type is not JSON: the app opens such routes as links, and their output type is undefined.
  if ('mediaType' in schema) return undefined
  const parsed = schema.safeParse(await jsonOf(response))
  // The first calls of a page leave before its language is loaded. Only sentences wait for it.
  if (!parsed.success || hasMessages(parsed.data)) await untilActivated()
  if (!parsed.success) throw unexpected(route, response.status, parsed.error)
  return localize(i18n, parsed.data)
}
