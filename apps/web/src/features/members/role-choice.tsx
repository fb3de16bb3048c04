import { t } from '@lingui/core/macro'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ChooseOne } from '../../ui/form/choose-one.tsx'
import { membersQuery } from './queries.ts'

interface RoleChoiceProps {
  readonly value: string
  readonly onChange: (role: string) => void
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
        if (chosen !== null) onChange(chosen)
      }}
    />
  )
}
