import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createAccount } from './account/account.ts'
import { createGroups } from './account/catalogue.ts'
import { createErasures } from './account/erasures.ts'
import { createGroupMembers } from './account/group-members.ts'
import type { SandboxControl } from './control/control.ts'
import { createControl } from './control/create-control.ts'
import { createFaultRules } from './faults/fault-rules.ts'
import { createAuthenticator } from './gate/authenticate.ts'
import { createLimiter, type Limits, namedLimits } from './gate/limiter.ts'
import { createPlatformKey, type PlatformJwk } from './gate/platform-key.ts'
import { createLedger, type Ledger } from './ledger.ts'
import type { SandboxOptions } from './options.ts'
import { createApp } from './server/app.ts'
import type { CallDeps } from './server/handle-call.ts'
import { createPending } from './server/pending.ts'
import { createResponseHold } from './server/response-hold.ts'
import { scopes } from './server/routes.ts'
import type { World } from './world.ts'

export { documentedIds } from './account/documented-ids.ts'
export type { SandboxControl, SandboxUser } from './control/control.ts'
export { botSecretMarker } from './endpoints/bots.ts'
export type { FaultRule } from './faults/fault.ts'
export type { BatchLimit } from './gate/batch-limit.ts'
export type { Limits } from './gate/limiter.ts'
export type { Effect, Ledger, RecordedCall } from './ledger.ts'
export type { SandboxOptions } from './options.ts'
export type { EndpointName } from './server/endpoint-names.ts'
export type { Scope } from './server/routes.ts'
export { sentinelEmail, wellKnown } from './users/well-known.ts'
export type { Profile } from './world.ts'

/** A running sandbox. */
export type Sandbox = {
  /** `http://127.0.0.1:<port>`, without a trailing slash. */
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  /** With `enforceJwe` the encryption key for tokens, otherwise null. */
  readonly jweKey: PlatformJwk | null
  readonly control: SandboxControl
  readonly ledger: Ledger
  /** Ends every connection, even hanging ones, and cancels late effects. */
  readonly stop: () => Promise<void>
}

function createWorld(options: SandboxOptions): World {
  const ledger = createLedger()
  const account = createAccount(options.seed ?? 1, options.users ?? 2000)
  return {
    account,
    groups: createGroups(options.groups ?? []),
    groupMembers: createGroupMembers(account),
    erasures: createErasures(ledger, options.eraseDelayMs ?? 3000),
    ledger,
    profile: options.profile ?? 'xo',
    now: options.now ?? Date.now,
  }
}

function limitsOf(limits: SandboxOptions['limits'] = 'kore'): Limits | null {
  return typeof limits === 'string' ? namedLimits[limits] : limits
}

/** Starts a local Kore.ai. Rejects if the port is in use. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clientId = options.clientId ?? `cs-${randomUUID()}`
  const clientSecret = options.clientSecret ?? randomBytes(32).toString('base64url')
  const world = createWorld(options)
  const pending = createPending()
  const platformKey = options.enforceJwe === true ? createPlatformKey() : null
  const credentials = { clientId, clientSecret, enforceJti: options.enforceJti ?? false, platformKey }
  const deps: CallDeps = {
    world,
    authenticate: createAuthenticator(credentials, world.now),
    limiter: createLimiter(limitsOf(options.limits), world.now),
    faults: createFaultRules(world.account),
    settings: { scopes: new Set(scopes), latencyMs: options.latencyMs ?? 0, batchLimit: options.batchLimit ?? null },
    responseHold: createResponseHold(),
    later: pending.add,
    say: options.quiet === false ? (line) => process.stderr.write(`kore-sandbox ${line}\n`) : () => undefined,
  }
  const control = createControl(deps, pending.cancel)
  const host = options.host ?? '127.0.0.1'
  const server = createServer(createApp(deps, control))
  server.listen(options.port ?? 0, host)
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the sandbox has no port')
  return {
    url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${address.port}`,
    clientId,
    clientSecret,
    jweKey: platformKey?.jwk ?? null,
    control,
    ledger: world.ledger,
    stop: async () => {
      pending.cancel()
      server.close()
      server.closeAllConnections()
      if (server.listening) await once(server, 'close')
    },
  }
}
