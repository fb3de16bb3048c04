import { WifiOff } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useStreamState } from '../lib/events.ts'
import classes from './offline-banner.module.css'

/** A hiccup of a second is nothing to tell; longer is. */
const patienceMs = 3_000

/** Says that the stream is lost: what is shown may be old, and what is pressed may not arrive. */
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
          {state === 'lost' ? 'Muster cannot be reached.' : 'Muster sends no live updates at the moment.'} What you see
          may be old; it is read again as soon as they are back.
        </p>
      ) : null}
    </div>
  )
}
