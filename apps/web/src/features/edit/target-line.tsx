import { plural, t } from '@lingui/core/macro'
import type { ReactNode } from 'react'
import type { Target } from '../../lib/target.ts'
import { UserName } from '../../ui/facts/user-name.tsx'
import classes from './form.module.css'

const maxShown = 5

interface TargetLineProps {
  readonly target: Target
}

/** The selected users, for a check before the action. */
export function TargetLine({ target }: TargetLineProps): ReactNode {
  if (target.kind !== 'users') {
    const { count } = target
    const users = plural(count, { one: '# selected user.', other: '# selected users.' })
    return <p className={classes.now}>{`${users} ${t`The next step freezes this list.`}`}</p>
  }
  const rest = target.users.length - maxShown
  return (
    <ul className={classes.people}>
      {target.users.slice(0, maxShown).map((user) => (
        <li key={user.id}>
          <UserName user={user} />
        </li>
      ))}
      {rest > 0 ? <li>{plural(rest, { one: 'and # more user', other: 'and # more users' })}</li> : null}
    </ul>
  )
}
