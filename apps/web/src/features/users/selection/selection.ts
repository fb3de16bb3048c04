import type { UserEntry } from '@muster/contracts/users'

/** Most users of a selection by hand (the server's limit). A search can select more. */
export const pickLimit = 1_000

/** The selected users: picked on any number of pages, or all that match the search with exceptions. */
export interface Selected {
  readonly kind: 'picked' | 'matching'
  /** The picked users, or the exceptions; null while only the ID is known, as after a reload. */
  readonly users: ReadonlyMap<string, UserEntry | null>
  /** Start of a range. */
  readonly anchor: string | null
}

export const emptySelection: Selected = { kind: 'picked', users: new Map(), anchor: null }
export const allMatching: Selected = { kind: 'matching', users: new Map(), anchor: null }

export function isSelected(selected: Selected, id: string): boolean {
  return selected.users.has(id) === (selected.kind === 'picked')
}

function withUsers(selected: Selected, users: readonly UserEntry[], on: boolean): Selected {
  const next = new Map(selected.users)
  const insert = on === (selected.kind === 'picked')
  for (const user of users) {
    if (!insert) next.delete(user.id)
    else if (next.size < pickLimit) next.set(user.id, user)
  }
  return { ...selected, users: next }
}

export function toggle(selected: Selected, user: UserEntry): Selected {
  return { ...withUsers(selected, [user], !isSelected(selected, user.id)), anchor: user.id }
}

/** Gives all users between the anchor and this one the anchor's state. Without an anchor on the page, toggles. */
export function extend(selected: Selected, page: readonly UserEntry[], user: UserEntry): Selected {
  const from = page.findIndex((entry) => entry.id === selected.anchor)
  const to = page.findIndex((entry) => entry.id === user.id)
  if (from === -1 || to === -1 || selected.anchor === null) return toggle(selected, user)
  const range = page.slice(Math.min(from, to), Math.max(from, to) + 1)
  return withUsers(selected, range, isSelected(selected, selected.anchor))
}

/** A selection of which only the IDs are known. */
export function restored(kind: Selected['kind'], ids: readonly string[]): Selected {
  return { kind, users: new Map(ids.slice(0, pickLimit).map((id) => [id, null])), anchor: null }
}

/** IDs whose user is not loaded yet. */
export function unknownIds(selected: Selected): readonly string[] {
  return [...selected.users].filter(([, user]) => user === null).map(([id]) => id)
}

/** The selection with the loaded users. Drops picked users that no longer exist. */
export function withLookedUp(selected: Selected, users: readonly UserEntry[], lookedUp: readonly string[]): Selected {
  const found = new Map(users.map((user) => [user.id, user]))
  const next = new Map(selected.users)
  for (const id of lookedUp) {
    const user = found.get(id)
    if (user !== undefined) next.set(id, next.get(id) ?? user)
    else if (selected.kind === 'picked') next.delete(id)
  }
  return { ...selected, users: next }
}

/** How much of this page is selected. */
export function pageState(selected: Selected, page: readonly UserEntry[]): 'none' | 'some' | 'all' {
  const on = page.filter((user) => isSelected(selected, user.id)).length
  if (on === 0) return 'none'
  return on === page.length ? 'all' : 'some'
}

/** Selects all users of the page, or none if all are selected. */
export function togglePage(selected: Selected, page: readonly UserEntry[]): Selected {
  return withUsers(selected, page, pageState(selected, page) !== 'all')
}

/** Number of selected users, given the number that match the search. */
export function countSelected(
  selected: Selected,
  matching: { readonly value: number; readonly capped: boolean },
): { readonly value: number; readonly capped: boolean } {
  if (selected.kind === 'picked') return { value: selected.users.size, capped: false }
  return { value: Math.max(0, matching.value - selected.users.size), capped: matching.capped }
}
