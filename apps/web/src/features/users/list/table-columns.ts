import type { TableColumn } from './table-choice.ts'
import classes from './users-table.module.css'

/** A column is hidden where the page is too narrow for it. */
const columnClasses: Readonly<Record<TableColumn, string | undefined>> = {
  groups: classes.medium,
  roles: classes.medium,
  flags: classes.wide,
  org: classes.wide,
  login: classes.wide,
  status: classes.status,
}

export const columnClass = (column: TableColumn): string | undefined => columnClasses[column]
