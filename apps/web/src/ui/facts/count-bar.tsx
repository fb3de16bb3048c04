import type { ReactNode } from 'react'
import { formatNumber } from '../../lib/format.ts'
import classes from './count-bar.module.css'

/** A number with a bar: its share of the largest number of the list. */
export function CountBar({ count, most }: { readonly count: number; readonly most: number }): ReactNode {
  return (
    <span className={classes.count}>
      <span className={classes.number}>{formatNumber(count)}</span>
      <span className={classes.track} aria-hidden="true">
        {count === 0 ? null : <span className={classes.fill} style={{ inlineSize: `${(100 * count) / most}%` }} />}
      </span>
    </span>
  )
}
