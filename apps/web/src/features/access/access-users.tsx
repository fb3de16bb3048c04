import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { UserEntry } from '@muster/contracts/users'
import { formatSearch, type SearchTerm } from '@muster/core/search/search-query'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { type AccessNames, rolesQuery, useAccessNames } from '../../lib/access.ts'
import { AppLink } from '../../lib/app-link.tsx'
import { formatList } from '../../lib/format.ts'
import { paths } from '../../lib/paths.ts'
import { statusWords } from '../../lib/status-text.ts'
import { ListRows } from '../../query/list-rows.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { UserName } from '../../ui/facts/user-name.tsx'
import { EmptyState } from '../../ui/page/empty-state.tsx'
import { Notice } from '../../ui/page/notice.tsx'
import classes from './access.module.css'
import { holdersQuery } from './queries.ts'

const terms: Readonly<Record<UserView, SearchTerm>> = {
  elevated: { field: 'is', values: ['elevated'], isNot: false },
  dormant: { field: 'dormant', values: ['90'], isNot: false },
}

/** Users with a role on the whole account, and users without a sign-in for long. */
type UserView = 'elevated' | 'dormant'

interface AccessUsersProps {
  readonly view: UserView
  /** Part of a name or address. */
  readonly needle: string
}

/** The users of an audit question, by name, with the way to change them. */
export function AccessUsers({ view, needle }: AccessUsersProps): ReactNode {
  const { items: roles, reason } = useSuspenseQuery(rolesQuery).data
  const names = useAccessNames()
  const isListed = reason !== null ? false : roles.length === 0 ? null : true
  const q = formatSearch({ text: needle, terms: [terms[view]] })
  return (
    <>
      {reason === null || view === 'dormant' ? null : <Notice kind="warning">{reason}</Notice>}
      <Lead view={view} q={q} />
      <ListRows
        filter={{ q }}
        queryOf={holdersQuery}
        loading={t`Loading users`}
        label={view === 'elevated' ? t`Elevated access` : t`Dormant users`}
        columns={[
          t`User`,
          view === 'elevated' ? t`Role` : t`Status`,
          view === 'elevated' ? t`Through` : t`Last sign-in`,
        ]}
        isLabeled
        renderRow={(user) => (
          <tr key={user.id}>
            <td className={classes.entry}>
              <AppLink href={paths.users({ q, user: user.id })} className={classes.person}>
                <UserName user={user} isStacked />
              </AppLink>
            </td>
            {view === 'elevated' ? <RoleCells user={user} names={names} /> : <SignInCells user={user} />}
          </tr>
        )}
        empty={<NoUsers view={view} needle={needle} isListed={isListed} />}
      />
    </>
  )
}

/** Which users the list has, and the link to select and change them. */
function Lead({ view, q }: { readonly view: UserView; readonly q: string }): ReactNode {
  return (
    <p className={classes.lead}>
      {view === 'elevated' ? (
        <Trans>Users with a role on the whole account.</Trans>
      ) : (
        <Trans>Users without a sign-in for 90 days. Users without a known sign-in are not among them.</Trans>
      )}{' '}
      <AppLink href={paths.users({ q })}>
        <Trans>Select and change in Users</Trans>
      </AppLink>
    </p>
  )
}

interface RoleCellsProps {
  readonly user: UserEntry
  readonly names: AccessNames
}

function RoleCells({ user, names }: RoleCellsProps): ReactNode {
  const held = user.roles.filter(({ botId }) => botId === null)
  return (
    <>
      <td>
        {held.map(({ roleId }) => (
          <div key={roleId}>
            <bdi>{names.role(roleId)}</bdi>
          </div>
        ))}
      </td>
      <td>
        {held.map(({ roleId, viaGroups }) => (
          <div key={roleId}>
            {viaGroups.length === 0 ? t`Assigned directly` : <bdi>{formatList(viaGroups.map(names.via))}</bdi>}
          </div>
        ))}
      </td>
    </>
  )
}

function SignInCells({ user: { status, lastLoginAt } }: { readonly user: UserEntry }): ReactNode {
  return (
    <>
      <td>{statusWords(status)}</td>
      <td>{lastLoginAt === undefined ? null : <Time iso={lastLoginAt} />}</td>
    </>
  )
}

interface NoUsersProps extends AccessUsersProps {
  /** Whether Kore.ai returned the roles of the account: null until the first sync. */
  readonly isListed: boolean | null
}

/** Why the list is empty. A search that matches nothing proves nothing about the account. */
function NoUsers({ view, needle, isListed }: NoUsersProps): ReactNode {
  if (needle !== '')
    return (
      <EmptyState title={t`No users found`}>
        {t`No user matches this search. One or two characters match the start of a word. Three or more match any part of a name, an address or an ID.`}
      </EmptyState>
    )
  if (isListed === null) return <EmptyState title={t`No users`}>{t`The list fills with the first sync.`}</EmptyState>
  if (view === 'dormant')
    return <EmptyState title={t`No users`}>{t`Every user with a known sign-in has signed in since.`}</EmptyState>
  return (
    <EmptyState title={t`No users`}>
      {isListed ? t`In the latest sync, no user had a role on the whole account.` : null}
    </EmptyState>
  )
}
