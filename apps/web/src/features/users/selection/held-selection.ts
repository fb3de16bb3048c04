import type { UserEntry } from '@muster/contracts/users'
import type { UsersChange } from './selection.ts'

/** The selection of a tab, between the page and the server. */
export interface HeldSelection {
  /** The selection on the server; null: none. */
  readonly id: string | null
  /** Increases with each change that the server has. */
  readonly version: number
  /** Earlier versions are of a selection that was cleared. */
  readonly since: number
  /** Null until the server has counted. */
  readonly count: number | null
  /** What this page has changed since the server last listed it. */
  readonly known: ReadonlyMap<string, boolean>
  readonly seen: ReadonlyMap<string, UserEntry>
  readonly anchor: string | null
  /** Changes that the server does not have yet. */
  readonly pending: number
  readonly notice: string | null
}

const nothing = { count: null, known: new Map(), seen: new Map(), anchor: null, notice: null } as const

export const heldOf = (id: string | null): HeldSelection => ({ ...nothing, id, version: 0, since: 0, pending: 0 })

/** After users were selected or deselected on the page. */
export function withChange(held: HeldSelection, { add, remove, anchor }: UsersChange, count: number): HeldSelection {
  const known = new Map(held.known)
  const seen = new Map(held.seen)
  for (const user of add) {
    known.set(user.id, true)
    seen.set(user.id, user)
  }
  for (const { id } of remove) known.set(id, false)
  return { ...held, known, seen, anchor, count: Math.max(0, count + add.length - remove.length), notice: null }
}

/** After the server has made a change; it counts when it has all of them. */
export function withSaved(
  held: HeldSelection,
  saved: { readonly id: string | null; readonly count: number },
): HeldSelection {
  const count = held.pending === 1 ? saved.count : held.count
  return { ...held, id: saved.id, count, version: held.version + 1, pending: held.pending - 1 }
}

/** Nothing is known of the selection but its ID, as after a failure; null: nothing is selected. */
export const withoutKnown = (held: HeldSelection, id: string | null, notice: string | null): HeldSelection => ({
  ...held,
  ...nothing,
  id,
  notice,
  version: held.version + 1,
  since: id === null ? held.version + 1 : held.since,
})

/** More users are not listed one by one. */
const mostListed = 100

/** The selected users, if they are few and this page has seen all of them. */
export function seenUsers({ known, seen }: HeldSelection, count: number): readonly UserEntry[] | null {
  if (count > mostListed) return null
  const users = [...seen.values()].filter(({ id }) => known.get(id) === true)
  return users.length === count ? users : null
}
