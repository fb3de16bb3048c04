import { message } from '@muster/wording/message'
import type { AuditLog } from '../../audit-log.ts'
import type { Actor } from '../../http/session/actor.ts'
import type { SessionStore } from './ports.ts'

/** Where a browser ends the session of an identity provider; null: it stays. */
export type ProviderSignOut = (issuer: string) => Promise<string | null>

/** Ends the session on the server: its bearer is invalid from now on. Returns where the browser ends the provider's. */
export async function signOut(
  deps: { sessions: SessionStore; audit: AuditLog; providerSignOut: ProviderSignOut },
  { actor, sessionId }: { actor: Actor; sessionId: string },
): Promise<string | null> {
  const session = await deps.sessions.find(sessionId)
  await deps.sessions.remove(sessionId)
  await deps.audit.append({
    action: 'session.signed_out',
    actor: actor.email,
    sentence: message('audit.signed_out', { member: actor.name }),
  })
  const issuer = session?.providerIssuer ?? null
  return issuer === null ? null : await deps.providerSignOut(issuer)
}
