import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { OctagonPause } from 'lucide-react'
import type { ReactNode } from 'react'
import { holdQuery } from '../../lib/hold.ts'
import { paths } from '../../lib/paths.ts'
import classes from './hold-banner.module.css'

/** On every page while jobs are held: the database was restored, and nothing is sent until an owner releases it. */
export function HoldBanner(): ReactNode {
  const hold = useQuery(holdQuery).data ?? null
  const isSettings = useLocation().pathname === paths.settings()
  if (hold === null) return null
  return (
    <p className={classes.banner} role="status">
      <OctagonPause size={16} aria-hidden="true" />
      <span>
        <Trans>
          <strong>All jobs are held.</strong> The database was restored or copied, and nothing is sent until an owner
          releases them.
        </Trans>{' '}
        {isSettings ? null : (
          <Link to="/settings">
            <Trans>Show what is held</Trans>
          </Link>
        )}
      </span>
    </p>
  )
}
