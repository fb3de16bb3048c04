import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { BudgetMeters } from '../features/connection/budget-meters.tsx'
import { connectionQuery } from '../features/connection/queries.ts'
import { HomePage } from '../features/home/home-page.tsx'

/** The home page with the budget of the connection. Features do not import each other, so they meet here. */
export function HomeScreen(): ReactNode {
  const { data: connection } = useQuery(connectionQuery)
  return (
    <HomePage
      budget={
        connection === undefined ? null : (
          <BudgetMeters budget={connection.budget} jobsBlocked={connection.jobsBlocked} />
        )
      }
    />
  )
}
