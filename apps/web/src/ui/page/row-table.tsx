import type { CSSProperties, ReactNode } from 'react'
import classes from './row-table.module.css'

interface RowTableProps {
  /** "Users of this plan". */
  readonly label: string
  readonly columns: readonly ReactNode[]
  /** On a narrow screen, values stand behind the names of their columns, which they need to be understood. */
  readonly isLabeled?: boolean | undefined
  readonly children: ReactNode
}

/** A table. On a narrow screen each row becomes a block with its cells below each other. */
export function RowTable({ label, columns, isLabeled = false, children }: RowTableProps): ReactNode {
  return (
    <table
      className={classes.table}
      aria-label={label}
      {...(isLabeled ? { 'data-labeled': true, style: columnNames(columns) } : {})}
    >
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

/** Custom properties, because only CSS knows whether the screen is narrow. */
function columnNames(columns: readonly ReactNode[]): CSSProperties & Record<`--${string}`, string> {
  return Object.fromEntries(
    columns.map((column, at) => [`--column-${at + 1}`, JSON.stringify(typeof column === 'string' ? column : '')]),
  )
}
