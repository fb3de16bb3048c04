import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { UserEntry } from '@muster/contracts/users'
import { useSuspenseQuery } from '@tanstack/react-query'
import { SearchX } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react'
import { useAccessNames } from '../../../lib/access.ts'
import { ApiError } from '../../../lib/api-error.ts'
import { useGo } from '../../../lib/app-link.tsx'
import { withMessages } from '../../../lib/language/active-language.ts'
import type { UsersSearch } from '../../../lib/page-search.ts'
import { paths } from '../../../lib/paths.ts'
import type { Action, Target } from '../../../lib/target.ts'
import { QueryBoundary } from '../../../query/query-boundary.tsx'
import { useLoadedFilter } from '../../../query/use-loaded-filter.ts'
import { EmptyState } from '../../../ui/page/empty-state.tsx'
import { usersQuery } from '../queries.ts'
import { ListSelection } from '../selection/list-selection.tsx'
import { extend, type Selected, toggle, togglePage, type UsersChange } from '../selection/selection.ts'
import type { KeptSelection } from '../selection/use-kept-selection.ts'
import { Pager } from './pager.tsx'
import { changeSearch, filterOf, nextSort } from './search-values.ts'
import { useTableChoice } from './table-choice.ts'
import type { Counting } from './use-users-page.ts'
import { UsersTable } from './users-table.tsx'

// Only for a search without a match.
const NearMisses = lazy(async () => ({ default: (await withMessages(import('./near-misses.tsx'))).NearMisses }))

interface UsersListProps {
  readonly search: UsersSearch
  /** The number of matches, if the page does not count them all. */
  readonly all: number | undefined
  /** Null if all matches are counted. */
  readonly counting: Counting | null
  readonly selection: KeptSelection
  readonly isFirstSync: boolean
  readonly actions: readonly Action[]
  readonly onAct: (action: Action, target: Target) => void
  readonly onPrepare: () => void
  /** The pointer or the focus is near a row. */
  readonly onNear: () => void
  readonly onCompare: (users: readonly [UserEntry, UserEntry]) => void
}

/** One page of a search, with its selection. The earlier rows stay while the next search loads. */
export function UsersList(props: UsersListProps): ReactNode {
  const { search } = props
  const { pageSize } = useTableChoice()
  const go = useGo()
  const exitTo = (label: string, path: string) => ({ label, leave: () => go(path, { replace: true }) })
  // A retry of a refused search, as of a damaged link, would be refused again.
  const exitOf = (error: unknown) => {
    if (!(error instanceof ApiError) || error.problem.code !== 'invalid_request') return null
    if (search.after !== undefined)
      return exitTo(t`Start at the first page`, paths.users({ ...search, after: undefined }))
    if (search.sort !== undefined)
      return exitTo(t`Show in the usual order`, paths.users({ ...search, sort: undefined }))
    return exitTo(t`Show all users`, paths.users())
  }
  return (
    <QueryBoundary loading={t`Loading users`} rows={12} filter={usersQuery(search, pageSize).queryKey} exitOf={exitOf}>
      <LoadedUsers {...props} search={{ ...search, user: undefined }} />
    </QueryBoundary>
  )
}

function LoadedUsers(props: UsersListProps): ReactNode {
  const { search, all, counting, selection, isFirstSync, actions, onAct, onPrepare, onNear, onCompare } = props
  const loaded = useLoadedFilter(search)
  const isStale = JSON.stringify(loaded) !== JSON.stringify(search)
  const { pageSize } = useTableChoice()
  const { items, next, count } = useSuspenseQuery(usersQuery(loaded, pageSize)).data
  const names = useAccessNames()
  const go = useGo()
  const filter = filterOf(loaded)
  const page = { items, count: all === undefined || isStale ? count : { value: all, capped: false } }
  const { onToggle, onTogglePage } = useSelect(selection, items, onPrepare)
  const bar = <ListSelection {...{ selection, page, filter, actions, onAct, onCompare }} />
  if (items.length === 0)
    return (
      <>
        {bar}
        <NoUsersFound isFirstSync={isFirstSync} search={loaded} />
      </>
    )
  return (
    <>
      <UsersTable
        users={items}
        names={names}
        selected={selection.selected}
        search={loaded}
        isStale={isStale}
        onToggle={onToggle}
        onTogglePage={isStale ? () => undefined : onTogglePage}
        onSort={(column) => go(paths.users(changeSearch(loaded, { sort: nextSort(loaded, column) })))}
        bar={bar}
        onNear={onNear}
      />
      <Pages search={loaded} next={isStale ? null : next} shown={items.length} count={page.count} counting={counting} />
    </>
  )
}

/** Selects users of a page, and loads the forms that a selected user is for. */
function useSelect({ change }: KeptSelection, items: readonly UserEntry[], onPrepare: () => void) {
  const select = useCallback(
    (changeOf: (selected: Selected) => UsersChange): void => {
      onPrepare()
      change(changeOf)
    },
    [change, onPrepare],
  )
  const onToggle = useCallback(
    (user: UserEntry, isRange: boolean) =>
      select((before) => (isRange ? extend(before, items, user) : toggle(before, user))),
    [select, items],
  )
  return { onToggle, onTogglePage: () => select((before) => togglePage(before, items)) }
}

/** The pages of a list that the reader has turned. */
interface Turned {
  /** The search and its order. */
  readonly list: string
  /** Cursors of the earlier pages; null if a link opened this page. */
  readonly trail: readonly (string | undefined)[] | null
}

interface PagesProps {
  readonly search: UsersSearch
  /** Cursor of the next page; null on the last. */
  readonly next: string | null
  readonly shown: number
  readonly count: { readonly value: number; readonly capped: boolean }
  readonly counting: Counting | null
}

/** Turns the pages of a search. */
function Pages({ search, next, shown, count, counting }: PagesProps): ReactNode {
  const go = useGo()
  const list = JSON.stringify([filterOf(search), search.sort])
  const [turned, setTurned] = useState<Turned | null>(null)
  const trail = search.after === undefined ? [] : turned?.list === list ? turned.trail : null
  const turnTo = (cursor: string | undefined, nextTrail: readonly (string | undefined)[] | null): void => {
    setTurned({ list, trail: nextTrail })
    go(paths.users({ ...search, after: cursor ?? '' }))
    window.scrollTo({ top: 0 })
  }
  return (
    <Pager
      page={trail === null ? null : trail.length}
      shown={shown}
      count={count}
      counting={counting}
      isFirst={search.after === undefined}
      hasNext={next !== null}
      onPrevious={() => turnTo(trail?.at(-1), trail === null ? [] : trail.slice(0, -1))}
      onNext={() => turnTo(next ?? undefined, trail === null ? null : [...trail, search.after])}
    />
  )
}

interface NoUsersFoundProps {
  readonly isFirstSync: boolean
  readonly search: UsersSearch
}

function NoUsersFound({ isFirstSync, search }: NoUsersFoundProps): ReactNode {
  const go = useGo()
  return (
    <EmptyState
      icon={<SearchX size={28} strokeWidth={1.5} />}
      title={isFirstSync ? t`No match among the users synced so far` : t`No users found`}
      actions={
        <Button variant="default" onClick={() => go(paths.users(), { replace: true })}>
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
      <Suspense fallback={null}>
        <NearMisses filter={filterOf(search)} onSearch={(q) => go(paths.users(changeSearch(search, { q })))} />
      </Suspense>
    </EmptyState>
  )
}
