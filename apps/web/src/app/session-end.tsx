import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { onActivity } from '../lib/activity.ts'
import { sessionQuery } from '../lib/session.ts'
import { Notice } from '../ui/page/notice.tsx'
import classes from './shell.module.css'

const warningMs = 60_000
/** Interval of the requests that keep the session of a member who only types into a form. */
const keepAliveMs = 60_000
const secondMs = 1000

/** Milliseconds until the session ends, as this page knows it. Refetches before the warning and at the end. */
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
      // Another tab may have used the session meanwhile, and the server decides when it ends.
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

/** Warns one minute before the session ends, and offers to stay signed in. */
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
              <Button onClick={stay}>
                <Trans>Stay signed in</Trans>
              </Button>
            ) : undefined
          }
        >
          {reason === 'idle'
            ? t`You are about to be signed out because you have not used Muster for a while.`
            : t`You are about to be signed out, 12 hours after your sign-in. Your input on this page stays.`}{' '}
          <span aria-hidden="true">
            {plural(Math.ceil(left / secondMs), { one: '# second left.', other: '# seconds left.' })}
          </span>
        </Notice>
      ) : null}
    </div>
  )
}
