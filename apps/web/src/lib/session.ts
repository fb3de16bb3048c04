import { getSession, type Session } from '@muster/contracts/session'
import type { Permission } from '@muster/core/permission'
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { call, setCsrfToken } from './api.ts'

/** Takes over a session the server told us about. */
export function adoptSession(session: Session): Session {
  setCsrfToken(session.csrfToken)
  return session
}

/** Who is signed in, and before which Kore.ai this desk stands. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }) => adoptSession(await call(getSession, { signal })),
  staleTime: 60_000,
})

/** The session of a page inside the shell: there it is always loaded. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data
}

/** Whether the person signed in may do this; a control that is off for it says "Your role does not allow this". */
export function useMay(permission: Permission): boolean {
  return useSession().member?.permissions.includes(permission) ?? false
}
