import { plural } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { JobEntry } from '@muster/contracts/jobs'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { formatDuration } from '../../../lib/format.ts'
import { isErasureOnly } from '../../../lib/subject-text.ts'
import { PermittedButton } from '../../../query/permitted-button.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { Notice } from '../../../ui/page/notice.tsx'
import { controlJobMutation } from '../queries.ts'

/** Counts down to the first call of a job with a delayed start, and offers to cancel it. */
export function DelayedStart({ job }: { job: JobEntry }): ReactNode {
  const client = useQueryClient()
  const cancel = useMutation(controlJobMutation(job.id, client))
  if (job.waiting?.reason !== 'delayed_start' || job.waiting.until === null) return null
  return (
    <Notice
      kind="warning"
      actions={
        <PermittedButton
          permission="jobs:control"
          color="red"
          loading={cancel.isPending}
          onClick={() => cancel.mutate('cancel')}
        >
          <Trans>Cancel before it starts</Trans>
        </PermittedButton>
      }
    >
      <strong>
        <Countdown until={job.waiting.until} />
      </strong>
      <p>{unsentWords(job.waiting.users, job.kinds)}</p>
      <ErrorNote error={cancel.error} />
    </Notice>
  )
}

const unsentWords = (count: number, kinds: JobEntry['kinds']): string =>
  isErasureOnly(kinds)
    ? plural(count, {
        one: 'Nothing has been sent for # person. If you cancel now, nothing will be sent.',
        other: 'Nothing has been sent for # people. If you cancel now, nothing will be sent.',
      })
    : plural(count, {
        one: 'Nothing has been sent for # user. If you cancel now, nothing will be sent.',
        other: 'Nothing has been sent for # users. If you cancel now, nothing will be sent.',
      })

function Countdown({ until }: { until: string }): ReactNode {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - now) / 1000))
  if (seconds === 0) return <Trans>Starts now</Trans>
  return (
    <Trans>
      Starts in <time dateTime={until}>{formatDuration(seconds)}</time>
    </Trans>
  )
}
