import { Trans } from '@lingui/react/macro'
import type { JobEntry } from '@muster/contracts/jobs'
import type { ReactNode } from 'react'
import { formatClock, formatExactTime } from '../../../lib/format.ts'
import { useNow } from '../../../lib/now.ts'
import { waitingWords } from './waiting-text.ts'

type Waiting = NonNullable<JobEntry['waiting']>

/** Why a job waits, for how many users and until when: "The call budget is used up. 24 users wait. Continues at 03:52:30." */
export function JobWaiting({ waiting, kinds }: { waiting: Waiting; kinds: JobEntry['kinds'] }): ReactNode {
  return (
    <>
      {waitingWords(waiting, kinds)}
      {waiting.until === null ? null : (
        <>
          {' '}
          <WaitEnd until={waiting.until} isStart={waiting.reason === 'delayed_start'} />
        </>
      )}
    </>
  )
}

function WaitEnd({ until, isStart }: { until: string; isStart: boolean }): ReactNode {
  const now = useNow()
  if (new Date(until).getTime() <= now) return isStart ? <Trans>Starts now.</Trans> : <Trans>Continues now.</Trans>
  const time = (
    <time dateTime={until} title={formatExactTime(until)}>
      {formatClock(until, now)}
    </time>
  )
  return isStart ? <Trans>Starts at {time}.</Trans> : <Trans>Continues at {time}.</Trans>
}
