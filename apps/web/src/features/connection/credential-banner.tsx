import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { KeyRound } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { onMusterEvent } from '../../lib/events.ts'
import classes from './credential-banner.module.css'
import { connectionKey, connectionQuery } from './queries.ts'

/** On every page while Kore.ai refuses the credential: why, and what to do. */
export function CredentialBanner(): ReactNode {
  const client = useQueryClient()
  const { data } = useQuery({ ...connectionQuery, refetchInterval: false })
  // A refusal shows in a job or a sync, and so does the end of one.
  useEffect(() => {
    const refresh = (): void => void client.invalidateQueries({ queryKey: connectionKey })
    const stop = [
      onMusterEvent('job', ({ job }) => (job.state === 'running' ? undefined : refresh())),
      onMusterEvent('directory', ({ directory }) => (directory.state === 'loading' ? undefined : refresh())),
    ]
    return () => {
      for (const end of stop) end()
    }
  }, [client])
  const reason = data?.credentialRefusal ?? null
  if (reason === null) return null
  return (
    <div className={classes.banner} role="alert">
      <KeyRound size={16} aria-hidden="true" />
      <span>
        <strong>Kore.ai refuses the credential.</strong> {reason} <Link to="/settings">Open Settings</Link>
      </span>
    </div>
  )
}
