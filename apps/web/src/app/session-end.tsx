import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { onActivity } from '../lib/activity.ts'
import { formatPlural } from '../lib/format.ts'
import { sessionQuery } from '../lib/session.ts'
import { Notice } from '../ui/page/notice.tsx'
import classes from './shell.module.css'

const warningMs = 60_000
/** Somebody who works without requests (types into a form) keeps the session, with one request in this time. */
const keepAliveMs = 60_000
const secondMs = 1000

/** Milliseconds until the session ends, as far as this page knows. Looks again before the warning and at the end. */
function useSessionEnd() {
  const { data, dataUpdatedAt, refetch } = useQuery(sessionQuery)
  const ends = data?.ends ?? null
  const endsAt = ends === null ? null : dataUpdatedAt + ends.inSeconds * secondMs
  const [now, setNow] = useState(() => Date.now())
  const left = endsAt === null ? null : Math.max(0, endsAt - Math.max(now, dataUpdatedAt))
  useEffect(() => {
    if (left === null) return undefined
    const wait = left > warningMs ? left - warningMs + secondMs : secondMs
    const timer = setTimeout(() => {
      setNow(Date.now())
      // Another tab may have used the session meanwhile, and the server decides when it is over.
      if (left > warningMs || left <= secondMs) void refetch()
    }, wait)
    return () => clearTimeout(timer)
  }, [left, refetch])
  useEffect(
    () =>
      onActivity(() => {
        if (Date.now() - dataUpdatedAt > keepAliveMs) void refetch()
      }),
    [dataUpdatedAt, refetch],
  )
  return { left, reason: ends?.reason ?? 'idle', stay: () => void refetch() }
}

/** A minute before the session ends the page says so, and offers to stay. */
export function SessionEnd(): ReactNode {
  const { left, reason, stay } = useSessionEnd()
  const isNear = left !== null && left <= warningMs
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output element may not hold blocks
    <div role="alert" className={classes.alert}>
      {isNear ? (
        <Notice
          kind="warning"
          actions={
            reason === 'idle' ? (
              <Button size="xs" onClick={stay}>
                Stay signed in
              </Button>
            ) : undefined
          }
        >
          {reason === 'idle'
            ? 'You are about to be signed out, because Muster was not used for a while.'
            : 'You are about to be signed out, 12 hours after you signed in. What you typed on this page stays.'}{' '}
          <span aria-hidden="true">{formatPlural(Math.ceil(left / secondMs), 'second')} left.</span>
        </Notice>
      ) : null}
    </div>
  )
}
