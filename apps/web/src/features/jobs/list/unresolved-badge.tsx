import { plural } from '@lingui/core/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useStreamAnswered } from '../../../lib/events.ts'
import { formatCount } from '../../../lib/format.ts'
import { unresolvedQuery } from '../queries.ts'
import classes from './unresolved-badge.module.css'

/** The number of unresolved reports, beside the link to the jobs. Renders nothing for zero. */
export function UnresolvedBadge(): ReactNode {
  const { data = 0 } = useQuery({ ...unresolvedQuery, enabled: useStreamAnswered() })
  if (data === 0) return null
  const words = plural(data, { one: '# unresolved report', other: '# unresolved reports' })
  return (
    <span className={classes.badge} title={words}>
      <span aria-hidden="true">{formatCount({ value: Math.min(data, 99), capped: data > 99 })}</span>
      <span className={classes.words}>{words}</span>
    </span>
  )
}
