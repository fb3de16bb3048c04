import { t } from '@lingui/core/macro'
import type { UserEntry } from '@muster/contracts/users'
import { useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { useGo } from '../../../lib/app-link.tsx'
import type { UsersSearch } from '../../../lib/page-search.ts'
import { paths } from '../../../lib/paths.ts'
import { useMay } from '../../../lib/session.ts'
import type { Action, Target } from '../../../lib/target.ts'
import { Notice } from '../../../ui/page/notice.tsx'
import { Page } from '../../../ui/page/page.tsx'
import { usersQuery } from '../queries.ts'
import { type KeptSelection, useKeptSelection } from '../selection/use-kept-selection.ts'
import { FilterChips } from './filter-chips.tsx'
import { PageActions } from './page-actions.tsx'
import { changeSearch, type SearchChange } from './search-values.ts'
import { useTableChoice } from './table-choice.ts'
import { useUsersPage } from './use-users-page.ts'
import { UsersList } from './users-list.tsx'
import { UsersToolbar } from './users-toolbar.tsx'

// Loads as soon as the pointer or the focus is near a row.
const loadDrawer = () => import('../drawer/user-drawer.tsx')
const UserDrawer = lazy(async () => ({ default: (await loadDrawer()).UserDrawer }))

/** The actions on users. They make plans; applying one may need more permissions, or approval. */
const actions: readonly Action[] = ['edit', 'remove', 'erase']

interface UsersPageProps {
  /** Shown instead of the list while the directory is empty. */
  readonly emptyDirectory: ReactNode
  /** State of the directory, above the list. */
  readonly notice: ReactNode
  /** Starts an action. Without a target, the form has a field for identifiers. */
  readonly onAct: (action: Action, target: Target | null) => void
  /** Called before a likely action, to load the forms. */
  readonly onPrepare: () => void
  /** The access of a user as a form. */
  readonly renderAccess: (user: UserEntry) => ReactNode
  readonly onCompare: (users: readonly [UserEntry, UserEntry]) => void
  /** Copies the access of a user to others. */
  readonly onCopy: (user: UserEntry) => void
  /** A form is open above the page and handles Escape. */
  readonly isActing: boolean
}

export function UsersPage(props: UsersPageProps): ReactNode {
  const { emptyDirectory, notice, onAct, onPrepare, renderAccess, onCopy, isActing } = props
  const search = useSearch({ from: '/app/users' })
  const page = useUsersPage(search)
  const { filter, users = [], total, words, isEmpty } = page
  const mayPlan = useMay('plans:write')
  const selection = useKeptSelection(filter, users)
  return (
    <Page
      title={t`Users`}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output element may not hold blocks
      state={<span role="status">{words}</span>}
      actions={
        <PageActions
          isEmpty={isEmpty}
          exported={{ filter, total }}
          actions={actions}
          onAct={(action) => onAct(action, null)}
          onAdd={selection.add}
        />
      }
    >
      {notice}
      {isEmpty ? emptyDirectory : <FoundUsers {...props} {...{ search, page, selection }} />}
      <UserPanel
        search={search}
        users={users}
        actions={actions}
        isCovered={isActing}
        renderAccess={mayPlan ? renderAccess : undefined}
        onAct={(action, user) => onAct(action, { kind: 'users', users: [user] })}
        onPrepare={onPrepare}
        onCopy={onCopy}
      />
    </Page>
  )
}

interface FoundUsersProps extends Pick<UsersPageProps, 'onAct' | 'onPrepare' | 'onCompare'> {
  readonly search: UsersSearch
  readonly page: ReturnType<typeof useUsersPage>
  readonly selection: KeptSelection
}

/** The search, its filters, and the users that match. */
function FoundUsers({ search, page, selection, onAct, onPrepare, onCompare }: FoundUsersProps): ReactNode {
  const change = useChangeSearch(search)
  return (
    <>
      <UsersToolbar search={search} onChange={change} />
      <FilterChips search={search} onChange={change} />
      {selection.notice === null ? null : <Notice kind="info">{selection.notice}</Notice>}
      <UsersList
        search={search}
        all={page.all}
        counting={page.counting}
        selection={selection}
        isFirstSync={page.isFirstSync}
        actions={actions}
        onAct={onAct}
        onPrepare={onPrepare}
        onNear={() => void loadDrawer()}
        onCompare={onCompare}
      />
    </>
  )
}

/** Changes the search in the URL, and reads its first page. */
function useChangeSearch(search: UsersSearch): (next: SearchChange) => void {
  const go = useGo()
  const { pageSize } = useTableChoice()
  const client = useQueryClient()
  return (next) => {
    const changed = changeSearch(search, next)
    // Before the router has followed the change.
    void client.prefetchQuery(usersQuery(changed, pageSize))
    go(paths.users(changed), { replace: true })
  }
}

interface UserPanelProps {
  readonly search: UsersSearch
  /** The users of the page, to turn from one to the next. */
  readonly users: readonly UserEntry[]
  readonly actions: readonly Action[]
  readonly isCovered: boolean
  readonly renderAccess: ((user: UserEntry) => ReactNode) | undefined
  readonly onAct: (action: Action, user: UserEntry) => void
  readonly onPrepare: () => void
  readonly onCopy: (user: UserEntry) => void
}

/** The panel of the user that the URL names, from the first time that it names one. */
function UserPanel({ search, users, onPrepare, ...rest }: UserPanelProps): ReactNode {
  const go = useGo()
  const isOpen = search.user !== undefined
  const [wasOpened, setOpened] = useState(isOpen)
  if (isOpen && !wasOpened) setOpened(true)
  useEffect(() => {
    if (isOpen) onPrepare()
  }, [isOpen, onPrepare])
  if (!wasOpened) return null
  const show = (user: string | undefined): void => go(paths.users({ ...search, user }), { replace: true })
  const at = users.findIndex(({ id }) => id === search.user)
  const turnTo = (by: -1 | 1): (() => void) | null => {
    const to = at === -1 ? undefined : users[at + by]?.id
    return to === undefined ? null : () => show(to)
  }
  return (
    <Suspense fallback={null}>
      <UserDrawer
        userId={search.user}
        known={users[at]}
        onClose={() => show(undefined)}
        onPrevious={turnTo(-1)}
        onNext={turnTo(1)}
        {...rest}
      />
    </Suspense>
  )
}
