import { t } from '@lingui/core/macro'
import type { MemberRole } from '@muster/core/permission'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ChooseOne } from '../../ui/form/choose-one.tsx'
import { membersQuery } from './queries.ts'

interface RoleChoiceProps {
  readonly value: MemberRole
  readonly onChange: (role: MemberRole) => void
}

/** A field to choose one of the roles that the signed-in member may grant. */
export function RoleChoice({ value, onChange }: RoleChoiceProps): ReactNode {
  const { grantable } = useSuspenseQuery(membersQuery).data
  return (
    <ChooseOne
      label={t`Role`}
      options={grantable.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={(chosen) => {
        const role = grantable.find(({ id }) => id === chosen)?.id
        if (role !== undefined) onChange(role)
      }}
    />
  )
}
