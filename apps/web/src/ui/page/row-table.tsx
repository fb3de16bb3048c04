import type { ReactNode } from 'react'
import classes from './row-table.module.css'

interface RowTableProps {
  /** "Users of this plan". */
  readonly label: string
  readonly columns: readonly ReactNode[]
  readonly children: ReactNode
}

/** A table. On a narrow screen each row becomes a block with its cells below each other. */
export function RowTable({ label, columns, children }: RowTableProps): ReactNode {
  return (
    <table className={classes.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column, at) => (
            // Columns have no identity but their place: two may show the same name.
            // oxlint-disable-next-line react/no-array-index-key
            <th key={at} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}
