import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { UserEntry } from '@muster/contracts/users'
import type { ReactNode } from 'react'
import type { AccessNames } from '../../../lib/access.ts'
import { formatList } from '../../../lib/format.ts'
import { rolesByBot } from '../user-text.ts'
import classes from './user-drawer.module.css'

interface RoleMatrixProps {
  readonly roles: UserEntry['roles']
  readonly names: AccessNames
}

/** Roles by bot. Shows the groups of an inherited role, which cannot be removed by itself. */
export function RoleMatrix({ roles, names }: RoleMatrixProps): ReactNode {
  return (
    <table className={classes.matrix}>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Bot</Trans>
          </th>
          <th scope="col">
            <Trans>Roles</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {rolesByBot(roles).map(({ botId, roles: held }) => (
          <tr key={botId ?? ''}>
            <th scope="row" title={botId ?? undefined}>
              {botId === null ? t`Whole account` : <bdi>{names.bot(botId)}</bdi>}
            </th>
            <td>
              {held.map((role) => (
                <div key={role.roleId} title={role.roleId}>
                  <bdi>{names.role(role.roleId)}</bdi>
                  {role.viaGroups.length === 0 ? null : (
                    <span className={classes.through}>
                      {' '}
                      <Trans>through {{ groups: formatList(role.viaGroups.map(names.group)) }}</Trans>
                    </span>
                  )}
                </div>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
