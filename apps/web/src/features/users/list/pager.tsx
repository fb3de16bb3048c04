import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatCount, formatNumber } from '../../../lib/format.ts'
import classes from './pager.module.css'
import { useTableChoice } from './table-choice.ts'
import type { Counting } from './use-users-page.ts'

interface PagerProps {
  /** Index of the page; null if a link opened the page, whose index is unknown. */
  readonly page: number | null
  readonly shown: number
  readonly count: { readonly value: number; readonly capped: boolean }
  /** Null if all matches are counted. */
  readonly counting: Counting | null
  readonly hasNext: boolean
  readonly isFirst: boolean
  readonly onPrevious: () => void
  readonly onNext: () => void
}

/** Position of this page in the list, and the buttons for the next and previous page. */
export function Pager({ page, shown, count, counting, hasNext, isFirst, onPrevious, onNext }: PagerProps): ReactNode {
  const { pageSize } = useTableChoice()
  if (isFirst && !hasNext) return null
  const from = page === null ? null : page * pageSize + 1
  return (
    <nav aria-label={t`Pages of users`} className={classes.pager}>
      <span>
        {from === null ? null : (
          <Trans>
            {{ from: formatNumber(from) }} to {{ to: formatNumber(from + shown - 1) }} of{' '}
            {{ total: formatCount(count) }}
          </Trans>
        )}
      </span>
      {counting === null ? null : (
        <Button variant="subtle" size="compact-sm" loading={counting.isRunning} onClick={counting.start}>
          <Trans>Count all</Trans>
        </Button>
      )}
      <Button
        variant="default"
        size="compact-sm"
        disabled={isFirst}
        leftSection={<ChevronLeft size={16} aria-hidden="true" />}
        onClick={onPrevious}
      >
        {page === null ? <Trans>First page</Trans> : <Trans>Previous</Trans>}
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        disabled={!hasNext}
        rightSection={<ChevronRight size={16} aria-hidden="true" />}
        onClick={onNext}
      >
        <Trans>Next</Trans>
      </Button>
    </nav>
  )
}
