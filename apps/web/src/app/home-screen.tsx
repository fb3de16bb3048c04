import { t } from '@lingui/core/macro'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { BudgetMeters } from '../features/connection/budget-meters.tsx'
import { connectionQuery } from '../features/connection/queries.ts'
import { HomePage } from '../features/home/home-page.tsx'
import { QueryBoundary } from '../query/query-boundary.tsx'

/** The home page with the budget of the connection. Features do not import each other, so `app` combines them. */
export function HomeScreen(): ReactNode {
  return (
    <HomePage
      budget={
        <QueryBoundary loading={t`Loading the connection`} rows={3}>
          <Budget />
        </QueryBoundary>
      }
    />
  )
}

function Budget(): ReactNode {
  const { budget, jobsBlocked } = useSuspenseQuery(connectionQuery).data
  return <BudgetMeters budget={budget} jobsBlocked={jobsBlocked} />
}
