import { setTimeout as delay } from 'node:timers/promises'
import { eventSchema, type MusterEvent, streamEvents } from '@muster/contracts/events'
import { reauthenticateMember } from '@muster/contracts/factors'
import { inputField, type Route, type RouteCall, type RouteOutput } from '@muster/contracts/route'
import { sessionSchema, signIn as signInRoute } from '@muster/contracts/session'

/** The inputs of a route, if it has any. */
type Inputs<R extends Route> = { readonly [K in keyof RouteCall<R>]?: RouteCall<R>[K] }

export interface ApiAnswer {
  readonly status: number
  readonly bytes: Buffer
  readonly headers: Headers
}

/** A signed-in member who works through the API. */
export interface ApiClient {
  /** Calls a route and parses its response by the route's schema. Throws on any other status. */
  call<const R extends Route>(route: R, inputs?: Inputs<R>, form?: FormData): Promise<RouteOutput<R>>
  /**
   * Sends a raw request with session and CSRF token. Waits as the rate limit requests, and proves who the member is
   * where that is required.
   */
  send(
    method: string,
    path: string,
    init?: {
      body?: NonNullable<RequestInit['body']>
      contentType?: string
      /** Answers with the refusal, if the request needs a proof. */
      unproved?: true
    },
  ): Promise<ApiAnswer>
  /**
   * Reads until `holds`, woken by the server's events. Throws after `seconds`, with the last value.
   */
  until<T>(read: () => Promise<T>, holds: (value: T) => boolean, seconds?: number): Promise<T>
  /** Session and CSRF token, for requests that `send` cannot make. */
  readonly headers: Readonly<Record<string, string>>
  close(): void
}

type Credentials =
  | { readonly email: string; readonly password: string }
  | { readonly breakGlass: string; readonly code: string }

interface Session {
  readonly cookie: string
  readonly csrf: string
}

async function sessionOf(answer: Response): Promise<Session> {
  const text = await answer.text()
  if (!answer.ok) throw new Error(`sign-in failed: ${answer.status} ${text}`)
  const { csrfToken } = sessionSchema.parse(JSON.parse(text))
  return { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '', csrf: csrfToken ?? '' }
}

async function signIn(url: string, body: Credentials): Promise<Session> {
  const answer = await fetch(url + signInRoute.path, {
    method: signInRoute.method,
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(body),
  })
  return sessionOf(answer)
}

function pathOf({ path }: Route, { params, query }: { params?: unknown; query?: unknown }): string {
  const values = new Map(Object.entries(params ?? {}).map(([name, value]) => [name, encodeURIComponent(String(value))]))
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => values.get(name) ?? '')
  const search = new URLSearchParams(
    Object.entries(query ?? {}).map(([name, value]): [string, string] => [name, String(value)]),
  )
  return search.size === 0 ? filled : `${filled}?${search.toString()}`
}

/** Between two reads of a wait: reading takes processor time from what the test waits for. */
const leastMs = 50
const mostMs = 300

/** Counts the server's events; a wait ends with the first one after those that `seen` counts. */
function createWaker() {
  const waiting = new Set<() => void>()
  let events = 0
  return {
    wake: () => {
      events += 1
      for (const resolve of waiting) resolve()
      waiting.clear()
    },
    seen: () => events,
    after: async (seen: number, atMostMs: number) => {
      if (events > seen) return
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.add(resolve)
      await Promise.race([promise, delay(atMostMs)])
      waiting.delete(resolve)
    },
  }
}

/** Reads the events of a stream until it ends. */
export async function readEvents(answer: Response, onEvent: (event: MusterEvent) => void): Promise<void> {
  let rest = ''
  const text = new TextDecoder()
  for await (const chunk of answer.body ?? []) {
    const frames = (rest + text.decode(chunk, { stream: true })).split('\n\n')
    rest = frames.pop() ?? ''
    for (const frame of frames) {
      const data = /^data: (.*)$/m.exec(frame)?.[1]
      if (data !== undefined) onEvent(eventSchema.parse(JSON.parse(data)))
    }
  }
}

