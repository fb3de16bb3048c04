import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { type BlockList, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MemberRole } from '@muster/core/permission'
import { onTestFinished } from 'vitest'
import type { Clock } from '../../clock.ts'
import { createApp } from '../create-app.ts'
import { listen } from '../listen.ts'
import type { Log } from '../log.ts'
import { createClientAddress } from '../request/client-address.ts'
import type { BoundRoute } from '../route-handler.ts'
import type { Actor, IsOwn } from '../session/actor.ts'
import { apiTokenOf } from '../session/api-token.ts'
import { cookieName, csrfTokenOf, hashToken, newToken } from '../session/session-cookie.ts'
import type { LiveSession } from '../session/session-gate.ts'
import { anActor } from './an-actor.ts'

/** A minimal built web app. */
function webRoot(): string {
  const root = mkdtempSync(join(tmpdir(), 'web-'))
  mkdirSync(join(root, 'assets'))
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>Muster</title>')
  writeFileSync(join(root, 'assets', 'app-1a2b.js'), 'export {}')
  writeFileSync(join(root, 'assets', 'app-1a2b.js.br'), 'packed')
  writeFileSync(join(root, 'assets', 'app-1a2b.js.map'), '{}')
  writeFileSync(join(root, 'favicon.svg'), '<svg/>')
  return root
}

export interface TestApp {
  readonly url: string
  readonly port: number
  readonly logged: string[]
  /** Opens a session and returns the headers of its reading and writing requests. */
  signIn(
    as?: MemberRole | Partial<Actor>,
    proved?: Partial<Pick<LiveSession, 'authenticatedAt' | 'token'>>,
  ): {
    bearer: string
    reading: Record<string, string>
    writing: Record<string, string>
  }
  /** Creates a token of a member. Returns the headers of its requests. */
  createToken(as: Partial<Actor>): Record<string, string>
  /** Sends raw bytes and returns everything that came back. */
  raw(bytes: string): Promise<string>
}

interface TestAppOptions {
  readonly isOwn?: IsOwn
  /** Whether the cookie's browser signed a member in before. */
  readonly knowsDevice?: (bearer: string) => boolean
  /** Receives each look-up of a session, and whether it counts as activity. */
  readonly onFind?: (use: boolean) => void
  readonly secure?: boolean
  readonly clock?: Clock
  readonly stopping?: () => boolean
  readonly proxies?: BlockList
  readonly requestsPerMinute?: { member: number; anonymous: number }
}

const stillClock: Clock = { now: () => 0, monotonic: () => 0, sleep: async () => {} }

/** The HTTP side with these routes on a separate port, until the test is over. */
export async function startTestApp(routes: readonly BoundRoute[], options: TestAppOptions = {}): Promise<TestApp> {
  const sessions = new Map<string, LiveSession>()
  const tokens = new Map<string, LiveSession>()
  const logged: string[] = []
  const note = (facts: object, sentence: string) =>
    void logged.push(
      `${sentence} ${JSON.stringify(facts, (_key, value: unknown) => (value instanceof Error ? String(value) : value))}`,
    )
  const log: Log = { info: note, warn: note, error: note }
  const secure = options.secure ?? false
  let url = ''
  const app = createApp({
    routes,
    sessions: {
      find: async (bearer, use) => {
        options.onFind?.(use)
        return sessions.get(bearer) ?? null
      },
      findToken: async (secret) => tokens.get(secret) ?? null,
      knowsDevice: async (bearer) => options.knowsDevice?.(bearer) ?? false,
    },
    isOwn: options.isOwn ?? (async () => false),
    webRoot: webRoot(),
    secure,
    isOwnOrigin: (origin) => origin === url,
    isOwnHost: (host) => host.startsWith('127.0.0.1:'),
    stopping: options.stopping ?? (() => false),
    requestsPerMinute: options.requestsPerMinute ?? { member: 100_000, anonymous: 100_000 },
    addressOf: createClientAddress(options.proxies ?? null),
    onRefused: async ({ actor, method, route }) => void logged.push(`refused ${method} ${route} ${actor.email}`),
    clock: options.clock ?? stillClock,
    log,
    onExchange: () => {},
  })
  const server = await listen(app, { port: 0, host: '127.0.0.1', secure })
  url = `http://127.0.0.1:${server.port}`
  onTestFinished(() => server.close(0))
  return {
    url,
    port: server.port,
    logged,
    signIn: (as = 'owner', proved = {}) => {
      const bearer = newToken()
      const given = typeof as === 'string' ? { role: as } : as
      const actor = anActor({ memberId: hashToken(bearer), ...given })
      sessions.set(bearer, { sessionId: hashToken(bearer), token: null, authenticatedAt: 0, ...proved, actor })
      const reading = { Cookie: `${cookieName(secure)}=${bearer}` }
      return { bearer, reading, writing: { ...reading, Origin: url, 'X-Muster-CSRF': csrfTokenOf(bearer) } }
    },
    createToken: (as) => {
      const secret = apiTokenOf(newToken())
      const id = hashToken(secret)
      const token = { id, name: 'A script' }
      tokens.set(secret, { sessionId: id, token, authenticatedAt: null, actor: anActor({ memberId: id, ...as }) })
      return { Authorization: `Bearer ${secret}` }
    },
    raw: (bytes) => exchange(server.port, bytes),
  }
}

function exchange(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'))
    let received = ''
    socket.setTimeout(1500, () => socket.destroy())
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1')
    })
    socket.once('close', () => resolve(received))
    socket.once('error', reject)
  })
}
