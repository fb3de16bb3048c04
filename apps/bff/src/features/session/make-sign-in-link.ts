import { message } from '@muster/wording/message'
import type { AuditLog } from '../../audit-log.ts'
import type { Clock } from '../../clock.ts'
import { hashToken, newToken } from '../../http/session/session-cookie.ts'
import { linkOwner } from './named-owners.ts'
import type { Member, MemberStore } from './ports.ts'

const lifeMs = 24 * 3_600_000

interface LinkDeps {
  readonly members: MemberStore
  readonly clock: Clock
}

/** A sign-in link: it serves the browser that opens it first, for 24 hours. The token is in the fragment, which no server ever sees. */
async function linkFor({ members, clock }: LinkDeps, owner: Member, publicUrl: string): Promise<string> {
  const token = newToken()
  await members.addLink({ id: hashToken(token), memberId: owner.id, expiresAt: clock.now() + lifeMs })
  return `${publicUrl}/sign-in#token=${token}`
}

/** The link of a start without a configured administrator. Retires owners that are not `named` and ends the links of earlier starts. */
export async function makeFirstLink(deps: LinkDeps, publicUrl: string, named: readonly string[] = []): Promise<string> {
  const now = deps.clock.now()
  const owner = await deps.members.keepOwner({ ...linkOwner, passwordHash: null }, now)
  await deps.members.retireOwners(owner, now, named)
  await deps.members.endLinks()
  return await linkFor(deps, owner, publicUrl)
}

/** Another link for the configured owner (null: without an administrator) while Muster runs, for the operator of its machine. */
export async function makeFurtherLink(
  deps: LinkDeps & { audit: AuditLog },
  publicUrl: string,
  adminEmail: string | null,
): Promise<string> {
  const owner = await deps.members.owner(adminEmail ?? linkOwner.email)
  if (owner === null) throw new Error('Muster has no owner yet. Start it once.')
  const link = await linkFor(deps, owner, publicUrl)
  await deps.audit.append({
    action: 'session.link_made',
    actor: 'Muster',
    sentence: message('audit.link_made', { owner: owner.email }),
  })
  return link
}
