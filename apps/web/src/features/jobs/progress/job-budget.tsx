import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import { useNow } from '../../../lib/now.ts'
import { Time } from '../../../ui/facts/time.tsx'
import { budgetQuery } from '../queries.ts'

const remaining = (window: { limit: number; used: number }) => formatNumber(Math.max(0, window.limit - window.used))

/** The remaining calls to Kore.ai while a job runs. Renders nothing if the budget cannot be read. */
export function JobBudget(): ReactNode {
  const { data } = useQuery(budgetQuery)
  const now = useNow()
  if (data === undefined) return null
  const { perMinute, perHour, nextJobCallAt } = data.budget
  const minute = remaining(perMinute)
  const minuteLimit = formatNumber(perMinute.limit)
  const hour = remaining(perHour)
  const hourLimit = formatNumber(perHour.limit)
  return (
    <span title={t`Remaining calls to Kore.ai in the rolling windows. One call carries many users.`}>
      {nextJobCallAt === null || Date.parse(nextJobCallAt) <= now ? (
        <Trans>
          {minute} of {minuteLimit} calls left this minute, {hour} of {hourLimit} this hour
        </Trans>
      ) : (
        <Trans>
          {minute} of {minuteLimit} calls left this minute, {hour} of {hourLimit} this hour; next call{' '}
          <Time iso={nextJobCallAt} />
        </Trans>
      )}
    </span>
  )
}
