import { type AccessFact, accessFacts, type RoleHeld, type User } from './user.ts'

/**
 * A user as one response reports them. A field the response does not carry is undefined: unknown, never empty.
 * `User` itself is a reading that carries everything.
 */
export interface UserReading extends Pick<User, 'id' | 'email'> {
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  readonly orgUserId?: string | null | undefined
  readonly status?: User['status'] | undefined
  readonly groups?: readonly string[] | undefined
  readonly roles?: readonly RoleHeld[] | undefined
  /** The only kind of role that `roles` lists; the other kind is unknown. Absent: `roles` lists both. */
  readonly listsOnly?: RoleKind | undefined
  readonly canCreateBot?: boolean | undefined
  readonly isDeveloper?: boolean | undefined
  readonly lastLoginAt?: string | undefined
}

export type RoleKind = 'bot' | 'admin'

/** What is known of a user after a reading. What the reading does not carry keeps its known value. */
export function mergeReading(known: User | null, reading: UserReading): User {
  return {
    id: reading.id,
    email: reading.email,
    firstName: reading.firstName ?? known?.firstName ?? '',
    lastName: reading.lastName ?? known?.lastName ?? '',
    orgUserId: reading.orgUserId === undefined ? (known?.orgUserId ?? null) : reading.orgUserId,
    status: reading.status ?? known?.status ?? 'unknown',
    groups: reading.groups ?? known?.groups ?? [],
    roles: mergeRoles(known?.roles ?? [], reading),
    canCreateBot: reading.canCreateBot ?? known?.canCreateBot ?? false,
    isDeveloper: reading.isDeveloper ?? known?.isDeveloper ?? false,
    ...lastLoginOf(reading, known),
    ...unreadAfter(reading, known),
  }
}

const carries: Readonly<Record<AccessFact, (reading: UserReading) => boolean>> = {
  groups: ({ groups }) => groups !== undefined,
  botRoles: ({ roles, listsOnly }) => roles !== undefined && listsOnly !== 'admin',
  adminRoles: ({ roles, listsOnly }) => roles !== undefined && listsOnly !== 'bot',
  canCreateBot: ({ canCreateBot }) => canCreateBot !== undefined,
  isDeveloper: ({ isDeveloper }) => isDeveloper !== undefined,
}

function unreadAfter(reading: UserReading, known: User | null): Pick<User, 'unread'> {
  const before = known === null ? accessFacts : (known.unread ?? [])
  const unread = before.filter((fact) => !carries[fact](reading))
  return unread.length === 0 ? {} : { unread }
}

function lastLoginOf(later: UserReading, earlier: UserReading | null): Pick<User, 'lastLoginAt'> {
  const lastLoginAt = later.lastLoginAt ?? earlier?.lastLoginAt
  return lastLoginAt === undefined ? {} : { lastLoginAt }
}

/** Two readings of one user as one. The later corrects the earlier in what it carries. */
export function joinReadings(earlier: UserReading, later: UserReading): UserReading {
  return {
    id: later.id,
    email: later.email,
    firstName: later.firstName ?? earlier.firstName,
    lastName: later.lastName ?? earlier.lastName,
    orgUserId: later.orgUserId === undefined ? earlier.orgUserId : later.orgUserId,
    status: later.status ?? earlier.status,
    groups: later.groups ?? earlier.groups,
    ...joinRoles(earlier, later),
    canCreateBot: later.canCreateBot ?? earlier.canCreateBot,
    isDeveloper: later.isDeveloper ?? earlier.isDeveloper,
    ...lastLoginOf(later, earlier),
  }
}

type RolesRead = Pick<UserReading, 'roles' | 'listsOnly'>

function joinRoles(earlier: RolesRead, later: RolesRead): RolesRead {
  if (later.roles === undefined) return { roles: earlier.roles, listsOnly: earlier.listsOnly }
  const { roles, listsOnly } = later
  if (listsOnly === undefined || earlier.roles === undefined || earlier.listsOnly === listsOnly) {
    return { roles, listsOnly }
  }
  return { roles: mergeRoles(earlier.roles, later) }
}

export const roleKindOf = (role: Pick<RoleHeld, 'botId'>): RoleKind => (role.botId === null ? 'admin' : 'bot')

function mergeRoles(known: readonly RoleHeld[], { roles, listsOnly }: RolesRead): readonly RoleHeld[] {
  if (roles === undefined) return known
  if (listsOnly === undefined) return roles
  return [...roles, ...known.filter((role) => roleKindOf(role) !== listsOnly)]
}
