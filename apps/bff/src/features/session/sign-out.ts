import { message } from '@muster/wording/message'
import type { AuditLog } from '../../audit-log.ts'
import type { Actor } from '../../http/session/actor.ts'
import type { SessionStore } from './ports.ts'

/** Ends the session on the server: its bearer is invalid from now on. */
export async function signOut(
  deps: { sessions: SessionStore; audit: AuditLog },
  { actor, sessionId }: { actor: Actor; sessionId: string | null },
): Promise<void> {
  if (sessionId !== null) await deps.sessions.remove(sessionId)
  await deps.audit.append({
    action: 'session.signed_out',
    actor: actor.email,
    sentence: message('audit.signed_out', { member: actor.name }),
  })
}
