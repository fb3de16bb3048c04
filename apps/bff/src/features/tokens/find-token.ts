import { type Granted, permissionsOf } from '@muster/core/permission'
import type { Clock } from '../../clock.ts'
import { hashToken } from '../../http/session/session-cookie.ts'
import type { LiveSession } from '../../http/session/session-gate.ts'
import type { LiveToken, TokenStore } from './ports.ts'

/** The use of a token from one address is recorded at most this often: a write for each request would be waste. */
const noteEveryMs = 60_000

interface Deps {
  readonly tokens: TokenStore
  readonly clock: Clock
}

/** What a token may do now: of its own permissions those that its member still has. */
export async function findToken(
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
