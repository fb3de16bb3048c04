import type { BlockList } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Express } from 'express'
import type { AuditLog } from '../audit-log.ts'
import type { Clock } from '../clock.ts'
import { createSessionGate } from '../features/session/find-session.ts'
import type { DeviceStore, SessionStore } from '../features/session/ports.ts'
import { createRefusalAudit } from '../features/session/refusal-audit.ts'
import { createTokenGate } from '../features/tokens/find-token.ts'
import type { TokenStore } from '../features/tokens/ports.ts'
import type { Exchange } from '../http/app-options.ts'
import { createApp } from '../http/create-app.ts'
import type { Log } from '../http/log.ts'
import { withOpenApi } from '../http/openapi.routes.ts'
import { createClientAddress } from '../http/request/client-address.ts'
import type { BoundRoute } from '../http/route-handler.ts'
import type { IsOwn } from '../http/session/actor.ts'
import type { Bearers } from '../http/session/bearers.ts'
import type { ConfiguredNames } from './account-names.ts'

/** Path of the web app's build, relative to this file. */
export const builtWebApp = fileURLToPath(new URL('../../../web/dist', import.meta.url))

export interface AppParts {
  readonly names: ConfiguredNames
  readonly sessions: SessionStore
  readonly devices: DeviceStore
  readonly bearers: Bearers
  readonly tokens: TokenStore
  readonly isOwn: IsOwn
  readonly audit: AuditLog
  /** Proxies whose client address headers are trusted. */
  readonly proxies: BlockList | null
  readonly routes: readonly BoundRoute[]
  readonly webRoot: string
  /** Requests a minute of one member. */
  readonly memberRequests: number
  readonly clock: Clock
  readonly log: Log
  readonly stopping: () => boolean
  readonly count: (exchange: Exchange) => void
}

/** Behind an untrusted proxy, all clients without a session share its address, so its bucket is as large as a member's. */
export const requestsPerMinute = { member: 600, anonymous: { direct: 60, behindProxy: 600 } } as const

/** The HTTP side of Muster. */
export function composeApp(parts: AppParts): Express {
  const { names, log, clock } = parts
  const { anonymous } = requestsPerMinute
  return createApp({
    routes: withOpenApi(parts.routes, names),
    sessions: {
      ...createSessionGate({ sessions: parts.sessions, devices: parts.devices, bearers: parts.bearers, clock }),
      findToken: createTokenGate({ tokens: parts.tokens, bearers: parts.bearers, clock }),
    },
    isOwn: parts.isOwn,
    webRoot: parts.webRoot,
    secure: names.secure,
    isOwnOrigin: names.isOwnOrigin,
    isOwnHost: names.isOwnHost,
    stopping: parts.stopping,
    requestsPerMinute: {
      member: parts.memberRequests,
      anonymous: names.secure && parts.proxies === null ? anonymous.behindProxy : anonymous.direct,
    },
    addressOf: createClientAddress(parts.proxies),
    onRefused: createRefusalAudit(parts),
    clock,
    log,
    onExchange: (exchange) => {
      parts.count(exchange)
      // Health probes and files would flood the log.
      if (/^\/(api|scim)\//.test(exchange.route)) log.info(exchange, 'Response sent')
    },
  })
}
