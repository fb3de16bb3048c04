import { t } from '@lingui/core/macro'
import type { Access } from '@muster/core/account/user'
import type { AccessNames } from '../../../lib/access.ts'
import { formatSeries } from '../../../lib/format.ts'

/** A group, role or flag that a user has before, after, or both. */
export interface AccessPart {
  readonly key: string
  readonly op: 'add' | 'remove' | 'keep'
  readonly label: string
  readonly id: string | null
}

export interface AccessDiff {
  readonly groups: readonly AccessPart[]
  readonly roles: readonly AccessPart[]
  readonly flags: readonly AccessPart[]
}

type Named = Omit<AccessPart, 'op'>

function compare(before: readonly Named[], after: readonly Named[]): readonly AccessPart[] {
  const had = new Set(before.map((part) => part.key))
  const has = new Set(after.map((part) => part.key))
  return [
    ...before.map((part) => ({ ...part, op: has.has(part.key) ? ('keep' as const) : ('remove' as const) })),
    ...after.filter((part) => !had.has(part.key)).map((part) => ({ ...part, op: 'add' as const })),
  ]
}

const flagsOf = (access: Access): readonly Named[] => [
  ...(access.isDeveloper ? [{ key: 'isDeveloper', label: t`Developer`, id: null }] : []),
  ...(access.canCreateBot ? [{ key: 'canCreateBot', label: t`May create bots`, id: null }] : []),
]

/** The access of a user before and after: each group, role and flag once, as kept, removed or added. */
export function accessDiff(before: Access, after: Access, names: AccessNames): AccessDiff {
  const groupsOf = (access: Access) => access.groups.map((id) => ({ key: id, label: names.group(id), id }))
  const rolesOf = (access: Access) =>
    access.roles.map((role) => ({
      key: `${role.roleId}:${role.botId ?? '*'}`,
      label:
        role.viaGroups.length === 0
          ? names.roleOnBot(role)
          : t`${{ role: names.roleOnBot(role) }} (through ${{ groups: formatSeries(role.viaGroups.map(names.via)) }})`,
      id: role.roleId,
    }))
  return {
    groups: compare(groupsOf(before), groupsOf(after)),
    roles: compare(rolesOf(before), rolesOf(after)),
    flags: compare(flagsOf(before), flagsOf(after)),
  }
}
