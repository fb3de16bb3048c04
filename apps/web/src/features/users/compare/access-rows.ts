import type { UserEntry } from '@muster/contracts/users'
import { isUnread } from '../../../lib/unread.ts'

/** Something that at least one of two users has: a group, a role on a bot, a flag. */
export type AccessFact =
  | { readonly kind: 'group'; readonly id: string }
  | { readonly kind: 'role'; readonly roleId: string; readonly botId: string | null }
  | { readonly kind: 'flag'; readonly flag: 'isDeveloper' | 'canCreateBot' }

/** How one user has it: not at all, unknown because it was never read, directly, or through these groups only. */
export type Holding = null | 'unknown' | { readonly viaGroups: readonly string[] }

export interface AccessRow {
  readonly key: string
  readonly fact: AccessFact
  readonly holdings: readonly [Holding, Holding]
  /** One has it and the other does not. */
  readonly differs: boolean
}

type Access = Pick<UserEntry, 'groups' | 'roles' | 'isDeveloper' | 'canCreateBot' | 'unread'>

const direct: Holding = { viaGroups: [] }

function factsOf({
  groups,
  roles,
  isDeveloper,
  canCreateBot,
}: Access): ReadonlyMap<string, readonly [AccessFact, Holding]> {
  const flags = [
    ...(isDeveloper ? (['isDeveloper'] as const) : []),
    ...(canCreateBot ? (['canCreateBot'] as const) : []),
  ]
  return new Map<string, readonly [AccessFact, Holding]>([
    ...groups.map((id) => [`group ${id}`, [{ kind: 'group', id }, direct]] as const),
    ...roles.map(
      ({ roleId, botId, viaGroups }) =>
        [`role ${roleId} ${botId ?? '*'}`, [{ kind: 'role', roleId, botId }, { viaGroups }]] as const,
    ),
    ...flags.map((flag) => [flag, [{ kind: 'flag', flag }, direct]] as const),
  ])
}

/** What the directory knows of a user who is not known to have something. */
function absenceOf(user: Access, fact: AccessFact): Holding {
  const unread = {
    group: () => isUnread(user, 'groups'),
    role: () => isUnread(user, fact.kind === 'role' && fact.botId === null ? 'adminRoles' : 'botRoles'),
    flag: () => fact.kind === 'flag' && isUnread(user, fact.flag),
  }[fact.kind]
  return unread() ? 'unknown' : null
}

/** The access of two users side by side: what only one of them has first, groups before roles before flags. */
export function accessRows(one: Access, other: Access): readonly AccessRow[] {
  const sides = [factsOf(one), factsOf(other)] as const
  const keys = [...new Set(sides.flatMap((side) => [...side.keys()]))]
  const order = ['group', 'role', 'flag'] as const
  return keys
    .flatMap((key): AccessRow[] => {
      const [left, right] = [sides[0].get(key), sides[1].get(key)]
      const fact = left?.[0] ?? right?.[0]
      if (fact === undefined) return []
      const holdings = [left?.[1] ?? absenceOf(one, fact), right?.[1] ?? absenceOf(other, fact)] as const
      return [{ key, fact, holdings, differs: (left === undefined) !== (right === undefined) }]
    })
    .toSorted(
      (a, b) => Number(b.differs) - Number(a.differs) || order.indexOf(a.fact.kind) - order.indexOf(b.fact.kind),
    )
}
