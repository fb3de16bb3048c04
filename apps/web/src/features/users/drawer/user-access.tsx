import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { UserEntry } from '@muster/contracts/users'
import type { ReactNode } from 'react'
import { type AccessNames, useAccessNames } from '../../../lib/access.ts'
import { formatList } from '../../../lib/format.ts'
import { rolesByBot } from '../../../lib/roles-by-bot.ts'
import { roleFacts, unlessUnread } from '../../../lib/unread.ts'
import { ChangeChip } from '../../../ui/facts/change-chip.tsx'
import { FactList } from '../../../ui/facts/fact-list.tsx'
import drawer from '../../../ui/page/drawer-section.module.css'
import classes from './user-drawer.module.css'

interface UserAccessProps {
  readonly user: UserEntry
}

/** Groups, roles by bot and the two flags, for a member who may not change them. */
export function UserAccess({ user }: UserAccessProps): ReactNode {
  const names = useAccessNames()
  return (
    <>
      <section className={drawer.section}>
        <h3 className={drawer.heading}>
          <Trans>Groups</Trans>
        </h3>
        {user.groups.length === 0 ? (
          <p className={classes.none}>{unlessUnread(user, ['groups'], t`No groups`)}</p>
        ) : null}
        <ul className={drawer.chips}>
          {user.groups.map((id) => (
            <li key={id}>
              <ChangeChip op="keep" label={names.group(id)} id={id} />
            </li>
          ))}
        </ul>
      </section>
      <section className={drawer.section}>
        <h3 className={drawer.heading}>
          <Trans>Roles</Trans>
        </h3>
        {user.roles.length === 0 ? <p className={classes.none}>{unlessUnread(user, roleFacts, t`No roles`)}</p> : null}
        {user.roles.length === 0 ? null : <RoleMatrix roles={user.roles} names={names} />}
      </section>
      <section className={drawer.section} aria-label={t`Flags`}>
        <FactList
          facts={[
            [t`Developer`, user.isDeveloper ? t`Yes` : unlessUnread(user, ['isDeveloper'], t`No`)],
            [t`May create bots`, user.canCreateBot ? t`Yes` : unlessUnread(user, ['canCreateBot'], t`No`)],
          ]}
        />
      </section>
    </>
  )
}

interface RoleMatrixProps {
  readonly roles: UserEntry['roles']
  readonly names: AccessNames
}

/** Roles by bot. Shows the groups of an inherited role, which cannot be removed by itself. */
function RoleMatrix({ roles, names }: RoleMatrixProps): ReactNode {
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
                    <span className={drawer.through}>
                      {' '}
                      <Trans>through {{ groups: formatList(role.viaGroups.map(names.via)) }}</Trans>
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
