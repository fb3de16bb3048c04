import type { ReactNode } from 'react'
import classes from './person.module.css'

interface PersonProps {
  readonly user: { readonly email: string; readonly firstName: string; readonly lastName: string }
  /** The e-mail below the name, so that both are found in the same place in every row. */
  readonly isStacked?: boolean
}

/** Name and e-mail; the e-mail alone where there is no name. Each keeps its own writing direction. */
export function Person({ user, isStacked = false }: PersonProps): ReactNode {
  const name = personName(user)
  return (
    <span className={classes.person} data-stacked={isStacked || undefined}>
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

/** "Ana Ruiz", or the e-mail where there is no name. */
export function personName(user: PersonProps['user']): string {
  return `${user.firstName} ${user.lastName}`.trim() || user.email
}
