import { plural, t } from '@lingui/core/macro'
import type { UserEntry, UserFilter } from '@muster/contracts/users'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { useSession } from '../../../lib/session.ts'
import { selectedUsersQuery } from '../queries.ts'
import { keepSelection, readKeptSelection } from './kept-selection.ts'
import { emptySelection, type Selected, unknownIds, withLookedUp } from './selection.ts'

export interface KeptSelection {
  readonly selected: Selected
  readonly select: (change: (before: Selected) => Selected) => void
  /** Number of picked users outside the search; null while unknown. */
  readonly beyondSearch: number | null
  /** Whether every picked user is loaded, because forms show their names. */
  readonly isKnown: boolean
  /** What happened to an earlier selection, if a part of it is gone. */
  readonly notice: string | null
}

interface Held {
  readonly selected: Selected
  readonly search: string
  readonly notice: string | null
}

/** The selection of the users page. Survives a new search, a plan, Back and a reload. */
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
    setHeld({
      selected: isOver ? emptySelection : held.selected,
      search,
      notice: isOver ? t`The selection “all matching” belonged to the earlier search and was cleared.` : held.notice,
    })
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
      const words = plural(gone, {
        one: '# selected user left the directory and is no longer selected.',
        other: '# selected users left the directory and are no longer selected.',
      })
      return { ...before, selected: next, notice: gone === 0 ? before.notice : words }
    })
  }
  const found = new Set(lookup?.matching)
  const select = useCallback<KeptSelection['select']>(
    (change) => setHeld((before) => ({ ...before, selected: change(before.selected), notice: null })),
    [],
  )
  return {
    selected,
    select,
    beyondSearch:
      beyondPage.length === 0 ? 0 : lookup === undefined ? null : beyondPage.filter((id) => !found.has(id)).length,
    isKnown: selected.kind === 'matching' || unknownIds(selected).length === 0,
    notice,
  }
}
