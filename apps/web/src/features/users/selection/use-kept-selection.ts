import { plural } from '@lingui/core/macro'
import type { ChangedSelection, SomeUsers } from '@muster/contracts/selections'
import type { UserEntry, UserFilter } from '@muster/contracts/users'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import { ApiError } from '../../../lib/api-error.ts'
import { useMay, useSession } from '../../../lib/session.ts'
import { selectionQuery } from '../queries.ts'
import { type HeldSelection, seenUsers, withChange } from './held-selection.ts'
import type { Selected, UsersChange } from './selection.ts'
import { goneWords, useSavedChanges } from './use-saved-changes.ts'

export interface KeptSelection {
  /** Null while no user is selected, and for members who may not plan: theirs lasts as long as the page. */
  readonly id: string | null
  readonly count: number
  readonly selected: Selected
  /** The selected users, if they are few; null for many, or while they load. */
  readonly users: readonly UserEntry[] | null
  /** Number of selected users outside the search; null while unknown, and for a large selection. */
  readonly beyondSearch: number | null
  /** The server has every change. */
  readonly isSaved: boolean
  /** What happened to the selection, if a part of it is gone. */
  readonly notice: string | null
  readonly change: (change: (selected: Selected) => UsersChange) => void
  /** Adds all users that match a search, or a list. Undefined: it failed, and `notice` has the reason. */
  readonly add: (users: SomeUsers) => Promise<ChangedSelection | undefined>
  readonly clear: () => void
}

const leftWords = (count: number): string =>
  plural(count, {
    one: '# selected user left the directory and is no longer selected.',
    other: '# selected users left the directory and are no longer selected.',
  })

const idsOf = (users: readonly UserEntry[]): SomeUsers | null =>
  users.length === 0 ? null : { userIds: users.map(({ id }) => id) }

/** What the server knows of the selection; `isFresh`: of all changes. */
function useView(held: HeldSelection, pageIds: readonly string[], filter: UserFilter) {
  const isEnabled = held.id !== null && held.pending === 0
  const { data, error, isPlaceholderData } = useQuery({
    ...selectionQuery(held.id ?? '', held.version, pageIds, filter),
    enabled: isEnabled,
    placeholderData: (before, query) => (Number(query?.queryKey[3] ?? -1) >= held.since ? before : undefined),
  })
  const isGone = isEnabled && error instanceof ApiError && error.problem.code === 'not_found'
  return { view: held.id === null ? undefined : data, isFresh: isEnabled && !isPlaceholderData, isGone }
}

/** After a change, lists of the selected users are loaded again when they are next shown. */
function useListsAfterChange({ id, version, pending }: HeldSelection): void {
  const client = useQueryClient()
  useEffect(() => {
    if (id === null || version === 0 || pending > 0) return
    for (const kind of ['list', 'count'])
      void client.invalidateQueries({ queryKey: ['users', kind, { selection: id }], refetchType: 'none' })
  }, [client, id, version, pending])
}

/** Selects and deselects single users. The same function in every render, for the rows. */
function useChangeUsers(
  isKept: boolean,
  shown: Pick<KeptSelection, 'selected' | 'count'>,
  { save, setHeld }: Pick<ReturnType<typeof useSavedChanges>, 'save' | 'setHeld'>,
): KeptSelection['change'] {
  const latest = useRef(shown)
  useEffect(() => {
    latest.current = shown
  })
  return useCallback(
    (changeOf) => {
      const { selected, count } = latest.current
      const users = changeOf(selected)
      if (!isKept || users.add.length + users.remove.length === 0)
        return setHeld((now) => withChange(now, users, count))
      return void save({ add: idsOf(users.add), remove: idsOf(users.remove) }, (now) => withChange(now, users, count))
    },
    [isKept, save, setHeld],
  )
}

/** The selection of the users page, kept on the server. Survives a new search, a plan, Back and a reload. */
export function useKeptSelection(filter: UserFilter, page: readonly UserEntry[]): KeptSelection {
  const memberId = useSession().member?.id ?? ''
  const isKept = useMay('plans:write')
  const { held, setHeld, save, forget } = useSavedChanges(memberId, isKept)
  useListsAfterChange(held)
  const pageIds = page.map(({ id }) => id)
  const { view, isFresh, isGone } = useView(held, pageIds, filter)
  useEffect(() => {
    if (isGone) forget(goneWords())
  }, [isGone, forget])
  const fresh = isFresh ? view : undefined
  const onServer = new Set(view?.selected)
  const selected = { has: (id: string) => held.known.get(id) ?? onServer.has(id), anchor: held.anchor }
  const count = fresh?.count ?? held.count ?? view?.count ?? 0
  const change = useChangeUsers(isKept, { selected, count }, { save, setHeld })
  const add = (users: SomeUsers) => {
    const known = new Map('matching' in users ? pageIds.map((id) => [id, true]) : [])
    return save({ add: users, remove: null }, (before) => ({
      ...before,
      known,
      seen: new Map(),
      anchor: null,
      notice: null,
    }))
  }
  return {
    id: held.id,
    count,
    selected,
    users: fresh?.users ?? seenUsers(held, count),
    beyondSearch: count === 0 ? 0 : isKept ? (fresh?.elsewhere ?? null) : 0,
    isSaved: held.pending === 0,
    notice: held.notice ?? (fresh !== undefined && fresh.gone > 0 ? leftWords(fresh.gone) : null),
    change,
    add,
    clear: () => forget(null),
  }
}
