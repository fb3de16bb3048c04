import { type Membership, type Permission, permissionsOfMember } from '@muster/core/permission'
import { breakGlassPermissions, isBreakGlass } from '@muster/core/policy/break-glass'
import { absoluteMs, breakGlassMs, deviceLifeMs, idleMs } from '@muster/core/policy/session-life'
import { freshMs, isFresh } from '@muster/core/policy/step-up'
import type { Clock } from '../../clock.ts'
import { ownOf, type StreamGrant } from '../../http/session/actor.ts'
import type { Bearers } from '../../http/session/bearers.ts'
import { createRecentMisses } from '../../http/session/recent-misses.ts'
import { hashToken } from '../../http/session/session-cookie.ts'
import type { LiveSession, SessionGate } from '../../http/session/session-gate.ts'
import type { DeviceStore, SessionStore, StoredSession } from './ports.ts'

/** Use is recorded at most this often: a write for each request would be waste. */
const noteEveryMs = 1000

interface Deps {
  readonly sessions: SessionStore
  readonly clock: Clock
}

interface GateDeps extends Deps {
  readonly devices: DeviceStore
  readonly bearers: Bearers
}

/** How long a session lasts in any case. */
const lifeOf = ({ member }: StoredSession) => (isBreakGlass(member) ? breakGlassMs : absoluteMs)

const isOver = (session: StoredSession, now: number) =>
  now - session.usedAt >= idleMs || now - session.createdAt >= lifeOf(session)

/** What a member may do in a session. */
export const sessionPermissions = (member: Membership & { readonly email: string }): readonly Permission[] =>
  isBreakGlass(member) ? breakGlassPermissions() : permissionsOfMember(member)

async function live({ sessions, clock }: Deps, id: string, use: boolean): Promise<StoredSession | null> {
  const session = await sessions.find(id)
  if (session === null) return null
  const now = clock.now()
  if (isOver(session, now)) {
    await sessions.remove(id)
    return null
  }
  if (use && now - session.usedAt >= noteEveryMs) await sessions.markUsed(id, now)
  return session
}

/** The gate of every request: finds the bearer's session if it is still alive. Bearers of strangers never reach the store. */
export function createSessionGate(deps: GateDeps): Omit<SessionGate, 'findToken'> {
  const [sessionUnlessMissed, deviceUnlessMissed] = [createRecentMisses(deps.clock), createRecentMisses(deps.clock)]
  const accountsOf = async (id: string) => {
    const accounts = await deps.devices.accountsOf(id, deps.clock.now() - deviceLifeMs)
    return accounts.length === 0 ? null : accounts
  }
  return {
    knowsDevice: async (bearer) => {
      if (!(await deps.bearers.isOwn(bearer))) return false
      const id = hashToken(bearer)
      return (await deviceUnlessMissed(id, () => accountsOf(id))) !== null
    },
    find: async (bearer, use): Promise<LiveSession | null> => {
      if (!(await deps.bearers.isOwn(bearer))) return null
      const sessionId = hashToken(bearer)
      const session = await sessionUnlessMissed(sessionId, () => live(deps, sessionId, use))
      if (session === null) return null
      const { id, ...person } = session.member
      const actor = { memberId: id, ...person, permissions: sessionPermissions(person) }
      return { sessionId: session.id, token: null, authenticatedAt: session.authenticatedAt, actor }
    },
  }
}

export interface SessionEnd {
  readonly inSeconds: number
  readonly reason: 'idle' | 'age'
  readonly freshForSeconds: number
}

export const newSessionEnd: SessionEnd = {
  inSeconds: idleMs / 1000,
  reason: 'idle',
  freshForSeconds: freshMs / 1000,
}

/** When a session (by its stored id) ends unless it is used again; null if it has ended. */
export async function sessionEnd(deps: Deps, sessionId: string): Promise<SessionEnd | null> {
  const session = await live(deps, sessionId, false)
  if (session === null) return null
  const now = deps.clock.now()
  const [idle, age] = [session.usedAt + idleMs - now, session.createdAt + lifeOf(session) - now]
  const fresh = isFresh(session.authenticatedAt, now) ? session.authenticatedAt + freshMs - now : 0
  return {
    inSeconds: Math.ceil(Math.min(idle, age) / 1000),
    reason: idle < age ? 'idle' : 'age',
    freshForSeconds: Math.floor(fresh / 1000),
  }
}

/** What the member of a session (by its stored id) may do, for streams that stay open; null if it has ended. No use. */
export async function grantOfSession(deps: Deps, sessionId: string): Promise<StreamGrant | null> {
  const session = await live(deps, sessionId, false)
  if (session === null) return null
  const { id: memberId, scope } = session.member
  return { permissions: sessionPermissions(session.member), own: ownOf({ memberId, scope }) }
}
