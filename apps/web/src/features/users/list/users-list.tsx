import type { UserEntry } from '@muster/contracts/users'
import { type ReactNode, useState } from 'react'
import type { AccessNames } from '../../../lib/access.ts'
import { useGo } from '../../../lib/app-link.tsx'
import type { UsersSearch } from '../../../lib/page-search.ts'
import { paths } from '../../../lib/paths.ts'
import type { Action, Target } from '../../../lib/target.ts'
import { ListSelection } from '../selection/list-selection.tsx'
import { emptySelection, extend, type Selected, toggle, togglePage } from '../selection/selection.ts'
import type { KeptSelection } from '../selection/use-kept-selection.ts'
import { Pager } from './pager.tsx'
import { changeSearch, filterOf, nextSort } from './search-values.ts'
import type { Counting } from './use-users-page.ts'
import { UsersTable } from './users-table.tsx'

interface UsersListProps {
  readonly page: {
    readonly items: readonly UserEntry[]
    readonly next: string | null
    readonly count: { readonly value: number; readonly capped: boolean }
  }
  readonly search: UsersSearch
  readonly selection: KeptSelection
  readonly names: AccessNames
  readonly isStale: boolean
  readonly actions: readonly Action[]
  readonly onAct: (action: Action, target: Target) => void
  readonly onPrepare: () => void
  /** Null if all matches are counted. */
  readonly counting: Counting | null
}

/** The pages of a list that the reader has turned. */
interface Turned {
  /** The search and its order. */
  readonly list: string
  /** Cursors of the earlier pages; null if a link opened this page. */
  readonly trail: readonly (string | undefined)[] | null
}

/** One page of a search, with its selection. */
export function UsersList({
  page,
  search,
  selection,
  names,
  isStale,
  actions,
  onAct,
  onPrepare,
  counting,
}: UsersListProps): ReactNode {
  const go = useGo()
  const list = JSON.stringify([filterOf(search), search.sort])
  const [turned, setTurned] = useState<Turned | null>(null)
  const trail = turned?.list === list ? turned.trail : search.after === undefined ? [] : null
  const users = page.items
  const select = (change: (before: Selected) => Selected): void => {
    onPrepare()
    selection.select(change)
  }
  const clear = (): void => selection.select(() => emptySelection)
  const turnTo = (cursor: string | undefined, nextTrail: readonly (string | undefined)[] | null): void => {
    setTurned({ list, trail: nextTrail })
    go(paths.users({ ...search, after: cursor ?? '' }))
    window.scrollTo({ top: 0 })
  }
  return (
    <>
      <UsersTable
        users={users}
        names={names}
        selected={selection.selected}
        sort={search.sort ?? (search.q === undefined ? 'email' : undefined)}
        isStale={isStale}
        hrefOf={(user) => paths.users({ ...search, user: user.id })}
        onToggle={(user, isRange) => select((before) => (isRange ? extend(before, users, user) : toggle(before, user)))}
        onTogglePage={() => select((before) => togglePage(before, users))}
        onSort={(column) => go(paths.users(changeSearch(search, { sort: nextSort(search, column) })))}
        onClear={clear}
        bar={
          <ListSelection selection={selection} page={page} filter={filterOf(search)} actions={actions} onAct={onAct} />
        }
      />
      <Pager
        page={trail === null ? null : trail.length}
        shown={users.length}
        count={page.count}
        counting={counting}
        isFirst={search.after === undefined}
        hasNext={page.next !== null && !isStale}
        onPrevious={() => turnTo(trail?.at(-1), trail === null ? [] : trail.slice(0, -1))}
        onNext={() => turnTo(page.next ?? undefined, trail === null ? null : [...trail, search.after])}
      />
    </>
  )
}
