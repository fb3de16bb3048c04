import { t } from '@lingui/core/macro'
import type { ComponentProps, ReactNode } from 'react'
import { formatNumber } from '../../lib/format.ts'
import { Identity } from './identity.tsx'
import classes from './item-identity.module.css'

interface ItemIdentityProps {
  readonly item: ComponentProps<typeof Identity> & {
    /** Row of the uploaded file; null: not from a file. */
    readonly row: number | null
  }
}

/** The user of an item, with the row of the file that requested the change. */
export function ItemIdentity({ item: { user, identifier, row } }: ItemIdentityProps): ReactNode {
  return (
    <div className={classes.identity}>
      <Identity user={user} identifier={identifier} />
      {row === null ? null : <span className={classes.row}>{t`Row ${{ row: formatNumber(row) }} of the file`}</span>}
    </div>
  )
}
