import { Button } from '@mantine/core'
import type { JobEntry } from '@muster/contracts/jobs'
import { subjectsInWords } from '@muster/core/wording/effect-label'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { formatDuration } from '../../../lib/format.ts'
import { useMay } from '../../../lib/session.ts'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { Notice } from '../../../ui/page/notice.tsx'
import { controlJobMutation } from '../queries.ts'

/** Counts down to the first call of a job with a delayed start, with the one click that cancels it before. */
export function DelayedStart({ job }: { job: JobEntry }): ReactNode {
  const client = useQueryClient()
  const cancel = useMutation(controlJobMutation(job.id, client))
  const mayControl = useMay('jobs:control')
  if (job.waiting?.reason !== 'delayed_start' || job.waiting.until === null) return null
  return (
    <Notice
      kind="warning"
      actions={
        mayControl ? (
          <Button color="red" size="xs" loading={cancel.isPending} onClick={() => cancel.mutate('cancel')}>
            Cancel before it starts
          </Button>
        ) : undefined
      }
    >
      <strong>
        Starts in <Countdown until={job.waiting.until} />
      </strong>
      <p>Nothing has been sent for {subjectsInWords(job.waiting.users, job.kinds)}. Cancelled now, nothing will be.</p>
      <ErrorNote error={cancel.error} />
    </Notice>
  )
}

function Countdown({ until }: { until: string }): ReactNode {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - now) / 1000))
  // Read out once, not every second.
  return <time dateTime={until}>{seconds === 0 ? 'a moment' : formatDuration(seconds)}</time>
}
