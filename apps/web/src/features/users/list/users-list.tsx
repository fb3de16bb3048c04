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
import { changeSearch, filterOf } from './search-values.ts'
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
}: UsersListProps): ReactNode {
  const go = useGo()
  // Cursors of the earlier pages; null if a link opened this page.
  const [trail, setTrail] = useState<readonly (string | undefined)[] | null>(search.after === undefined ? [] : null)
  const users = page.items
  const select = (change: (before: Selected) => Selected): void => {
    onPrepare()
    selection.select(change)
  }
  const clear = (): void => selection.select(() => emptySelection)
  const turnTo = (cursor: string | undefined, nextTrail: readonly (string | undefined)[] | null): void => {
    setTrail(nextTrail)
    go(paths.users({ ...search, after: cursor ?? '' }))
    window.scrollTo({ top: 0 })
  }
  return (
    <>
      <UsersTable
        users={users}
        names={names}
        selected={selection.selected}
        sort={search.sort ?? 'email'}
        isStale={isStale}
        hrefOf={(user) => paths.users({ ...search, user: user.id })}
        onToggle={(user, isRange) => select((before) => (isRange ? extend(before, users, user) : toggle(before, user)))}
        onTogglePage={() => select((before) => togglePage(before, users))}
        onSort={() => go(paths.users(changeSearch(search, { sort: search.sort === '-email' ? undefined : '-email' })))}
        onClear={clear}
        bar={
          <ListSelection selection={selection} page={page} filter={filterOf(search)} actions={actions} onAct={onAct} />
        }
      />
      <Pager
        page={trail === null ? null : trail.length}
        shown={users.length}
        count={page.count}
        isFirst={search.after === undefined}
        hasNext={page.next !== null && !isStale}
        onPrevious={() => turnTo(trail?.at(-1), trail === null ? [] : trail.slice(0, -1))}
        onNext={() => turnTo(page.next ?? undefined, trail === null ? null : [...trail, search.after])}
      />
    </>
  )
}
