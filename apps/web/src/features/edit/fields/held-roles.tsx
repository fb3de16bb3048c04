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

/** Roles to take from one user: only what the user holds is offered. */
export function HeldRoles({ label, user, value, onChange }: HeldRolesProps): ReactNode {
  const names = useAccessNames()
  const held = ownRoles(user)
  const hasMore = held.length < user.roles.length
  return (
    <ChooseMany
      label={label}
      description={hasMore ? 'Roles that come through a group go with the group.' : undefined}
      placeholder={held.length === 0 ? 'Holds no role directly' : value.length === 0 ? 'Choose roles' : ''}
      disabled={held.length === 0}
      clearable
      nothingFoundMessage="No such role"
      renderOption={LookupOption}
      options={held.map((pair) => ({ value: pairKey(pair), label: names.roleOnBot(pair) }))}
      value={value.map(pairKey)}
      onChange={(keys) => onChange(held.filter((pair) => keys.includes(pairKey(pair))))}
    />
  )
}
