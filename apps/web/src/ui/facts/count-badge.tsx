import type { ReactNode } from 'react'
import { formatCount } from '../../lib/format.ts'
import classes from './count-badge.module.css'

interface CountBadgeProps {
  readonly count: number
  /** The count in words, for screen readers and as a tooltip. */
  readonly words: string
  readonly isFailed?: boolean
}

/** A count beside a link of the navigation, at most 99+. */
export function CountBadge({ count, words, isFailed = false }: CountBadgeProps): ReactNode {
  return (
    <span className={isFailed ? `${classes.badge} ${classes.failed}` : classes.badge} title={words}>
      <span aria-hidden="true">{formatCount({ value: Math.min(count, 99), capped: count > 99 })}</span>
      <span className={classes.words}>{words}</span>
    </span>
  )
}
