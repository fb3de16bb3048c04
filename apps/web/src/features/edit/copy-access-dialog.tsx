import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { RoleEntry } from '@muster/contracts/access'
import type { UserEntry } from '@muster/contracts/users'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { rolesQuery, useAccessNames } from '../../lib/access.ts'
import { formatList } from '../../lib/format.ts'
import { FormModal } from '../../query/form-modal.tsx'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { displayName } from '../../ui/facts/user-name.tsx'
import { ErrorState } from '../../ui/page/error-state.tsx'
import { LoadingRows } from '../../ui/page/loading-rows.tsx'
import { ActionDialog } from './action-dialog.tsx'
import { copiedAccess } from './copied-access.ts'

interface CopyAccessDialogProps {
  readonly from: UserEntry
  /** Null: the form has a field for a list of users. */
  readonly to: UserEntry | null
  readonly onClose: () => void
}

const titleOf = (from: UserEntry): string => t`Copy access of ${{ name: displayName(from) }}`

/** Gives the access of one user to others, once the roles that can be assigned are known. */
export function CopyAccessDialog(props: CopyAccessDialogProps): ReactNode {
  const { data, error, refetch } = useQuery(rolesQuery)
  if (data !== undefined) return <CopyForm {...props} roles={data.items} />
  return (
    <FormModal title={titleOf(props.from)} size={680} isDirty={false} onClose={props.onClose}>
      {() =>
        error === null ? (
          <LoadingRows label={t`Loading roles`} rows={4} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      }
    </FormModal>
  )
}

interface CopyFormProps extends CopyAccessDialogProps {
  readonly roles: readonly RoleEntry[]
}

/** Names what is not copied; everything can be changed before the plan. */
function CopyForm({ from, to, roles, onClose }: CopyFormProps): ReactNode {
  const names = useAccessNames()
  const { preset, excluded } = copiedAccess(from, roles)
  return (
    <ActionDialog
      action="edit"
      title={titleOf(from)}
      target={to === null ? null : { kind: 'users', users: [to] }}
      preset={preset}
      onClose={onClose}
    >
      <p>
        <Trans>
          Users get these groups, roles and flags, and keep what they have. Roles through groups come with the groups.
        </Trans>{' '}
        {from.unread === undefined ? null : (
          <strong>
            <Trans>
              Some access of this user is unknown until Muster reads it from Kore.ai. Only the access shown is copied.
            </Trans>{' '}
          </strong>
        )}
        {excluded.length === 0 ? null : (
          <strong>
            <Sentence text={t`Not copied: ${{ roles: formatList(excluded.map(names.roleOnBot)) }}.`} />
          </strong>
        )}
      </p>
    </ActionDialog>
  )
}
