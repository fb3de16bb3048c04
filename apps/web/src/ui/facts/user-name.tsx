import type { ReactNode } from 'react'
import classes from './user-name.module.css'

interface UserNameProps {
  readonly user: { readonly email: string; readonly firstName: string; readonly lastName: string }
  /** Puts the email below the name, in the same place in every row. */
  readonly isStacked?: boolean
}

/** Name and email; only the email if there is no name. Each keeps its own writing direction. */
export function UserName({ user, isStacked = false }: UserNameProps): ReactNode {
  const name = displayName(user)
  return (
    <span className={classes.user} data-stacked={isStacked || undefined}>
      {name === user.email ? null : (
        <bdi className={classes.name} title={name}>
          {name}
        </bdi>
      )}
      <bdi className={name === user.email ? classes.name : classes.email} title={user.email}>
        {user.email}
      </bdi>
    </span>
  )
}

/** "Ana Ruiz", or the email if there is no name. */
export function displayName(user: UserNameProps['user']): string {
  return `${user.firstName} ${user.lastName}`.trim() || user.email
}
