import type { UserEntry } from '@muster/contracts/users'
import type { ReactNode } from 'react'
import type { AccessNames } from '../../../lib/access.ts'
import { rolesByBot } from '../user-words.ts'
import classes from './user-drawer.module.css'

interface RoleMatrixProps {
  readonly roles: UserEntry['roles']
  readonly names: AccessNames
}

/** Roles by bot; a role that comes through a group says so, since it cannot be taken away by itself. */
export function RoleMatrix({ roles, names }: RoleMatrixProps): ReactNode {
  return (
    <table className={classes.matrix}>
      <thead>
        <tr>
          <th scope="col">Bot</th>
          <th scope="col">Roles</th>
        </tr>
      </thead>
      <tbody>
        {rolesByBot(roles).map(({ botId, roles: held }) => (
          <tr key={botId ?? ''}>
            <th scope="row" title={botId ?? undefined}>
              {botId === null ? 'Whole account' : <bdi>{names.bot(botId)}</bdi>}
            </th>
            <td>
              {held.map((role) => (
                <div key={role.roleId} title={role.roleId}>
                  <bdi>{names.role(role.roleId)}</bdi>
                  {role.viaGroups.length === 0 ? null : (
                    <span className={classes.through}> through {role.viaGroups.map(names.group).join(', ')}</span>
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
