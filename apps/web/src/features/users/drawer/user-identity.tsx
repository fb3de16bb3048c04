import { t } from '@lingui/core/macro'
import { Code } from '@mantine/core'
import type { UserEntry } from '@muster/contracts/users'
import type { ReactNode } from 'react'
import { Copyable } from '../../../ui/facts/copyable.tsx'
import { FactList } from '../../../ui/facts/fact-list.tsx'
import { Time } from '../../../ui/facts/time.tsx'
import { StatusWord } from '../status-word.tsx'
import classes from './user-drawer.module.css'

interface UserIdentityProps {
  readonly user: UserEntry
}

/** Who the user is, and where. */
export function UserIdentity({ user }: UserIdentityProps): ReactNode {
  return (
    <section className={classes.section} aria-label={t`Identity`}>
      <FactList
        facts={[
          [t`Email`, <Copyable key="email" value={user.email} label={t`Copy email address`} />],
          [t`Status`, <StatusWord key="status" status={user.status} />],
          [
            t`Organization ID`,
            user.orgUserId === null ? null : (
              <Copyable key="org" value={user.orgUserId} label={t`Copy organization ID`} />
            ),
          ],
          [
            t`User ID`,
            <Copyable key="id" value={user.id} label={t`Copy user ID`}>
              <Code>{user.id}</Code>
            </Copyable>,
          ],
          [t`Read from Kore.ai`, user.readAt === null ? t`Not yet` : <Time key="read" iso={user.readAt} />],
        ]}
      />
    </section>
  )
}
