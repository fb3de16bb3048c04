import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { formatNumber, formatPlural } from '../../../lib/format.ts'
import { unresolvedQuery } from '../queries.ts'
import classes from './unresolved-badge.module.css'

/** How many reports nobody has dealt with, beside the place they are found in. Nothing while there are none. */
export function UnresolvedBadge(): ReactNode {
  const { data = 0 } = useQuery(unresolvedQuery)
  if (data === 0) return null
  const words = `${formatPlural(data, 'report')} nobody has dealt with`
  return (
    <span className={classes.badge} title={words}>
      <span aria-hidden="true">{data > 99 ? '99+' : formatNumber(data)}</span>
      <span className={classes.words}>{words}</span>
    </span>
  )
}
