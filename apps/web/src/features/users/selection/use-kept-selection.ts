import { plural, t } from '@lingui/core/macro'
import type { UserEntry, UserFilter } from '@muster/contracts/users'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import * as z from 'zod/mini'
import { useSession } from '../../../lib/session.ts'
import { selectedUsersQuery } from '../queries.ts'
import { emptySelection, restored, type Selected, unknownIds, withLookedUp } from './selection.ts'

const keptSchema = z.object({
  kind: z.enum(['picked', 'matching']),
  ids: z.array(z.string()),
  /** Digest of the search of "all matching". A search may contain an address, so the search itself is not stored. */
  search: z.string(),
})

// One selection for each tab and member. The browser's storage has only the IDs of users.
const keyOf = (memberId: string): string => `muster.selection.${memberId}`

/** FNV-1a, 32 bits: distinguishes searches without storing them. */
function digestOf(text: string): string {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return hash.toString(16)
}

function storedOf(memberId: string): z.output<typeof keptSchema> | null {
  try {
    return keptSchema.safeParse(JSON.parse(sessionStorage.getItem(keyOf(memberId)) ?? '')).data ?? null
  } catch {
    return null
  }
}

/** The member's selection in this tab; "all matching" only for the same search. */
function readKeptSelection(memberId: string, search: string): Selected {
  const kept = storedOf(memberId)
  if (kept === null || (kept.kind === 'matching' && kept.search !== digestOf(search))) return emptySelection
  return restored(kept.kind, kept.ids)
}

/** Keeps the IDs of the selection until the tab closes. */
function keepSelection(memberId: string, search: string, { kind, users }: Selected): void {
  const isEmpty = kind === 'picked' && users.size === 0
  try {
    if (isEmpty) sessionStorage.removeItem(keyOf(memberId))
    else {
      const kept = { kind, ids: [...users.keys()], search: kind === 'matching' ? digestOf(search) : '' }
      sessionStorage.setItem(keyOf(memberId), JSON.stringify(kept))
    }
  } catch {
    // A browser may refuse storage. The selection then lasts as long as the page.
  }
}

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
