import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { UserEntry } from '@muster/contracts/users'
import type { ReactNode } from 'react'
import { useAccessLists, useAccessNames } from '../../lib/access.ts'
import { formatList } from '../../lib/format.ts'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { displayName } from '../../ui/facts/user-name.tsx'
import { ActionDialog } from './action-dialog.tsx'
import { copiedAccess } from './copied-access.ts'

interface CopyAccessDialogProps {
  readonly from: UserEntry
  /** Null: the form has a field for a list of users. */
  readonly to: UserEntry | null
  readonly onClose: () => void
}

/** Gives the access of one user to others. Names what is not copied; everything can be changed before the plan. */
export function CopyAccessDialog({ from, to, onClose }: CopyAccessDialogProps): ReactNode {
  const names = useAccessNames()
  const { preset, excluded } = copiedAccess(from, useAccessLists().roles)
  return (
    <ActionDialog
      action="edit"
      title={t`Copy access of ${{ name: displayName(from) }}`}
      target={to === null ? null : { kind: 'users', users: [to] }}
      preset={preset}
      onClose={onClose}
    >
      <p>
        <Trans>
          Users get these groups, roles and flags, and keep what they have. Roles through groups come with the groups.
        </Trans>{' '}
        {excluded.length === 0 ? null : (
          <strong>
            <Sentence text={t`Not copied: ${{ roles: formatList(excluded.map(names.roleOnBot)) }}.`} />
          </strong>
        )}
      </p>
    </ActionDialog>
  )
}
