import { getSession, listGrantors, type Session } from '@muster/contracts/session'
import { may, type Permission } from '@muster/core/permission'
import { type QueryClient, queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { call, setCsrfToken } from './api.ts'
import { loseSession, renewSession, replacePage } from './session-loss.ts'
import { noteProof } from './step-up.ts'

const queryKey = ['session'] as const

/**
 * Adopts a session from the server. A page belongs to one member: if the session has ended, the page keeps its member
 * and waits for the next sign-in. If another member has signed in, it loads a new page.
 */
export function adoptSession(session: Session, client: QueryClient): Session {
  noteProof(session.ends?.freshForSeconds ?? 0)
  const held = client.getQueryData<Session>(queryKey)
  if (held === undefined || held.member === null) {
    setCsrfToken(session.csrfToken)
    return session
  }
  if (session.member === null) {
    loseSession()
    return { ...held, ends: null }
  }
  if (session.member.id !== held.member.id) {
    replacePage()
    return held
  }
  setCsrfToken(session.csrfToken)
  renewSession()
  return session
}

/** Reads the session now. Not by its query, which may be canceled for a newer read of its own. */
export async function refreshSession(client: QueryClient): Promise<void> {
  const session = adoptSession(await call(getSession, {}), client)
  client.setQueryData<Session>(queryKey, session)
}

/** Ends the session of this page on purpose. Calls do not wait for a sign-in then. */
export function leaveSession(client: QueryClient): void {
  setCsrfToken(null)
  client.setQueryData<Session>(queryKey, (held) => held && { ...held, member: null, csrfToken: null, ends: null })
}

const signOuts = new BroadcastChannel('muster.sign-out')

/** Signs the other tabs out as well. */
export function announceSignOut(): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target
  signOuts.postMessage(null)
}

/** Leaves when another tab has signed out. */
export function followSignOuts(client: QueryClient): void {
  signOuts.addEventListener('message', () => leaveSession(client))
}

const signIns = new BroadcastChannel('muster.sign-in')

/** Notifies the other tabs that a member signed in, or proved again who they are, in this one. */
export function announceSignIn(): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target
  signIns.postMessage(null)
}

/** Calls back when another tab has signed in. Returns how to stop. */
export function onSignInElsewhere(callback: () => void): () => void {
  signIns.addEventListener('message', callback)
  return () => signIns.removeEventListener('message', callback)
}

/** The signed-in member, and the Kore.ai this app is connected to. */
export const sessionQuery = queryOptions({
  queryKey,
  queryFn: async ({ signal, client }) => adoptSession(await call(getSession, { signal }), client),
  staleTime: 60_000,
  // Another tab may have signed in or out.
  refetchOnWindowFocus: 'always',
})

/** Who can grant permissions to the member. */
export const grantorsQuery = queryOptions({
  queryKey: ['grantors'],
  queryFn: ({ signal }) => call(listGrantors, { signal }),
  staleTime: 300_000,
})

/** The session, for pages inside the shell, where it is always loaded. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data
}

/** Whether the member's role allows this; null needs no permission. A control that needs one is a `PermittedButton`. */
export function useMay(permission: Permission | null): boolean {
  const { member } = useSession()
  return permission === null || (member !== null && may(member, permission))
}
