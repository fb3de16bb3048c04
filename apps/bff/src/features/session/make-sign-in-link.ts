import type { Clock } from '../../clock.ts'
import { hashToken, newToken } from '../../http/session-cookie.ts'
import type { MemberStore } from './ports.ts'

/** The owner of a desk that nobody named an administrator for. */
export const linkOwner = { email: 'owner@localhost', name: 'Owner' } as const
const lifeMs = 24 * 3_600_000

/** A one-time sign-in link for the owner, good for 24 hours. The token is in the fragment, which no server ever sees. */
export async function makeSignInLink(deps: { members: MemberStore; clock: Clock }, publicUrl: string): Promise<string> {
  const now = deps.clock.now()
  const owner = await deps.members.keepOwner({ ...linkOwner, passwordHash: null }, now)
  const token = newToken()
  await deps.members.addLink({ id: hashToken(token), memberId: owner.id, expiresAt: now + lifeMs })
  return `${publicUrl}/sign-in#token=${token}`
}
