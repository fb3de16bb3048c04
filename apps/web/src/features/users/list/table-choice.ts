import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { UsersTable } from '@muster/contracts/session'
import { useSession } from '../../../lib/session.ts'

export type TableColumn = UsersTable['columns'][number]

/** The table of a member who has not chosen another. */
const usual: UsersTable = { columns: ['groups', 'roles', 'flags', 'status'], density: 'comfortable', pageSize: 50 }

/** How the member sees the table. */
export const useTableChoice = (): UsersTable => useSession().member?.usersTable ?? usual

const names: Readonly<Record<TableColumn, MessageDescriptor>> = {
  groups: msg`Groups`,
  roles: msg`Roles`,
  flags: msg`Flags`,
  org: msg`Organization ID`,
  login: msg`Last sign-in`,
  status: msg`Status`,
}

export const columnName = (column: TableColumn): string => i18n._(names[column])
