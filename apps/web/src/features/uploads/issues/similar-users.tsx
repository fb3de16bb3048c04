import { Button } from '@mantine/core'
import type { UploadColumn } from '@muster/contracts/uploads'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { similarUsersQuery } from '../queries.ts'

interface SimilarUsersProps {
  /** The address nobody in the directory has. */
  readonly value: string
  readonly column: UploadColumn['mapping'] | undefined
  readonly busy: boolean
  readonly onUse: (email: string) => void
}

/** People whose address is almost this one, to choose from. Whether one of them was meant, a person says. */
export function SimilarUsers({ value, column, busy, onUse }: SimilarUsersProps): ReactNode {
  const near = useQuery({ ...similarUsersQuery(value), enabled: column === 'email' })
  return (near.data ?? []).map(({ email, firstName, lastName }) => (
    <Button
      key={email}
      size="compact-sm"
      variant="default"
      title={`${firstName} ${lastName}`}
      disabled={busy}
      onClick={() => onUse(email)}
    >
      Use “<bdi>{email}</bdi>”
    </Button>
  ))
}
