import type { ReactNode } from 'react'
import { Person } from './person.tsx'

interface IdentityProps {
  readonly user: { readonly email: string; readonly firstName: string; readonly lastName: string } | null
  readonly identifier: { readonly by: string; readonly value: string }
}

const kinds: Readonly<Record<string, string>> = {
  orgUserId: 'organisation id',
  userId: 'user id',
  channelUserId: 'channel identity',
}

/** A person of the directory, or the identifier they were named by where the directory does not know them; an e-mail address speaks for itself. */
export function Identity({ user, identifier }: IdentityProps): ReactNode {
  if (user !== null) return <Person user={user} isStacked />
  return (
    <span>
      <bdi>{identifier.value}</bdi>
      {identifier.by === 'email' ? null : <small> {kinds[identifier.by] ?? identifier.by}</small>}
    </span>
  )
}
