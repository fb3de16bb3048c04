import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { splitHref } from '../../../lib/app-link.tsx'
import classes from '../list/users-table.module.css'

interface UserLinkProps {
  readonly href: string
  readonly children: string
}

/** The row's link: it reaches over the whole row, opens the drawer and leaves the list where it is. */
export function UserLink({ href, children }: UserLinkProps): ReactNode {
  const { search } = splitHref(href)
  return (
    <Link to="/users" search={search} resetScroll={false} preload={false} className={classes.link} data-row-link>
      <bdi>{children}</bdi>
    </Link>
  )
}
