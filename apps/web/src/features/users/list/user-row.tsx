import { t } from '@lingui/core/macro'
import type { UserEntry } from '@muster/contracts/users'
import { isolateText, visibleControls } from '@muster/core/text/visible-controls'
import { useNavigate } from '@tanstack/react-router'
import { type MouseEvent, memo, type ReactNode } from 'react'
import type { AccessNames } from '../../../lib/access.ts'
import { formatNumber, formatSeriesParts } from '../../../lib/format.ts'
import { displayName } from '../../../ui/facts/user-name.tsx'
import { SelectBox } from '../selection/select-box.tsx'
import { StatusWord } from '../status-word.tsx'
import { flagsHeld } from '../user-text.ts'
import classes from './users-table.module.css'

interface UserRowProps {
  readonly user: UserEntry
  readonly names: AccessNames
  readonly isOn: boolean
  readonly href: string
  readonly onToggle: (user: UserEntry, isRange: boolean) => void
}

/** One user: the name opens the drawer, the checkbox selects. Renders again only when its own values change. */
export const UserRow = memo(function UserRow({ user, names, isOn, href, onToggle }: UserRowProps): ReactNode {
  const name = displayName(user)
  const groups = user.groups.map(names.group)
  const roles = user.roles.map(names.roleOnBot)
  return (
    <tr data-selected={isOn || undefined}>
      <td className={classes.check}>
        <SelectBox label={isolateText(t`Select ${name}`)} isOn={isOn} onToggle={(isRange) => onToggle(user, isRange)} />
      </td>
      <th scope="row" className={classes.name} title={isolateText(name)}>
        <UserLink id={user.id} href={href}>
          {name}
        </UserLink>
      </th>
      <td className={classes.email} title={isolateText(user.email)}>
        <bdi>{user.email}</bdi>
      </td>
      <td className={classes.wide} title={user.orgUserId ?? undefined}>
        <bdi>{user.orgUserId ?? ''}</bdi>
      </td>
      <td className={classes.medium} title={isolateText(groups.join(', '))}>
        <ShortList names={groups} shown={2} />
      </td>
      <td className={classes.medium} title={isolateText(roles.join(', '))}>
        <ShortList names={roles} shown={1} />
      </td>
      <td className={classes.wide} title={flagsHeld(user).join(', ')}>
        {flagsHeld(user).join(', ')}
      </td>
      <td>
        <StatusWord status={user.status} />
      </td>
    </tr>
  )
})

/** The first names, and the number of all others: "Support, Sales +3". A name may be an ID, or run from right to left. */
function ShortList({ names, shown }: { readonly names: readonly string[]; readonly shown: number }): ReactNode {
  const more = names.length - shown
  return (
    <span className={classes.list}>
      <span className={classes.shown}>
        {formatSeriesParts(names.slice(0, shown)).map(({ type, value }, at) =>
          // Parts have no identity but their place.
          // oxlint-disable-next-line react/no-array-index-key
          type === 'element' ? <bdi key={at}>{visibleControls(value)}</bdi> : value,
        )}
      </span>
      {more > 0 ? <span> +{formatNumber(more)}</span> : null}
    </span>
  )
}

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
function UserLink({ id, href, children }: UserLinkProps): ReactNode {
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
