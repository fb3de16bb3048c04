import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { UserColumn } from '@muster/contracts/users'

/** Label of each field that a column of a users file can hold. */
export const columnWords: Readonly<Record<UserColumn, MessageDescriptor>> = {
  email: msg`Email address`,
  firstName: msg`First name`,
  lastName: msg`Last name`,
  orgUserId: msg`Organization ID`,
  userId: msg`Kore.ai user ID (u-…)`,
  status: msg`Status`,
}

/** Maps one column to a field, and clears any other column mapped to it. */
export function chooseColumn(
  columns: readonly (UserColumn | null)[],
  at: number,
  mapping: UserColumn | null,
): readonly (UserColumn | null)[] {
  return columns.map((other, index) => (index === at ? mapping : mapping !== null && other === mapping ? null : other))
}
