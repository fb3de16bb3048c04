import { useNavigate } from '@tanstack/react-router'
import type { MouseEvent, ReactNode } from 'react'
import classes from '../list/users-table.module.css'

interface UserLinkProps {
  /** ID of the user. */
  readonly id: string
  readonly href: string
  readonly children: string
}

/**
 * The link of a row: covers the whole row, opens the drawer and keeps the scroll position. A plain link, because each link
 * of the router follows the address, and a page has 50 of them.
 */
export function UserLink({ id, href, children }: UserLinkProps): ReactNode {
  const navigate = useNavigate({ from: '/users' })
  const open = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    void navigate({ to: '/users', search: (search) => ({ ...search, user: id }), resetScroll: false })
  }
  return (
    <a href={href} className={classes.link} onClick={open} data-row-link>
      <bdi>{children}</bdi>
    </a>
  )
}
