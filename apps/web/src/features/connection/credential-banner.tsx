import { Trans } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { KeyRound } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { onMusterEvent } from '../../lib/events.ts'
import { paths } from '../../lib/paths.ts'
import { Sentence } from '../../ui/facts/sentence.tsx'
import classes from './credential-banner.module.css'
import { connectionKey, connectionQuery } from './queries.ts'

/** Banner on every page while Kore.ai refuses the credential: why, and what to do. */
export function CredentialBanner(): ReactNode {
  const client = useQueryClient()
  const isSettings = useLocation().pathname === paths.settings()
  const { data } = useQuery({ ...connectionQuery, refetchInterval: false })
  useEffect(
    () => onMusterEvent('connection', () => void client.invalidateQueries({ queryKey: connectionKey })),
    [client],
  )
  const reason = data?.credentialRefusal ?? null
  if (reason === null) return null
  return (
    <div className={classes.banner} role="alert">
      <KeyRound size={16} aria-hidden="true" />
      <span>
        <strong>
          <Trans>Kore.ai refuses the credential.</Trans>
        </strong>{' '}
        <Sentence text={reason} />{' '}
        {isSettings ? null : (
          <Link to="/settings">
            <Trans>Open Settings</Trans>
          </Link>
        )}
      </span>
    </div>
  )
}
