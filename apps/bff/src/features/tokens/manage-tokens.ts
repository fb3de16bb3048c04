import { covers, may, type Permission, permissionsOfMember } from '@muster/core/permission'
import { message } from '@muster/wording/message'
import type { Clock } from '../../clock.ts'
import { type Actor, refuseBreakGlass } from '../../http/session/actor.ts'
import { apiTokenOf } from '../../http/session/api-token.ts'
import type { Bearers } from '../../http/session/bearers.ts'
import { hashToken } from '../../http/session/session-cookie.ts'
import { ProblemError, refuseIncomplete } from '../../problem-error.ts'
import type { TokenRecord, TokenStore } from './ports.ts'

export interface TokenDeps {
  readonly tokens: TokenStore
  readonly bearers: Bearers
  readonly clock: Clock
  readonly newId: () => string
}

const dayMs = 24 * 3_600_000
/** Maximum tokens of a member, expired ones included. */
const mostTokens = 20

/** Creates a token with a subset of its member's permissions. The secret is returned once; the store keeps its hash. */
export async function createToken(
  { tokens, bearers, clock, newId }: TokenDeps,
  actor: Actor,
  requested: { readonly name: string; readonly permissions: readonly Permission[]; readonly expiresInDays: number },
): Promise<{ readonly token: TokenRecord; readonly secret: string }> {
  refuseBreakGlass(actor)
  const permissions = [...new Set(requested.permissions)]
  if (!permissions.every((permission) => may(actor, permission)))
    throw new ProblemError('forbidden', message('problem.token_above_member'))
  refuseIncomplete(permissions)
  const secret = apiTokenOf(await bearers.create())
  const createdAt = clock.now()
  const expiresAt = createdAt + requested.expiresInDays * dayMs
  const token = { id: newId(), name: requested.name, permissions, createdAt, expiresAt }
  const until = new Date(expiresAt).toISOString().slice(0, 10)
  const sentence = message('audit.token_created', { member: actor.email, token: requested.name, until })
  const audit = { action: 'token.created', actor: actor.email, sentence } as const
  const row = { ...token, hash: hashToken(secret), memberId: actor.memberId }
  if (!(await tokens.add(row, mostTokens, audit)))
    throw new ProblemError('conflict', message('problem.too_many_tokens', { most: mostTokens }))
  return { token: { ...token, lastUsedAt: null, lastUsedFrom: null }, secret }
}

/** Revokes a token: it is refused from the next request on. Only who has the permissions of its member may. */
export async function revokeToken(
  { tokens, clock }: TokenDeps,
  actor: Actor,
  of: { readonly id: string; readonly memberId: string },
): Promise<void> {
  const revoked = await tokens.revoke({ ...of, at: clock.now() }, ({ name, member }) => {
    if (of.memberId !== actor.memberId && !covers(actor, permissionsOfMember({ ...member, scope: null })))
      throw new ProblemError('conflict', message('problem.member_above_you', { email: member.email }))
    const sentence = message('audit.token_revoked', { actor: actor.email, token: name, member: member.email })
    return { action: 'token.revoked', actor: actor.email, sentence }
  })
  if (!revoked) throw new ProblemError('not_found', message('problem.no_token'))
}
