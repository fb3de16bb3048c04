import { Trans } from '@lingui/react/macro'
import { CircleCheck, CircleDashed, CircleX } from 'lucide-react'
import type { ReactNode } from 'react'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { Time } from '../../ui/facts/time.tsx'
import section from '../../ui/page/section.module.css'
import classes from './notices-section.module.css'

/** Result of the last attempt, with the reason of a failure. */
export function DeliveryState({
  error,
  lastSucceededAt,
  lastFailedAt,
}: {
  readonly error: string | null
  readonly lastSucceededAt: string | null
  readonly lastFailedAt: string | null
}): ReactNode {
  if (error !== null)
    return (
      <>
        <span className={classes.state} data-state="failed">
          <CircleX size={14} aria-hidden="true" />
          <Trans>Failed</Trans>
        </span>
        <div className={section.quiet}>
          <Sentence text={error} /> {lastFailedAt === null ? null : <Time iso={lastFailedAt} />}
        </div>
      </>
    )
  const Icon = lastSucceededAt === null ? CircleDashed : CircleCheck
  return (
    <span className={classes.state} data-state={lastSucceededAt === null ? 'untried' : 'works'}>
      <Icon size={14} aria-hidden="true" />
      {lastSucceededAt === null ? <Trans>Not tried yet</Trans> : <Trans>Works</Trans>}
    </span>
  )
}
