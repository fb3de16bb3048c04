import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { UserEntry } from '@muster/contracts/users'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { type AccessNames, useAccessLists, useAccessNames } from '../../lib/access.ts'
import { AppLink } from '../../lib/app-link.tsx'
import { formatList } from '../../lib/format.ts'
import type { HoldersSearch } from '../../lib/page-search.ts'
import { paths } from '../../lib/paths.ts'
import { useChangeSearch } from '../../lib/use-address.ts'
import { ListRows } from '../../query/list-rows.tsx'
import { PermittedButton } from '../../query/permitted-button.tsx'
import { Copyable } from '../../ui/facts/copyable.tsx'
import { UserName } from '../../ui/facts/user-name.tsx'
import { FilterSelect } from '../../ui/form/filter-select.tsx'
import { EmptyState } from '../../ui/page/empty-state.tsx'
import { Page } from '../../ui/page/page.tsx'
import classes from './access.module.css'
import type { AccessKind } from './access-kind.ts'
import { assignmentsQuery, type HoldersFilter, holdersFilter, holdersQuery } from './queries.ts'

interface HoldersPageProps {
  readonly kind: AccessKind
  readonly id: string
  readonly search: HoldersSearch
  /** Opens the form that gives this access to a pasted list of users; undefined where there is none. */
  readonly onAdd: (() => void) | undefined
}

/** One group, role or bot: who has it, and through what. */
export function HoldersPage({ kind, id, search, onAdd }: HoldersPageProps): ReactNode {
  const names = useAccessNames()
  const filter = holdersFilter(kind, id, search)
  const listName = { groups: t`Groups`, roles: t`Roles`, bots: t`Bots` }[kind]
  return (
    <Page
      title={nameOf(kind, id, names)}
      above={<AppLink href={paths.access({ view: kind })}>{listName}</AppLink>}
      state={<HoldersState kind={kind} id={id} />}
      actions={<HoldersActions filter={filter} onAdd={onAdd} />}
    >
      {kind === 'groups' ? null : <OtherFilter kind={kind} id={id} search={search} />}
      <ListRows
        // Another group, role or bot begins empty: the users of the one before are not its users.
        key={`${kind} ${id}`}
        filter={filter}
        queryOf={holdersQuery}
        loading={t`Loading users`}
        label={t`Users with this access`}
        columns={(users) => columnsOf(kind, holds(users, filter, names))}
        renderRow={(user, _, users) => (
          <HolderRow
            key={user.id}
            user={user}
            kind={kind}
            held={kind === 'groups' && !holds(users, filter, names) ? null : heldRoles(user, filter, names)}
            filter={filter}
            names={names}
          />
        )}
        empty={
          <EmptyState title={t`No users`}>
            <Trans>In the latest sync, no user had this access.</Trans>
          </EmptyState>
        }
      />
    </Page>
  )
}

interface HoldersActionsProps extends Pick<HoldersPageProps, 'onAdd'> {
  readonly filter: HoldersFilter
}

function HoldersActions({ filter, onAdd }: HoldersActionsProps): ReactNode {
  return (
    <>
      <AppLink href={paths.users(filter)}>
        <Trans>Select and change in Users</Trans>
      </AppLink>
      {onAdd === undefined ? null : (
        <PermittedButton permission="plans:write" leftSection={<Plus size={16} aria-hidden="true" />} onClick={onAdd}>
          <Trans>Add users…</Trans>
        </PermittedButton>
      )}
    </>
  )
}

/** A group has a column of roles only if some user has one through it. */
function columnsOf(kind: AccessKind, hasRoles: boolean): readonly string[] {
  if (kind !== 'groups') return [t`User`, t`Role`, t`Through`]
  return hasRoles ? [t`User`, t`Roles through this group`] : [t`User`]
}

const nameOf = (kind: AccessKind, id: string, names: AccessNames): string =>
  ({ groups: names.group, roles: names.role, bots: names.bot })[kind](id)

/** "57 users · e-1234". */
function HoldersState({ kind, id }: { readonly kind: AccessKind; readonly id: string }): ReactNode {
  const lists = useAccessLists()
  const count = lists[kind].find((entry) => entry.id === id)?.userCount
  return (
    <span className={classes.facts}>
      {count === undefined ? null : <span>{plural(count, { one: '# user', other: '# users' })}</span>}
      <Copyable value={id} label={t`Copy ID`} />
    </span>
  )
}

interface OtherFilterProps {
  readonly kind: AccessKind
  readonly id: string
  readonly search: HoldersSearch
}

/** On a role's page its bots, on a bot's page the roles on it, each with its users. */
function OtherFilter({ kind, id, search }: OtherFilterProps): ReactNode {
  const change = useChangeSearch(search)
  const names = useAccessNames()
  const { data = [] } = useQuery(assignmentsQuery)
  const options =
    kind === 'roles'
      ? data.flatMap(({ roleId, botId }) =>
          roleId === id && botId !== null ? [{ value: botId, label: names.bot(botId) }] : [],
        )
      : data.flatMap(({ roleId, botId }) => (botId === id ? [{ value: roleId, label: names.role(roleId) }] : []))
  if (options.length === 0) return null
  return (
    <div className={classes.bar}>
      {kind === 'roles' ? (
        <FilterSelect label={t`Bot`} value={search.bot} options={options} withIds onChange={(bot) => change({ bot })} />
      ) : (
        <FilterSelect
          label={t`Role`}
          value={search.role}
          options={options}
          withIds
          onChange={(role) => change({ role })}
        />
      )}
    </div>
  )
}

interface HolderRowProps {
  readonly user: UserEntry
  readonly kind: AccessKind
  /** The roles of the page; null without a column for them. */
  readonly held: UserEntry['roles'] | null
  readonly filter: HoldersFilter
  readonly names: AccessNames
}

/** The roles of a user that the page is about. */
const heldRoles = (user: UserEntry, { group, role, bot }: HoldersFilter, names: AccessNames): UserEntry['roles'] =>
  user.roles.filter(
    ({ roleId, botId, viaGroups }) =>
      (group === undefined || viaGroups.some((via) => via === group || via === names.group(group))) &&
      (role === undefined || roleId === role) &&
      (bot === undefined || botId === bot),
  )

const holds = (users: readonly UserEntry[], filter: HoldersFilter, names: AccessNames): boolean =>
  users.some((user) => heldRoles(user, filter, names).length > 0)

function HolderRow({ user, kind, held, filter, names }: HolderRowProps): ReactNode {
  return (
    <tr>
      <td className={classes.entry}>
        <AppLink href={paths.users({ ...filter, user: user.id })} className={classes.person}>
          <UserName user={user} isStacked />
        </AppLink>
      </td>
      {held === null ? null : (
        <td>
          {held.map((one) => (
            <div key={`${one.roleId} ${one.botId ?? ''}`}>
              <bdi>{kind === 'bots' ? names.role(one.roleId) : names.roleOnBot(one)}</bdi>
            </div>
          ))}
        </td>
      )}
      {kind === 'groups' || held === null ? null : (
        <td>
          {held.map((one) => (
            <div key={`${one.roleId} ${one.botId ?? ''}`}>
              {one.viaGroups.length === 0 ? (
                t`Assigned directly`
              ) : (
                <bdi>{formatList(one.viaGroups.map(names.via))}</bdi>
              )}
            </div>
          ))}
        </td>
      )}
    </tr>
  )
}
