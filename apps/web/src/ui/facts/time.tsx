import type { ReactNode } from 'react'
import { formatExactTime, formatRelative, formatTime } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'

interface TimeProps {
  /** ISO 8601 in UTC. */
  readonly iso: string
  /** `relative` ("3 minutes ago") is the default. The title has the exact time in both cases. */
  readonly as?: 'relative' | 'absolute'
}

export function Time({ iso, as = 'relative' }: TimeProps): ReactNode {
  const now = useNow()
  return (
    <time dateTime={iso} title={formatExactTime(iso)}>
      {as === 'relative' ? formatRelative(iso, now) : formatTime(iso)}
    </time>
  )
}
