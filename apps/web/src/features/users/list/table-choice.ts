import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { tableColumns } from '@muster/contracts/search-values'
import type { UsersTable } from '@muster/contracts/session'
import { useSession } from '../../../lib/session.ts'

export type TableColumn = UsersTable['columns'][number]

/** The table of a member who has not chosen another. */
const usual: UsersTable = { columns: ['groups', 'roles', 'flags', 'status'], density: 'comfortable', pageSize: 50 }

/** The columns that an address names; undefined if it names none. */
export function columnsIn(written: string | undefined): readonly TableColumn[] | undefined {
  const names = written?.split(' ') ?? []
  const columns = names.flatMap((name) => tableColumns.filter((column) => column === name))
  return columns.length === 0 ? undefined : [...new Set(columns)]
}

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
