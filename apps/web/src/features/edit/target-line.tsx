import { plural, t } from '@lingui/core/macro'
import type { ReactNode } from 'react'
import { formatCount } from '../../lib/format.ts'
import type { Target } from '../../lib/target.ts'
import { UserName } from '../../ui/facts/user-name.tsx'
import classes from './form.module.css'

const maxShown = 5

interface TargetLineProps {
  readonly target: Target
}

/** The selected users, for a check before the action. */
export function TargetLine({ target }: TargetLineProps): ReactNode {
  if (target.kind === 'matching') {
    return <p className={classes.now}>{matchingWords(target)}</p>
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

function matchingWords({ count, except }: Extract<Target, { kind: 'matching' }>): string {
  const shown = formatCount(count)
  const users = plural(count.value, {
    one: `The search matches ${shown} user.`,
    other: `All ${shown} users that match the search.`,
  })
  const frozen = t`The next step freezes this list.`
  if (except.length === 0) return `${users} ${frozen}`
  const excluded = plural(except.length, {
    one: '# deselected user is excluded.',
    other: '# deselected users are excluded.',
  })
  return `${users} ${excluded} ${frozen}`
}
