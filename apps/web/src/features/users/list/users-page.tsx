import { i18n } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Menu } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { ChevronDown, SearchX, ShieldOff, UserMinus } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { useAccessNames } from '../../../lib/access.ts'
import { ApiError } from '../../../lib/api-error.ts'
import { useGo } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import { useMay } from '../../../lib/session.ts'
import type { Action, Target } from '../../../lib/target.ts'
import { EmptyState } from '../../../ui/page/empty-state.tsx'
import { ErrorState } from '../../../ui/page/error-state.tsx'
import { LoadingRows } from '../../../ui/page/loading-rows.tsx'
import { Notice } from '../../../ui/page/notice.tsx'
import { Page } from '../../../ui/page/page.tsx'
import { UserDrawer } from '../drawer/user-drawer.tsx'
import { ListSelection } from '../selection/list-selection.tsx'
import { useKeptSelection } from '../selection/use-kept-selection.ts'
import { FilterChips } from './filter-chips.tsx'
import { changeSearch } from './search-values.ts'
import { TemplateMenu } from './template-menu.tsx'
import { useUsersPage } from './use-users-page.ts'
import { UsersList } from './users-list.tsx'
import { type SearchChange, UsersToolbar } from './users-toolbar.tsx'

interface UsersPageProps {
  /** Shown instead of the list while the directory is empty. */
  readonly emptyDirectory: ReactNode
  /** State of the directory, above the list. */
  readonly notice: ReactNode
  /** Starts an action. Without a target, the form has a field for identifiers. */
  readonly onAct: (action: Action, target: Target | null) => void
  /** Called before a likely action, to load the forms. */
  readonly onPrepare: () => void
  /** A form is open above the page and handles Escape. */
  readonly isActing: boolean
}

export function UsersPage({ emptyDirectory, notice, onAct, onPrepare, isActing }: UsersPageProps): ReactNode {
  const search = useSearch({ from: '/app/users' })
  const go = useGo()
  const names = useAccessNames()
  const { filter, list, page, counting, words, isFirstSync, isEmpty } = useUsersPage(search)
  const actions = useAllowedActions()
  const selection = useKeptSelection(filter, list.data?.items ?? [])
  const change = (next: SearchChange): void => go(paths.users(changeSearch(search, next)), { replace: true })
  const isOpen = search.user !== undefined
  useEffect(() => {
    if (isOpen) onPrepare()
  }, [isOpen, onPrepare])
  return (
    <Page
      title={t`Users`}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output element may not hold blocks
      state={<span role="status">{words}</span>}
      actions={
        <>
          {isEmpty ? null : <TemplateMenu filter={filter} />}
          <ByIdMenu actions={actions} onAct={(action) => onAct(action, null)} />
        </>
      }
    >
      {notice}
      {isEmpty ? (
        emptyDirectory
      ) : (
        <>
          <UsersToolbar search={search} onChange={change} />
          <FilterChips search={search} onChange={change} />
          {list.isPending ? <LoadingRows label={t`Loading users`} rows={12} /> : null}
          {list.isError && list.data === undefined ? (
            <ListError
              error={list.error}
              onRetry={() => void list.refetch()}
              isFirstPage={search.after === undefined}
              onReset={() =>
                go(search.after === undefined ? paths.users() : paths.users({ ...search, after: undefined }), {
                  replace: true,
                })
              }
            />
          ) : null}
          {selection.notice === null ? null : <Notice kind="info">{selection.notice}</Notice>}
          {page !== undefined && page.items.length === 0 ? (
            <>
              <ListSelection selection={selection} page={page} filter={filter} actions={actions} onAct={onAct} />
              <NoUsersFound isFirstSync={isFirstSync} onClear={() => go(paths.users(), { replace: true })} />
            </>
          ) : null}
          {page !== undefined && page.items.length > 0 ? (
            <UsersList
              page={page}
              counting={counting}
              search={search}
              selection={selection}
              names={names}
              isStale={list.isPlaceholderData}
              actions={actions}
              onAct={onAct}
              onPrepare={onPrepare}
            />
          ) : null}
        </>
      )}
      <UserDrawer
        userId={search.user}
        actions={actions}
        isCovered={isActing}
        known={list.data?.items.find((user) => user.id === search.user)}
        onClose={() => go(paths.users({ ...search, user: undefined }), { replace: true })}
        onAct={(action, user) => onAct(action, { kind: 'users', users: [user] })}
      />
    </Page>
  )
}

interface NoUsersFoundProps {
  readonly isFirstSync: boolean
  readonly onClear: () => void
}

function NoUsersFound({ isFirstSync, onClear }: NoUsersFoundProps): ReactNode {
  return (
    <EmptyState
      icon={<SearchX size={28} strokeWidth={1.5} />}
      title={isFirstSync ? t`No match among the users synced so far` : t`No users found`}
      actions={
        <Button variant="default" onClick={onClear}>
          <Trans>Clear search and filters</Trans>
        </Button>
      }
    >
      {isFirstSync ? (
        <Trans>
          The first sync is still running, so this search does not cover all users yet. It repeats when the sync ends.
        </Trans>
      ) : (
        <Trans>
          No user matches this search. One or two characters match the start of a word. Three or more match any part of
          a name, an address or an ID.
        </Trans>
      )}
    </EmptyState>
  )
}

const byId = {
  remove: { name: msg`Remove users by ID…`, Icon: UserMinus },
  erase: { name: msg`Queue erasure by ID…`, Icon: ShieldOff },
} as const

interface ByIdMenuProps {
  readonly actions: readonly Action[]
  readonly onAct: (action: Action) => void
}

/** Removal and erasure by pasted identifiers, which need not be in the directory. */
function ByIdMenu({ actions, onAct }: ByIdMenuProps): ReactNode {
  const offered = (['remove', 'erase'] as const).filter((action) => actions.includes(action))
  if (offered.length === 0) return null
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <Button variant="default" rightSection={<ChevronDown size={16} aria-hidden="true" />}>
          <Trans>Remove or erase by ID</Trans>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {offered.map((action) => {
          const { name, Icon } = byId[action]
          return (
            <Menu.Item key={action} leftSection={<Icon size={16} />} onClick={() => onAct(action)}>
              {i18n._(name)}
            </Menu.Item>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
}

interface ListErrorProps {
  readonly error: unknown
  readonly onRetry: () => void
  readonly isFirstPage: boolean
  /** Opens the first page; on the first page, clears the search. */
  readonly onReset: () => void
}

/** A refused search, as of a damaged link, needs another search: a retry would fail again. */
function ListError({ error, onRetry, isFirstPage, onReset }: ListErrorProps): ReactNode {
  const isRefused = error instanceof ApiError && error.problem.code === 'invalid_request'
  if (!isRefused) return <ErrorState error={error} onRetry={onRetry} />
  return (
    <ErrorState
      error={error}
      onRetry={onReset}
      retryLabel={isFirstPage ? t`Show all users` : t`Start at the first page`}
    />
  )
}

/** The actions on users that the member's role allows. */
function useAllowedActions(): readonly Action[] {
  const mayPlan = useMay('plans:write')
  const allowed = [
    ['edit', useMay('users:edit')],
    ['remove', useMay('users:remove')],
    ['erase', useMay('users:erase')],
  ] as const
  return allowed.flatMap(([action, may]) => (may && mayPlan ? [action] : []))
}
