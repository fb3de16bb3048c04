import { type Granted, permissionsOf } from '@muster/core/permission'
import type { Clock } from '../../clock.ts'
import { networkOf } from '../../http/request/client-address.ts'
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
  const mayLookUp = async (hash: string, address: string) => {
    if (known.has(hash)) return true
    const network = networkOf(address)
    // The limit of this process first: a flood does not reach the store.
    if (untagged.take(network) !== null) return false
    const minute = Math.floor(deps.clock.now() / 60_000)
    return (await deps.tokens.countLookup(hashToken(network), minute)) <= untaggedPerMinute
  }
  return async (secret: string, address: string): Promise<LiveSession | null> => {
    const bearer = bearerOf(secret)
    const hash = hashToken(secret)
    if (isUntagged(bearer)) {
      if (!(await mayLookUp(hash, address))) return null
      const found = await findToken(deps, { secret, address })
      if (found === null) known.delete(hash)
      else if (known.size < maxKnown) known.add(hash)
      return found
    }
    if (!(await deps.bearers.isOwn(bearer))) return null
    return await unlessMissed(hash, () => findToken(deps, { secret, address }))
  }
}

/** What a token may do now: of its own permissions those that its member still has. */
async function findToken(
  { tokens, clock }: Deps,
  { secret, address }: { readonly secret: string; readonly address: string },
): Promise<LiveSession | null> {
  const hash = hashToken(secret)
  const now = clock.now()
  const token = await tokens.find(hash, now)
  if (token === null) return null
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
export async function grantOfToken({ tokens, clock }: Deps, hash: string): Promise<Granted | null> {
  const token = await tokens.find(hash, clock.now())
  return token === null ? null : { permissions: permissionsNow(token) }
}

const permissionsNow = ({ permissions, member }: LiveToken) => {
  const granted = permissionsOf(member.role)
  return permissions.filter((permission) => granted.includes(permission))
}
