import { t } from '@lingui/core/macro'
import type { UserEntry } from '@muster/contracts/users'
import { isolateText, visibleControls } from '@muster/core/text/visible-controls'
import { useNavigate } from '@tanstack/react-router'
import { type MouseEvent, memo, type ReactNode, useId } from 'react'
import type { AccessNames } from '../../../lib/access.ts'
import { formatDate, formatNumber } from '../../../lib/format.ts'
import { roleFacts, unlessUnread } from '../../../lib/unread.ts'
import { displayName } from '../../../ui/facts/user-name.tsx'
import { SelectBox } from '../selection/select-box.tsx'
import { StatusWord } from '../status-word.tsx'
import { flagsHeld } from '../user-text.ts'
import tags from './access-tags.module.css'
import { MarkedText } from './marked-text.tsx'
import type { TableColumn } from './table-choice.ts'
import { columnClass } from './table-columns.ts'
import classes from './users-table.module.css'

interface UserRowProps {
  readonly user: UserEntry
  readonly names: AccessNames
  readonly columns: readonly TableColumn[]
  /** The words of the search, which are marked. */
  readonly words: readonly string[]
  readonly isOn: boolean
  readonly href: string
  readonly onToggle: (user: UserEntry, isRange: boolean) => void
}

/** One user: the name opens the drawer, the checkbox selects. Renders again only when its own values change. */
export const UserRow = memo(function UserRow(props: UserRowProps): ReactNode {
  const { user, names, columns, words, isOn, href, onToggle } = props
  const name = displayName(user)
  const labelId = useId()
  return (
    <tr data-selected={isOn || undefined}>
      <td className={classes.check}>
        <SelectBox label={isolateText(t`Select ${name}`)} isOn={isOn} onToggle={(isRange) => onToggle(user, isRange)} />
      </td>
      <th
        scope="row"
        aria-labelledby={labelId}
        title={isolateText(`${name} ${name === user.email ? '' : user.email}`.trim())}
      >
        <span className={classes.person}>
          <bdi className={classes.avatar} data-tint={tintOf(user.id)} aria-hidden="true">
            {initialsOf(user)}
          </bdi>
          <span className={classes.who}>
            <UserLink id={user.id} labelId={labelId} href={href}>
              <MarkedText text={name} words={words} />
            </UserLink>
            {name === user.email ? null : (
              <bdi className={classes.email}>
                <MarkedText text={user.email} words={words} />
              </bdi>
            )}
          </span>
        </span>
      </th>
      {columns.map((column) => (
        <td key={column} className={columnClass(column)}>
          <Cell column={column} user={user} names={names} />
        </td>
      ))}
    </tr>
  )
})

interface CellProps {
  readonly column: TableColumn
  readonly user: UserEntry
  readonly names: AccessNames
}

function Cell({ column, user, names }: CellProps): ReactNode {
  switch (column) {
    case 'groups': {
      if (user.groups.length === 0) return unlessUnread(user, ['groups'], '')
      const groups = user.groups.map((id) => ({ id, name: names.group(id) }))
      return <AccessTags tags={groups} shown={2} title={groups.map(({ name }) => name).join(', ')} />
    }
    case 'roles': {
      if (user.roles.length === 0) return unlessUnread(user, roleFacts, '')
      const roles = user.roles.map(({ roleId, botId }) => ({
        id: `${roleId} ${botId}`,
        name: names.role(roleId),
        ...(botId === null ? {} : { part: names.bot(botId) }),
      }))
      return <AccessTags tags={roles} shown={1} title={user.roles.map(names.roleOnBot).join(', ')} />
    }
    case 'flags':
      return flagsHeld(user).join(', ') || unlessUnread(user, ['isDeveloper', 'canCreateBot'], '')
    case 'org':
      return <bdi title={user.orgUserId ?? undefined}>{user.orgUserId ?? ''}</bdi>
    case 'login':
      return user.lastLoginAt === undefined ? '' : formatDate(user.lastLoginAt)
    case 'status':
      return <StatusWord status={user.status} />
  }
}

interface Tag {
  readonly id: string
  readonly name: string
  /** The bot of a role. */
  readonly part?: string
}

interface AccessTagsProps {
  readonly tags: readonly Tag[]
  readonly shown: number
  /** All of them. */
  readonly title: string
}

/** The first groups or roles, and the number of all others, which is never cut: "Support Sales +3". */
function AccessTags({ tags: held, shown, title }: AccessTagsProps): ReactNode {
  const more = held.length - shown
  return (
    <span className={tags.tags} title={isolateText(title)}>
      {held.slice(0, shown).map(({ id, name, part }) => (
        <span key={id} className={tags.tag}>
          <bdi>{visibleControls(name)}</bdi>
          {part === undefined ? null : (
            <span className={tags.part}>
              <bdi>{visibleControls(part)}</bdi>
            </span>
          )}
        </span>
      ))}
      {more > 0 ? (
        <span className={tags.more} dir="ltr">
          +{formatNumber(more)}
        </span>
      ) : null}
    </span>
  )
}

const tints = 6

/** The same color for the same user on every page. */
function tintOf(id: string): number {
  let sum = 0
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973
  return sum % tints
}

const initialOf = (text: string): string => Array.from(text.trim())[0] ?? ''

function initialsOf({ firstName, lastName, email }: UserEntry): string {
  return (initialOf(firstName) + initialOf(lastName) || initialOf(email)).toLocaleUpperCase()
}

interface UserLinkProps {
  /** ID of the user. */
  readonly id: string
  /** For the element that has the name. */
  readonly labelId: string
  readonly href: string
  readonly children: ReactNode
}

/**
 * The link of a row: covers the whole row, opens the drawer and keeps the scroll position. A plain link, because each link
 * of the router follows the address, and a page has 50 of them.
 */
function UserLink({ id, labelId, href, children }: UserLinkProps): ReactNode {
  const navigate = useNavigate({ from: '/users' })
  const open = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    void navigate({ to: '/users', search: (search) => ({ ...search, user: id }), resetScroll: false })
  }
  return (
    <a href={href} className={classes.link} onClick={open} data-row-link>
      <bdi id={labelId}>{children}</bdi>
    </a>
  )
}
