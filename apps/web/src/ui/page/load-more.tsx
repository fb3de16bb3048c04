import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatNumber } from '../../lib/format.ts'
import classes from './load-more.module.css'

interface LoadMoreProps {
  readonly shown: number
  /** All there are, where that is known. */
  readonly total?: number
  readonly hasMore: boolean
  readonly busy: boolean
  readonly onMore: () => void
}

/** The end of a list read page by page: how much is shown, and the way to the rest. */
export function LoadMore({ shown, total, hasMore, busy, onMore }: LoadMoreProps): ReactNode {
  if (shown === 0) return null
  const whole = total === undefined || total < shown ? '' : ` of ${formatNumber(total)}`
  return (
    <div className={classes.more}>
      <span aria-live="polite">
        {hasMore ? `${formatNumber(shown)}${whole} shown` : `All ${formatNumber(shown)} shown`}
      </span>
      {hasMore ? (
        <Button variant="default" size="xs" loading={busy} onClick={onMore}>
          Show more
        </Button>
      ) : null}
    </div>
  )
}
