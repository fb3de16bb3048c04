import type { Permission } from '../permission.ts'

/** How long a proof of who the member is counts. */
export const freshMs = 5 * 60_000

/** An export of more rows needs a fresh proof. */
export const mostRowsWithoutProof = 1000

const proved: ReadonlySet<Permission> = new Set(['users:elevate', 'users:remove', 'users:erase'])

/** Whether acts that need these permissions also need a fresh proof: they remove, erase or grant elevated access. */
export const needsProof = (permissions: readonly Permission[]): boolean =>
  permissions.some((permission) => proved.has(permission))

/** Whether a proof of this moment still counts. A moment in the future does not: clocks were set back since. */
export const isFresh = (authenticatedAt: number, now: number): boolean =>
  authenticatedAt <= now && now - authenticatedAt <= freshMs
