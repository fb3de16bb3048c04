import type { JobEntry } from '@muster/contracts/jobs'
import type { ReactNode } from 'react'
import { formatClock, formatExactTime } from '../../../lib/format.ts'
import { useNow } from '../../../lib/now.ts'
import { waitingWords } from './waiting-words.ts'

type Waiting = NonNullable<JobEntry['waiting']>

/** What a job waits for, for how many users and until when: "Checking 24 users again at 03:52:30 after a lost response". */
export function JobWaiting({ waiting, kinds }: { waiting: Waiting; kinds: JobEntry['kinds'] }): ReactNode {
  const now = useNow()
  const { until } = waiting
  const [before, after] = waitingWords(waiting, kinds)
  if (until === null) return `${before}${after}`
  if (new Date(until).getTime() <= now) return `${before} now${after}`
  return (
    <>
      {before} at{' '}
      <time dateTime={until} title={formatExactTime(until)}>
        {formatClock(until, now)}
      </time>
      {after}
    </>
  )
}
