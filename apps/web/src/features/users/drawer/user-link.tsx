import type { ReactNode } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import classes from '../list/users-table.module.css'

interface UserLinkProps {
  readonly href: string
  readonly children: string
}

/** The row's link: it reaches over the whole row, opens the drawer and leaves the list where it is. */
export function UserLink({ href, children }: UserLinkProps): ReactNode {
  return (
    <AppLink href={href} resetScroll={false} preload={false} className={classes.link} data-row-link>
      <bdi>{children}</bdi>
    </AppLink>
  )
}
