import { Skeleton, VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './loading-rows.module.css'

interface LoadingRowsProps {
  /** What is being loaded: "Loading users". */
  readonly label: string
  readonly rows?: number
}

const widths = ['62%', '48%', '70%', '55%', '66%', '44%', '58%'] as const

/** Placeholders at the height of the rows to come. */
export function LoadingRows({ label, rows = 8 }: LoadingRowsProps): ReactNode {
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output element may not hold blocks
    <div role="status" className={classes.rows}>
      <VisuallyHidden>{label}</VisuallyHidden>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={classes.row}>
          <Skeleton height={12} width={widths[index % widths.length] ?? '60%'} radius="sm" />
        </div>
      ))}
    </div>
  )
}
