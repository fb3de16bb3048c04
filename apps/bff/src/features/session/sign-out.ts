import type { Actor } from '../../http/session/actor.ts'
import type { SessionAudit, SessionStore } from './ports.ts'

/** Ends the session at the server: its bearer is worth nothing from now on. */
export async function signOut(
  deps: { sessions: SessionStore; audit: SessionAudit },
  { actor, sessionId }: { actor: Actor; sessionId: string | null },
): Promise<void> {
  if (sessionId !== null) await deps.sessions.remove(sessionId)
  await deps.audit.append({
    action: 'session.signed_out',
    actor: actor.email,
    subject: null,
    sentence: `${actor.name} signed out`,
    outcome: null,
    jobId: null,
  })
}
