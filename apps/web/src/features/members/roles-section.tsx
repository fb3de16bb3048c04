import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { MemberRoleEntry } from '@muster/contracts/members'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { formatSeries } from '../../lib/format.ts'
import { permissionName } from '../../lib/permission-text.ts'
import { PermittedButton } from '../../query/permitted-button.tsx'
import { QueryBoundary } from '../../query/query-boundary.tsx'
import { ConfirmDialog } from '../../ui/form/confirm-dialog.tsx'
import { RowTable } from '../../ui/page/row-table.tsx'
import section from '../../ui/page/section.module.css'
import classes from './members.module.css'
import { memberRolesQuery, removeRoleMutation, useNeeded } from './queries.ts'
import { RoleForm } from './role-form.tsx'

/** The roles that members can have, with the permissions of each. */
export function RolesSection(): ReactNode {
  const [edited, setEdited] = useState<MemberRoleEntry | 'new' | null>(null)
  const close = (): void => setEdited(null)
  return (
    <section className={section.section} aria-label={t`Roles`}>
      <h2>
        <Trans>Roles</Trans>
      </h2>
      <p className={section.quiet}>
        <Trans>A role is a set of permissions. You can add roles with some of your own permissions.</Trans>
      </p>
      <PermittedButton variant="default" my="sm" permission="roles:manage" onClick={() => setEdited('new')}>
        <Trans>Add a role…</Trans>
      </PermittedButton>
      <QueryBoundary loading={t`Loading the roles`} rows={4}>
        <RoleTable onEdit={setEdited} />
      </QueryBoundary>
      {edited === null ? null : <RoleForm role={edited === 'new' ? null : edited} onClose={close} />}
    </section>
  )
}

function RoleTable({ onEdit }: { onEdit: (role: MemberRoleEntry) => void }): ReactNode {
  const { items: roles } = useSuspenseQuery(memberRolesQuery).data
  return (
    <RowTable label={t`Roles`} columns={[t`Role`, t`Permissions`, t`Members`, t`Actions`]}>
      {roles.map((role) => (
        <tr key={role.id}>
          <td className={classes.role}>
            <bdi>{role.name}</bdi>
          </td>
          <td>{formatSeries(role.permissions.filter((one) => one !== 'session:own').map(permissionName))}</td>
          <td className={classes.count}>{plural(role.members, { one: '# member', other: '# members' })}</td>
          <td className={`${classes.acts} ${classes.state}`}>
            {role.isBuiltIn ? <Trans>Built in</Trans> : <RoleActs role={role} onEdit={() => onEdit(role)} />}
          </td>
        </tr>
      ))}
    </RowTable>
  )
}

function RoleActs({ role, onEdit }: { role: MemberRoleEntry; onEdit: () => void }): ReactNode {
  const [isRemoving, setRemoving] = useState(false)
  const permission = useNeeded('roles:manage', role.permissions)
  return (
    <>
      <PermittedButton
        size="compact-sm"
        variant="default"
        permission={permission}
        aria-label={t`Change ${{ role: role.name }}`}
        onClick={onEdit}
      >
        <Trans>Change…</Trans>
      </PermittedButton>{' '}
      <PermittedButton
        size="compact-sm"
        variant="default"
        permission={permission}
        aria-label={t`Remove ${{ role: role.name }}`}
        onClick={() => setRemoving(true)}
      >
        <Trans>Remove…</Trans>
      </PermittedButton>
      {isRemoving ? <RemoveDialog role={role} onClose={() => setRemoving(false)} /> : null}
    </>
  )
}

function RemoveDialog({ role, onClose }: { role: MemberRoleEntry; onClose: () => void }): ReactNode {
  const remove = useMutation(removeRoleMutation(useQueryClient()))
  const { name } = role
  return (
    <ConfirmDialog
      title={t`Remove the role ${name}?`}
      action={<Trans>Remove the role</Trans>}
      request={remove}
      onConfirm={() => remove.mutate(role.id, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>
        <Trans>You can no longer give this role to members. You cannot undo this.</Trans>
      </p>
    </ConfirmDialog>
  )
}
