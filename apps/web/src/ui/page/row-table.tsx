import type { ReactNode } from 'react'
import classes from './row-table.module.css'

interface RowTableProps {
  /** What the rows are: "Users of this plan". */
  readonly label: string
  readonly columns: readonly string[]
  readonly children: ReactNode
}

/** Rows of people with hairlines. On a narrow screen each row becomes a small block, its cells one below the other. */
export function RowTable({ label, columns, children }: RowTableProps): ReactNode {
  return (
    <table className={classes.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}
