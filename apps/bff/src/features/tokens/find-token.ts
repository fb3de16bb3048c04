import { permissionsOfMember } from '@muster/core/permission'
import type { Clock } from '../../clock.ts'
import { networkOf } from '../../http/request/client-address.ts'
import { ownOf, type StreamGrant } from '../../http/session/actor.ts'
import { bearerOf } from '../../http/session/api-token.ts'
import { type Bearers, isUntagged } from '../../http/session/bearers.ts'
import { createRateLimit } from '../../http/session/rate-limit.ts'
import { createRecentMisses } from '../../http/session/recent-misses.ts'
import { hashToken } from '../../http/session/session-cookie.ts'
import type { LiveSession } from '../../http/session/session-gate.ts'
import type { LiveToken, TokenStore } from './ports.ts'

/** The use of a token from one address is recorded at most this often: a write for each request would be waste. */
const noteEveryMs = 60_000

interface Deps {
  readonly tokens: TokenStore
  readonly clock: Clock
}

/** Tokens of earlier versions have no tag. This many of a network, besides those known as good, are looked up in a minute. */
const untaggedPerMinute = 30
const maxKnown = 10_000

/** Finds tokens. One that this installation cannot have created never reaches the store. */
export function createTokenGate(deps: Deps & { readonly bearers: Bearers }) {
  const unlessMissed = createRecentMisses(deps.clock)
  const untagged = createRateLimit(untaggedPerMinute, deps.clock)
  const known = new Set<string>()
  /** The limit of this process comes first: a flood does not reach the store, which counts over all replicas. */
  const findUntagged = async (use: Use, hash: string) => {
    const network = networkOf(use.address)
    if (untagged.take(network) !== null) return null
    const now = deps.clock.now()
    const minute = Math.floor(now / 60_000)
    const lookup = { network: hashToken(network), minute, most: untaggedPerMinute }
    return await liveSession(deps, use, await deps.tokens.findCounted(hash, now, lookup))
  }
  return async (secret: string, address: string): Promise<LiveSession | null> => {
    const bearer = bearerOf(secret)
    const hash = hashToken(secret)
    if (isUntagged(bearer)) {
      const use = { secret, address }
      const found = known.has(hash) ? await findToken(deps, use) : await findUntagged(use, hash)
      if (found === null) known.delete(hash)
      else if (known.size < maxKnown) known.add(hash)
      return found
    }
    if (!(await deps.bearers.isOwn(bearer))) return null
    return await unlessMissed(hash, () => findToken(deps, { secret, address }))
  }
}

interface Use {
  readonly secret: string
  readonly address: string
}

const findToken = async (deps: Deps, use: Use): Promise<LiveSession | null> =>
  liveSession(deps, use, await deps.tokens.find(hashToken(use.secret), deps.clock.now()))

/** What a token may do now: of its own permissions those that its member still has. */
async function liveSession(
  { tokens, clock }: Deps,
  { secret, address }: Use,
  token: LiveToken | null,
): Promise<LiveSession | null> {
  if (token === null) return null
  const hash = hashToken(secret)
  const now = clock.now()
  const isNoted = token.lastUsedFrom === address && now - (token.lastUsedAt ?? 0) < noteEveryMs
  if (!isNoted) await tokens.markUsed(hash, { at: now, from: address })
  const { id, ...person } = token.member
  return {
    sessionId: hash,
    token: { id: token.id, name: token.name },
    authenticatedAt: null,
    actor: { memberId: id, ...person, permissions: permissionsNow(token) },
  }
}

/** What a token (by the hash of its secret) grants now, for streams that stay open; null if it is not valid. */
export async function grantOfToken({ tokens, clock }: Deps, hash: string): Promise<StreamGrant | null> {
  const token = await tokens.find(hash, clock.now())
  if (token === null) return null
  const { id: memberId, scope } = token.member
  return { permissions: permissionsNow(token), own: ownOf({ memberId, scope }) }
}

const permissionsNow = ({ permissions, member }: LiveToken) => {
  const granted = permissionsOfMember(member)
  return permissions.filter((permission) => granted.includes(permission))
}
