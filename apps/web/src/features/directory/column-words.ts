import type { UserColumn } from '@muster/contracts/users'

/** What a column of a users file can be, in words. */
export const columnWords: Readonly<Record<UserColumn, string>> = {
  email: 'E-mail address',
  firstName: 'First name',
  lastName: 'Last name',
  orgUserId: 'Organisation id',
  userId: 'User id at Kore.ai (u-…)',
  status: 'Status',
}

/** The columns after one was said to be something: what it is now, no other is. */
export function chooseColumn(
  columns: readonly (UserColumn | null)[],
  at: number,
  mapping: UserColumn | null,
): readonly (UserColumn | null)[] {
  return columns.map((other, index) => (index === at ? mapping : mapping !== null && other === mapping ? null : other))
}
