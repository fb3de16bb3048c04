/** One Kore.ai endpoint as documented. */
export type KoreEndpoint = {
  /** Kore.ai's name of the call. */
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Full path on the host; `{name}` marks a path parameter. */
  readonly path: `/api/public/${string}`
  /** The scope the app needs, as the Admin Console names it (an older name in brackets). */
  readonly scope: string
  /** Title of the page that documents the call. */
  readonly page: string
  /** A change may take effect; a read never does. */
  readonly effect: 'read' | 'change'
}

export const userManagementScope = 'User Management > User Management (older: User Management under Security & Control)'
export const roleManagementScope = 'Profile Management > Role Management'
export const eraseScope = 'Profile Management > Delete Users Data (older: Delete Users Data under Bot Analytics)'
