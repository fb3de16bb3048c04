import type { UserEntry } from '@muster/contracts/users'

/** A selection made by hand names at most this many users (the server's limit); more are chosen by a search. */
export const pickLimit = 1_000

/** Who is selected: picked one by one, over any number of pages, or everyone matching the search but a few. */
export interface Selected {
  readonly kind: 'picked' | 'matching'
  /** The picked ones, or those taken out of everyone; null while only the ID is known, as after a reload. */
  readonly users: ReadonlyMap<string, UserEntry | null>
  /** Where a range starts. */
  readonly anchor: string | null
}

export const nobody: Selected = { kind: 'picked', users: new Map(), anchor: null }
export const everyone: Selected = { kind: 'matching', users: new Map(), anchor: null }

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

/** Gives everyone between the anchor and this user the anchor's state. Without an anchor on the page: a toggle. */
export function extend(selected: Selected, page: readonly UserEntry[], user: UserEntry): Selected {
  const from = page.findIndex((entry) => entry.id === selected.anchor)
  const to = page.findIndex((entry) => entry.id === user.id)
  if (from === -1 || to === -1 || selected.anchor === null) return toggle(selected, user)
  const range = page.slice(Math.min(from, to), Math.max(from, to) + 1)
  return withUsers(selected, range, isSelected(selected, selected.anchor))
}

/** A selection of which only the ids were kept. */
export function restored(kind: Selected['kind'], ids: readonly string[]): Selected {
  return { kind, users: new Map(ids.slice(0, pickLimit).map((id) => [id, null])), anchor: null }
}

/** Ids of which the user is not known yet. */
export function unknownIds(selected: Selected): readonly string[] {
  return [...selected.users].filter(([, user]) => user === null).map(([id]) => id)
}

/** The selection with the users that were looked up. Users picked earlier that no longer exist are dropped. */
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

/** All of the page, or none of it when all of it was. */
export function togglePage(selected: Selected, page: readonly UserEntry[]): Selected {
  return withUsers(selected, page, pageState(selected, page) !== 'all')
}

/** How many are selected, given how many match the search. */
export function countSelected(
  selected: Selected,
  matching: { readonly value: number; readonly capped: boolean },
): { readonly value: number; readonly capped: boolean } {
  if (selected.kind === 'picked') return { value: selected.users.size, capped: false }
  return { value: Math.max(0, matching.value - selected.users.size), capped: matching.capped }
}
