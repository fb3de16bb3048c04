import type { UserEntry, UserFilter } from '@muster/contracts/users'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { formatPlural } from '../../../lib/format.ts'
import { useSession } from '../../../lib/session.ts'
import { selectedUsersQuery } from '../queries.ts'
import { keepSelection, readKeptSelection } from './kept-selection.ts'
import { nobody, type Selected, unknownIds, withLookedUp } from './selection.ts'

export interface KeptSelection {
  readonly selected: Selected
  readonly select: (change: (before: Selected) => Selected) => void
  /** How many of the picked users the search does not find; null while that is not known. */
  readonly beyondSearch: number | null
  /** Whether every picked user is known, so that a form can name them. */
  readonly isKnown: boolean
  /** What became of an earlier selection, where it is not all there any more. */
  readonly notice: string | null
}

interface Held {
  readonly selected: Selected
  readonly search: string
  readonly notice: string | null
}

const cleared = 'The selection “all matching” belonged to the search before and was cleared.'

/** The selection of the users page. It outlives a new search, a plan, Back and a reload. */
export function useKeptSelection(filter: UserFilter, page: readonly UserEntry[]): KeptSelection {
  const memberId = useSession().member?.id ?? ''
  const search = JSON.stringify(filter)
  const [held, setHeld] = useState<Held>(() => ({
    selected: readKeptSelection(memberId, search),
    search,
    notice: null,
  }))
  if (held.search !== search) {
    const isOver = held.selected.kind === 'matching'
    setHeld({ selected: isOver ? nobody : held.selected, search, notice: isOver ? cleared : held.notice })
  }
  const { selected, notice } = held
  useEffect(() => keepSelection(memberId, search, selected), [memberId, search, selected])

  const onPage = new Set(page.map(({ id }) => id))
  const ids = selected.kind === 'picked' ? [...selected.users.keys()] : []
  const beyondPage = ids.filter((id) => !onPage.has(id))
  const lookup = useQuery({
    ...selectedUsersQuery(ids, filter),
    enabled: beyondPage.length > 0 || (selected.kind === 'picked' && unknownIds(selected).length > 0),
  }).data
  const [seen, setSeen] = useState(lookup)
  if (lookup !== seen) {
    setSeen(lookup)
    setHeld((before) => {
      if (lookup === undefined) return before
      const requested = unknownIds(before.selected)
      if (requested.length === 0 || before.selected.kind !== 'picked') return before
      const next = withLookedUp(before.selected, lookup.users, requested)
      const gone = before.selected.users.size - next.users.size
      const words = `${formatPlural(gone, 'selected user')} left the directory and ${gone === 1 ? 'is' : 'are'} not selected any more.`
      return { ...before, selected: next, notice: gone === 0 ? before.notice : words }
    })
  }
  const found = new Set(lookup?.matching)
  return {
    selected,
    select: (change) => setHeld((before) => ({ ...before, selected: change(before.selected), notice: null })),
    beyondSearch:
      beyondPage.length === 0 ? 0 : lookup === undefined ? null : beyondPage.filter((id) => !found.has(id)).length,
    isKnown: selected.kind === 'matching' || unknownIds(selected).length === 0,
    notice,
  }
}
