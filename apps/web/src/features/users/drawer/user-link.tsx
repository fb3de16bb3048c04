import type { ReactNode } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import classes from '../list/users-table.module.css'

interface UserLinkProps {
  readonly href: string
  readonly children: string
}

/** The link of a row: covers the whole row, opens the drawer and keeps the scroll position. */
export function UserLink({ href, children }: UserLinkProps): ReactNode {
  return (
    <AppLink href={href} resetScroll={false} preload={false} className={classes.link} data-row-link>
      <bdi>{children}</bdi>
    </AppLink>
  )
}
