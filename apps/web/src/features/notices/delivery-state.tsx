import { t } from '@lingui/core/macro'
import { CircleCheck, CircleDashed, CircleX } from 'lucide-react'
import type { ReactNode } from 'react'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { StateMark } from '../../ui/facts/state-mark.tsx'
import { Time } from '../../ui/facts/time.tsx'
import section from '../../ui/page/section.module.css'

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
        <StateMark look="failed" Icon={CircleX} word={t`Failed`} />
        <div className={section.quiet}>
          <Sentence text={error} /> {lastFailedAt === null ? null : <Time iso={lastFailedAt} />}
        </div>
      </>
    )
  return lastSucceededAt === null ? (
    <StateMark look="stopped" Icon={CircleDashed} word={t`Not tried yet`} />
  ) : (
    <StateMark look="done" Icon={CircleCheck} word={t`Works`} />
  )
}
