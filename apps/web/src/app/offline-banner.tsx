import { Trans } from '@lingui/react/macro'
import { WifiOff } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useStreamState } from '../lib/events.ts'
import classes from './offline-banner.module.css'

/** Shorter interruptions are not worth a message. */
const patienceMs = 3_000

/** Warns that the event stream is lost: the page may be outdated, and requests may fail. */
export function OfflineBanner(): ReactNode {
  const state = useStreamState()
  const isLost = state === 'lost' || state === 'refused'
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    if (!isLost) return undefined
    const timer = setTimeout(() => setLong(true), patienceMs)
    return () => {
      clearTimeout(timer)
      setLong(false)
    }
  }, [isLost])
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output element may not hold blocks
    <div role="status">
      {isLost && isLong ? (
        <p className={classes.banner}>
          <WifiOff size={16} aria-hidden="true" />
          {state === 'lost' ? (
            <Trans>Muster is unreachable. This page may be outdated. It reloads its data after the reconnect.</Trans>
          ) : (
            <Trans>
              Muster sends no live updates. This page may be outdated. It reloads its data after the reconnect.
            </Trans>
          )}
        </p>
      ) : null}
    </div>
  )
}
