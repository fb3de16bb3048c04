import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import { useNow } from '../../../lib/now.ts'
import { Time } from '../../../ui/facts/time.tsx'
import { budgetQuery } from '../queries.ts'

const left = (window: { limit: number; used: number }) => formatNumber(Math.max(0, window.limit - window.used))

/** The calls to Kore.ai that are left, while a job spends them. Silent where they cannot be read. */
export function JobBudget(): ReactNode {
  const { data } = useQuery(budgetQuery)
  const now = useNow()
  if (data === undefined) return null
  const { perMinute, perHour, nextJobCallAt } = data.budget
  return (
    <span title="Calls to Kore.ai left in the rolling windows; one call carries many users">
      {left(perMinute)} of {formatNumber(perMinute.limit)} calls left this minute, {left(perHour)} of{' '}
      {formatNumber(perHour.limit)} this hour
      {nextJobCallAt === null || Date.parse(nextJobCallAt) <= now ? null : (
        <>
          ; next call <Time iso={nextJobCallAt} />
        </>
      )}
    </span>
  )
}
