import { plural } from '@lingui/core/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useStreamAnswered } from '../../../lib/events.ts'
import { CountBadge } from '../../../ui/facts/count-badge.tsx'
import { unresolvedQuery } from '../queries.ts'

/** The number of unresolved reports, beside the link to the jobs. Renders nothing for zero. */
export function UnresolvedBadge(): ReactNode {
  const { data = 0 } = useQuery({ ...unresolvedQuery, enabled: useStreamAnswered() })
  if (data === 0) return null
  const words = plural(data, { one: '# unresolved report', other: '# unresolved reports' })
  return <CountBadge count={data} words={words} isFailed />
}
