import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { createAccount } from './account/account.ts'
import { createGroups } from './account/catalogue.ts'
import { createErasures } from './account/erasures.ts'
import { createGroupMembers } from './account/group-members.ts'
import type { SandboxControl } from './control/control.ts'
import { createControl } from './control/create-control.ts'
import { createFaultRules } from './faults/fault-rules.ts'
import { createAuthenticator } from './gate/authenticate.ts'
import type { BatchLimit } from './gate/batch-limit.ts'
import { createLimiter, type Limits, type LimitsName, namedLimits } from './gate/limiter.ts'
import { createPlatformKey, type PlatformJwk } from './gate/platform-key.ts'
import { createLedger, type Ledger } from './ledger.ts'
import { createApp } from './server/app.ts'
import type { CallDeps } from './server/handle-call.ts'
import { createPending } from './server/pending.ts'
import { createResponseHold } from './server/response-hold.ts'
import { scopes } from './server/routes.ts'
import type { Profile, World } from './world.ts'

export { documentedIds } from './account/documented-ids.ts'
export type { SandboxControl, SandboxUser } from './control/control.ts'
export { botSecretMarker } from './endpoints/bots.ts'
export type { FaultRule } from './faults/fault.ts'
export type { BatchLimit } from './gate/batch-limit.ts'
export type { Limits } from './gate/limiter.ts'
export type { Effect, Ledger, RecordedCall } from './ledger.ts'
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
  /** Replaces the secret of the app, as its reset in the console does. */
  readonly useClientSecret: (secret: string) => void
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

async function listen(app: RequestListener, { host = '127.0.0.1', port = 0 }: Pick<SandboxOptions, 'host' | 'port'>) {
  // An import of this module also loads Node's own client for the web, 14 MB.
  const server = process.getBuiltinModule('node:http').createServer(app)
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the sandbox has no port')
  return { server, url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${address.port}` }
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
  const { server, url } = await listen(createApp(deps, control), options)
  return {
    url,
    clientId,
    clientSecret,
    jweKey: platformKey?.jwk ?? null,
    control,
    ledger: world.ledger,
    useClientSecret: (secret) => {
      credentials.clientSecret = secret
    },
    stop: async () => {
      pending.cancel()
      server.close()
      server.closeAllConnections()
      if (server.listening) await once(server, 'close')
    },
  }
}

/** Options of a sandbox, all with defaults. */
export type SandboxOptions = {
  /** 0, the default, uses a free port. */
  readonly port?: number
  /** Address to listen on, 127.0.0.1 by default. Control calls work from loopback only, regardless of this. */
  readonly host?: string
  /** Members of the account, 2,000 by default; never fewer than the well-known users. */
  readonly users?: number
  /** The same seed gives the same users. A whole number. */
  readonly seed?: number
  readonly profile?: Profile
  /** Names of groups besides the usual ones; they have no initial members. */
  readonly groups?: readonly string[]
  /** Set it to keep the credentials after a restart; generated by default. */
  readonly clientId?: string
  readonly clientSecret?: string
  /** Whether a token must have a `jti`. Default false; a present `jti` is always checked. */
  readonly enforceJti?: boolean
  /** Whether a token must be encrypted for the sandbox's `jweKey`. Default false. */
  readonly enforceJwe?: boolean
  /** `kore`, the default, applies Kore.ai's documented limits and `relaxed` ten times as much; null means no limits. */
  readonly limits?: Limits | LimitsName | null
  /** Most users in a call; null, the default, means no limit. */
  readonly batchLimit?: BatchLimit | null
  /** Milliseconds from the acceptance of an erasure to its last user, 3,000 by default. */
  readonly eraseDelayMs?: number
  /** Minimum milliseconds of every call, 0 by default. */
  readonly latencyMs?: number
  /** Default true: prints nothing. False prints one line for each call on stderr, without tokens and bodies. */
  readonly quiet?: boolean
  /** Milliseconds since 1970, for tests that control the time. */
  readonly now?: () => number
}
