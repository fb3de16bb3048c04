import {
  type ChangedSelection,
  changeSelection,
  createSelection,
  listSelectionAddresses,
  lookUpSelection,
  type SomeUsers,
} from '@muster/contracts/selections'
import type { UserFilter } from '@muster/contracts/users'
import { call } from '../../../lib/api.ts'

export interface SelectionChange {
  readonly add: SomeUsers | null
  readonly remove: SomeUsers | null
}

/** Changes the selection, or makes one of the added users if there is none; null: there is still none. */
export async function saveChange(
  id: string | null,
  { add, remove }: SelectionChange,
): Promise<ChangedSelection | null> {
  if (id !== null) return call(changeSelection, { params: { id }, body: { add, remove } })
  if (add === null) return null
  return call(createSelection, { body: 'matching' in add ? { ...add, except: [] } : add })
}

export const lookUp = (id: string, userIds: readonly string[], filter: UserFilter, signal: AbortSignal) =>
  call(lookUpSelection, { params: { id }, body: { userIds: [...userIds], filter }, signal })

export const addressesOf = async (id: string): Promise<readonly string[]> =>
  (await call(listSelectionAddresses, { params: { id } })).addresses
