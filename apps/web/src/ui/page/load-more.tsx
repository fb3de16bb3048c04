import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatNumber } from '../../lib/format.ts'
import classes from './load-more.module.css'

interface LoadMoreProps {
  readonly shown: number
  /** Number of all rows, if known. */
  readonly total?: number
  readonly hasMore: boolean
  readonly busy: boolean
  readonly onMore: () => void
}

/** The end of a paged list: how many rows are shown, and the button for more. */
export function LoadMore({ shown, total, hasMore, busy, onMore }: LoadMoreProps): ReactNode {
  if (shown === 0) return null
  return (
    <div className={classes.more}>
      <span aria-live="polite">{shownWords(shown, total, hasMore)}</span>
      {hasMore ? (
        <Button variant="default" loading={busy} onClick={onMore}>
          <Trans>Show more</Trans>
        </Button>
      ) : null}
    </div>
  )
}

function shownWords(shown: number, total: number | undefined, hasMore: boolean): string {
  const count = formatNumber(shown)
  if (!hasMore) return t`All ${count} shown`
  if (total === undefined || total < shown) return t`${count} shown`
  return t`${count} of ${{ total: formatNumber(total) }} shown`
}
