import type { UserEntry } from '@muster/contracts/users'

/** What a page knows of the selection on the server. */
export interface Selected {
  readonly has: (id: string) => boolean
  /** Start of a range. */
  readonly anchor: string | null
}

/** Users to add to the selection, and to remove from it. */
export interface UsersChange {
  readonly add: readonly UserEntry[]
  readonly remove: readonly UserEntry[]
  readonly anchor: string | null
}

/** Only the users whose state changes. */
function changeOf({ has, anchor }: Selected, users: readonly UserEntry[], on: boolean): UsersChange {
  const changed = users.filter((user) => has(user.id) !== on)
  return { add: on ? changed : [], remove: on ? [] : changed, anchor }
}

export function toggle(selected: Selected, user: UserEntry): UsersChange {
  return { ...changeOf(selected, [user], !selected.has(user.id)), anchor: user.id }
}

/** Gives all users between the anchor and this one the anchor's state. Without an anchor on the page, toggles. */
export function extend(selected: Selected, page: readonly UserEntry[], user: UserEntry): UsersChange {
  const from = page.findIndex((entry) => entry.id === selected.anchor)
  const to = page.findIndex((entry) => entry.id === user.id)
  if (from === -1 || to === -1 || selected.anchor === null) return toggle(selected, user)
  const range = page.slice(Math.min(from, to), Math.max(from, to) + 1)
  return changeOf(selected, range, selected.has(selected.anchor))
}

/** How much of this page is selected. */
export function pageState({ has }: Selected, page: readonly UserEntry[]): 'none' | 'some' | 'all' {
  const on = page.filter((user) => has(user.id)).length
  if (on === 0) return 'none'
  return on === page.length ? 'all' : 'some'
}

/** Selects all users of the page, or none if all are selected. */
export function togglePage(selected: Selected, page: readonly UserEntry[]): UsersChange {
  return changeOf(selected, page, pageState(selected, page) !== 'all')
}
