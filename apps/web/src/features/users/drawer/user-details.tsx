import { t } from '@lingui/core/macro'
import { Code } from '@mantine/core'
import type { UserEntry } from '@muster/contracts/users'
import type { ReactNode } from 'react'
import { useAccessNames } from '../../../lib/access.ts'
import { ChangeChip } from '../../../ui/facts/change-chip.tsx'
import { Copyable } from '../../../ui/facts/copyable.tsx'
import { FactList } from '../../../ui/facts/fact-list.tsx'
import { Time } from '../../../ui/facts/time.tsx'
import { StatusWord } from '../status-word.tsx'
import { RoleMatrix } from './role-matrix.tsx'
import classes from './user-drawer.module.css'

interface UserDetailsProps {
  readonly user: UserEntry
}

/** Identity, groups, roles by bot, and the two flags. */
export function UserDetails({ user }: UserDetailsProps): ReactNode {
  const names = useAccessNames()
  return (
    <>
      <section className={classes.section} aria-label="Identity">
        <FactList
          facts={[
            ['E-mail', <Copyable key="email" value={user.email} label={t`Copy email address`} />],
            ['Status', <StatusWord key="status" status={user.status} />],
            [
              'Organisation id',
              user.orgUserId === null ? null : (
                <Copyable key="org" value={user.orgUserId} label={t`Copy organization ID`} />
              ),
            ],
            [
              'User id',
              <Copyable key="id" value={user.id} label={t`Copy user ID`}>
                <Code>{user.id}</Code>
              </Copyable>,
            ],
            ['Developer', user.isDeveloper ? 'Yes' : 'No'],
            ['May create bots', user.canCreateBot ? 'Yes' : 'No'],
            ['Read from Kore.ai', user.readAt === null ? 'Not yet' : <Time key="read" iso={user.readAt} />],
          ]}
        />
      </section>
      <section className={classes.section}>
        <h3 className={classes.heading}>Groups</h3>
        {user.groups.length === 0 ? <p className={classes.none}>In no group</p> : null}
        <ul className={classes.chips}>
          {user.groups.map((id) => (
            <li key={id}>
              <ChangeChip op="keep" label={names.group(id)} id={id} />
            </li>
          ))}
        </ul>
      </section>
      <section className={classes.section}>
        <h3 className={classes.heading}>Roles</h3>
        {user.roles.length === 0 ? <p className={classes.none}>Holds no role</p> : null}
        {user.roles.length === 0 ? null : <RoleMatrix roles={user.roles} names={names} />}
      </section>
    </>
  )
}
