import type { ReactNode } from 'react'
import classes from './column-chart.module.css'

/** The color of a part, with a pattern for failures. */
type PartKind = 'changed' | 'failed' | 'other' | 'used'

interface Part {
  readonly kind: PartKind
  readonly value: number
}

interface Column {
  readonly key: string
  /** Its numbers in words, under the pointer. */
  readonly title: string
  /** From the top down. */
  readonly parts: readonly Part[]
}

interface ColumnChartProps {
  readonly columns: readonly Column[]
  /** The value of a column of the whole height. */
  readonly most: number
  /** Below the chart, from its start to its end. */
  readonly scale: ReactNode
}

/** Columns to look at; a table beside them has the same numbers for screen readers. */
export function ColumnChart({ columns, most, scale }: ColumnChartProps): ReactNode {
  return (
    <div aria-hidden="true">
      <div className={classes.columns}>
        {columns.map(({ key, title, parts }) => (
          <div key={key} className={classes.place} title={title}>
            <div className={classes.column} style={{ blockSize: `${(100 * sumOf(parts)) / Math.max(1, most)}%` }}>
              {parts.map(({ kind, value }) => (
                <span key={kind} data-kind={kind} style={{ flexGrow: value }} />
              ))}
            </div>
          </div>
        ))}
      </div>
      <div className={classes.scale}>{scale}</div>
    </div>
  )
}

const sumOf = (parts: readonly Part[]): number => parts.reduce((sum, { value }) => sum + value, 0)

interface LegendProps {
  readonly entries: readonly { readonly kind: PartKind; readonly name: string }[]
}

/** What the colors mean. */
export function ChartLegend({ entries }: LegendProps): ReactNode {
  return (
    <p className={classes.legend} aria-hidden="true">
      {entries.map(({ kind, name }) => (
        <span key={kind}>
          <span data-kind={kind} />
          {name}
        </span>
      ))}
    </p>
  )
}
