import { t } from '@lingui/core/macro'
import type { UserEntry } from '@muster/contracts/users'
import type { ReactNode } from 'react'
import { useAccessNames } from '../../../lib/access.ts'
import { ChooseMany } from '../../../ui/form/choose-many.tsx'
import { LookupOption } from '../../../ui/form/lookup-option.tsx'
import { ownRoles, type Pair, pairKey } from '../form-values.ts'

interface HeldRolesProps {
  readonly label: string
  readonly user: UserEntry
  readonly value: readonly Pair[]
  readonly onChange: (value: Pair[]) => void
}

/** Roles to remove from one user. Offers only the user's own roles. */
export function HeldRoles({ label, user, value, onChange }: HeldRolesProps): ReactNode {
  const names = useAccessNames()
  const held = ownRoles(user)
  const hasMore = held.length < user.roles.length
  return (
    <ChooseMany
      label={label}
      description={hasMore ? t`Roles inherited from a group end with the group.` : undefined}
      placeholder={held.length === 0 ? t`No roles of their own` : value.length === 0 ? t`Choose roles` : ''}
      disabled={held.length === 0}
      clearable
      nothingFoundMessage={t`No role matches`}
      renderOption={LookupOption}
      options={held.map((pair) => ({ value: pairKey(pair), label: names.roleOnBot(pair) }))}
      value={value.map(pairKey)}
      onChange={(keys) => onChange(held.filter((pair) => keys.includes(pairKey(pair))))}
    />
  )
}
