import type { OwnSession } from '@muster/contracts/session'
import { absoluteMs, idleMs } from '@muster/core/policy/session-life'
import { message } from '@muster/wording/message'
import type { AuditLog } from '../../audit-log.ts'
import type { Clock } from '../../clock.ts'
import type { Actor } from '../../http/session/actor.ts'
import { ProblemError } from '../../problem-error.ts'
import { agentMessage } from './describe-user-agent.ts'
import type { SessionStore } from './ports.ts'

interface Deps {
  readonly sessions: SessionStore
  readonly audit: AuditLog
  readonly clock: Clock
}

/** The member's active sessions, including the requesting one. */
export async function listOwnSessions(
  { sessions, clock }: Pick<Deps, 'sessions' | 'clock'>,
  who: { readonly actor: Actor; readonly sessionId: string | null },
): Promise<readonly OwnSession[]> {
  const now = clock.now()
  const iso = (at: number) => new Date(at).toISOString()
  return (await sessions.ofMember(who.actor.memberId)).flatMap(({ id, ref, agent, createdAt, usedAt }) => {
    const endsAt = Math.min(usedAt + idleMs, createdAt + absoluteMs)
    if (endsAt <= now) return []
    return [
      {
        id: ref,
        current: id === who.sessionId,
        agent,
        agentMessage: agentMessage(agent),
        signedInAt: iso(createdAt),
        usedAt: iso(usedAt),
        endsAt: iso(endsAt),
      },
    ]
  })
}

/** Ends one of the member's own sessions, or all others. Its requests and open streams are refused from now on. */
export async function endOwnSessions(
  { sessions, audit }: Omit<Deps, 'clock'>,
  order: { readonly actor: Actor; readonly which: { readonly ref: string } | { readonly allBut: string } },
): Promise<number> {
  const { actor, which } = order
  const ended = await sessions.end(actor.memberId, which)
  if (ended === 0 && 'ref' in which) throw new ProblemError('not_found', message('problem.no_session'))
  if (ended === 0) return 0
  await audit.append({
    action: 'session.signed_out',
    actor: actor.email,
    sentence: message('audit.sessions_ended', { member: actor.name, count: ended }),
  })
  return ended
}
