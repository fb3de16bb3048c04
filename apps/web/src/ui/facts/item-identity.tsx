import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import type { ReactNode } from 'react'
import { formatNumber } from '../../lib/format.ts'
import classes from './item-identity.module.css'
import { UserName } from './user-name.tsx'

interface IdentityProps {
  readonly user: { readonly email: string; readonly firstName: string; readonly lastName: string } | null
  readonly identifier: { readonly by: string; readonly value: string }
}

const kinds: Readonly<Record<string, MessageDescriptor>> = {
  orgUserId: msg`organization ID`,
  userId: msg`user ID`,
  channelUserId: msg`channel identity`,
}

/** A user of the directory; for an unknown user, the given identifier with its kind. An email address needs no kind. */
function Identity({ user, identifier }: IdentityProps): ReactNode {
  if (user !== null) return <UserName user={user} isStacked />
  const kind = kinds[identifier.by]
  return (
    <span>
      <bdi>{identifier.value}</bdi>
      {identifier.by === 'email' ? null : <small> {kind === undefined ? identifier.by : i18n._(kind)}</small>}
    </span>
  )
}

interface ItemIdentityProps {
  readonly item: IdentityProps & {
    /** Row of the uploaded file; null: not from a file. */
    readonly row: number | null
  }
}

/** The user of an item, with the row of the file that requested the change. */
export function ItemIdentity({ item: { user, identifier, row } }: ItemIdentityProps): ReactNode {
  return (
    <div className={classes.identity}>
      {row === null ? null : <span className={classes.row}>{t`Row ${{ row: formatNumber(row) }} of the file`}</span>}
      <Identity user={user} identifier={identifier} />
    </div>
  )
}
