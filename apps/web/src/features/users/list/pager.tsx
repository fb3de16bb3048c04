import { Button } from '@mantine/core'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatCount, formatNumber } from '../../../lib/format.ts'
import { pageSize } from '../queries.ts'
import classes from './pager.module.css'

interface PagerProps {
  /** Position of the page from 0; null when it was opened by its address and nobody counted. */
  readonly page: number | null
  readonly shown: number
  readonly count: { readonly value: number; readonly capped: boolean }
  readonly hasNext: boolean
  readonly isFirst: boolean
  readonly onPrevious: () => void
  readonly onNext: () => void
}

/** The foot of the list: where in it this page is, and the pages beside it. */
export function Pager({ page, shown, count, hasNext, isFirst, onPrevious, onNext }: PagerProps): ReactNode {
  if (isFirst && !hasNext) return null
  const from = page === null ? null : page * pageSize + 1
  return (
    <nav aria-label="Pages" className={classes.pager}>
      <span>
        {from === null ? null : `${formatNumber(from)} to ${formatNumber(from + shown - 1)} of ${formatCount(count)}`}
      </span>
      <Button
        variant="default"
        size="compact-md"
        disabled={isFirst}
        leftSection={<ChevronLeft size={16} aria-hidden="true" />}
        onClick={onPrevious}
      >
        {page === null ? 'First page' : 'Previous'}
      </Button>
      <Button
        variant="default"
        size="compact-md"
        disabled={!hasNext}
        rightSection={<ChevronRight size={16} aria-hidden="true" />}
        onClick={onNext}
      >
        Next
      </Button>
    </nav>
  )
}
