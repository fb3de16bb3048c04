import type { ReactNode } from 'react'
import { formatCount, formatPlural } from '../../lib/format.ts'
import type { Target } from '../../lib/target.ts'
import { UserName } from '../../ui/facts/user-name.tsx'
import classes from './form.module.css'

const shown = 5

interface TargetLineProps {
  readonly target: Target
}

/** Who was chosen, so that nobody is acted on unseen. */
export function TargetLine({ target }: TargetLineProps): ReactNode {
  if (target.kind === 'matching') {
    return (
      <p className={classes.now}>
        Everyone matching the search, {formatCount(target.count)} users
        {target.except.length === 0 ? '' : `, without the ${formatPlural(target.except.length, 'user')} taken off`}. Who
        that is, is frozen with the next step.
      </p>
    )
  }
  const rest = target.users.length - shown
  return (
    <ul className={classes.people}>
      {target.users.slice(0, shown).map((user) => (
        <li key={user.id}>
          <UserName user={user} />
        </li>
      ))}
      {rest > 0 ? <li>and {formatPlural(rest, 'more user', 'more users')}</li> : null}
    </ul>
  )
}
