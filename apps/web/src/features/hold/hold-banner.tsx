import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { OctagonPause } from 'lucide-react'
import type { ReactNode } from 'react'
import { holdQuery } from '../../lib/hold.ts'
import { paths } from '../../lib/paths.ts'
import classes from './hold-banner.module.css'

/** Banner while jobs are held, on every page but Settings, which has the notice with the decision. */
export function HoldBanner(): ReactNode {
  const hold = useQuery(holdQuery).data ?? null
  const isSettings = useLocation().pathname === paths.settings()
  if (hold === null || isSettings) return null
  return (
    <p className={classes.banner} role="status">
      <OctagonPause size={16} aria-hidden="true" />
      <span>
        {hold.accounts === null ? (
          <Trans>
            <strong>All jobs are held.</strong> The database was restored or copied. Muster sends nothing until an owner
            releases them.
          </Trans>
        ) : (
          <Trans>
            <strong>All jobs are held.</strong> What you see is of another account than the one Muster is connected to.
            Muster sends nothing until an owner decides.
          </Trans>
        )}{' '}
        <Link to="/settings">
          <Trans>Show held jobs</Trans>
        </Link>
      </span>
    </p>
  )
}
