import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Loader } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { onMusterEvent } from '../../../lib/events.ts'
import { paths } from '../../../lib/paths.ts'
import { Notice } from '../../../ui/page/notice.tsx'
import { appliedJobQuery } from '../queries.ts'
import classes from './panel-plan.module.css'

/** The job of a plan that was applied in the panel: under way, done, or with a report to read. */
export function PanelJob({ jobId }: { readonly jobId: string }): ReactNode {
  const client = useQueryClient()
  useEffect(
    () =>
      onMusterEvent('job', ({ job }) => {
        if (job.id === jobId) client.setQueryData(appliedJobQuery(jobId).queryKey, job)
      }),
    [client, jobId],
  )
  const job = useQuery(appliedJobQuery(jobId)).data
  const link = (
    <AppLink href={paths.job(jobId)}>
      <Trans>Open the job</Trans>
    </AppLink>
  )
  if (job === undefined || job.finishedAt === null)
    return (
      <output className={classes.wait}>
        <Loader size="xs" aria-hidden="true" /> {job?.state === 'paused' ? t`Paused` : t`Applying`} {link}
      </output>
    )
  const isDone = job.counts.changed + job.counts.unchanged === job.total
  return (
    <div role="status" className={classes.done}>
      <Notice kind={isDone ? 'info' : 'danger'}>
        {isDone ? <Trans>The change is applied.</Trans> : <Trans>Not every change was applied.</Trans>}{' '}
        {job.canUndo ? <Trans>You can undo it from the job.</Trans> : null} {link}
      </Notice>
    </div>
  )
}