/** Proves again who the member of a session is, for the plan of a request to apply it. Returns the session that follows. */
async function prove(url: string, session: Session, by: { credentials: Credentials; body: unknown }) {
  if (!('password' in by.credentials)) throw new Error('a code of the break-glass account is used once')
  const hash: unknown = typeof by.body === 'string' ? inputField(JSON.parse(by.body), 'hash') : undefined
  const answer = await fetch(url + reauthenticateMember.path, {
    method: reauthenticateMember.method,
    headers: {
      cookie: session.cookie,
      origin: url,
      'x-muster-csrf': session.csrf,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      password: by.credentials.password,
      ...(typeof hash === 'string' ? { planHash: hash } : {}),
    }),
  })
  return sessionOf(answer)
}

/** Signs a member in on a running backend and keeps one event stream open. */
export async function openApiClient(url: string, credentials: Credentials): Promise<ApiClient> {
  let session = await signIn(url, credentials)
  const stop = new AbortController()
  const waker = createWaker()
  const stream = await fetch(url + streamEvents.path, { headers: { cookie: session.cookie }, signal: stop.signal })
  void readEvents(stream, waker.wake).catch(() => undefined)

  const send: ApiClient['send'] = async (method, path, { body, contentType, unproved } = {}) => {
    const type = contentType === undefined ? {} : { 'content-type': contentType }
    for (let isProved = unproved === true; ; ) {
      const { cookie, csrf } = session
      const writing = method === 'GET' ? {} : { origin: url, 'x-muster-csrf': csrf, ...type }
      const init = { method, headers: { cookie, ...writing }, ...(body === undefined ? {} : { body }) }
      const answer = await fetch(url + path, init)
      const bytes = Buffer.from(await answer.arrayBuffer())
      if (!isProved && answer.status === 401 && bytes.includes('"reauthentication_required"')) {
        session = await prove(url, session, { credentials, body })
        isProved = true
        continue
      }
      const wait = answer.headers.get('retry-after')
      if (answer.status !== 429 || wait === null) return { status: answer.status, bytes, headers: answer.headers }
      await delay(Number(wait) * 1000)
    }
  }
  const call: ApiClient['call'] = async <const R extends Route>(route: R, inputs: Inputs<R> = {}, form?: FormData) => {
    const json = inputs.body === undefined ? {} : { body: JSON.stringify(inputs.body), contentType: 'application/json' }
    const { status, bytes } = await send(
      route.method,
      pathOf(route, inputs),
      form === undefined ? json : { body: form },
    )
    const answer = route.responses[status]
    if (answer === undefined) throw new Error(`${route.method} ${route.path} answered ${status}: ${bytes.toString()}`)
    if ('mediaType' in answer) throw new Error(`${route.path} answers ${answer.mediaType}: use send`)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed by the very schema the type is inferred from
    return answer.parse(JSON.parse(bytes.toString('utf8'))) as RouteOutput<R>
  }
  const until: ApiClient['until'] = async (read, holds, seconds = 60) => {
    const giveUp = performance.now() + seconds * 1000
    for (;;) {
      const seen = waker.seen()
      const value = await read()
      if (holds(value)) return value
      if (performance.now() > giveUp)
        throw new Error(`the condition did not hold within ${seconds} s; last: ${JSON.stringify(value).slice(0, 1000)}`)
      // Some states change without an event; a running job has many events, and one read serves them all.
      await Promise.all([waker.after(seen, mostMs), delay(leastMs)])
    }
  }
  return {
    call,
    send,
    until,
    get headers() {
      return { cookie: session.cookie, origin: url, 'x-muster-csrf': session.csrf }
    },
    close: () => stop.abort(),
  }
}
