import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { UploadColumn } from '@muster/contracts/uploads'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { similarUsersQuery } from '../queries.ts'

interface SimilarUsersProps {
  /** The address that no user in the directory has. */
  readonly value: string
  readonly column: UploadColumn['mapping'] | undefined
  readonly busy: boolean
  readonly onUse: (email: string) => void
}

/** Users with a similar address, to choose from. The choice stays with the member: a similar address may be another user. */
export function SimilarUsers({ value, column, busy, onUse }: SimilarUsersProps): ReactNode {
  const similar = useQuery({ ...similarUsersQuery(value), enabled: column === 'email' })
  return (similar.data ?? []).map(({ email, firstName, lastName }) => (
    <Button
      key={email}
      size="compact-sm"
      variant="default"
      title={`${firstName} ${lastName}`}
      disabled={busy}
      onClick={() => onUse(email)}
    >
      <span>
        <Trans>
          Use “<bdi>{email}</bdi>”
        </Trans>
      </span>
    </Button>
  ))
}
