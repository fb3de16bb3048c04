import { Button } from '@mantine/core'
import type { JobEntry } from '@muster/contracts/jobs'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Ban, Pause, Play, Undo2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useMay } from '../../lib/session.ts'
import { ErrorNote } from '../../ui/error-note.tsx'
import { CancelJobDialog } from './cancel-job-dialog.tsx'
import classes from './job-actions.module.css'
import { finality, isOver } from './job-words.ts'
import { controlJobMutation } from './queries.ts'
import { usePlanFromJob } from './use-plan-from-job.ts'

/** What a person can do with a job now: pause, resume, cancel while it lives; undo once it is over. */
export function JobActions({ job }: { job: JobEntry }): ReactNode {
  const client = useQueryClient()
  const control = useMutation(controlJobMutation(job.id, client))
  const plan = usePlanFromJob()
  const mayControl = useMay('jobs:control')
  const mayPlan = useMay('plans:write')
  const [cancelling, setCancelling] = useState(false)
  const canPause = job.state === 'running' || job.state === 'waiting' || job.state === 'queued'
  const canCancel = canPause || job.state === 'paused' || job.state === 'pausing'
  return (
    <div className={classes.actions}>
      {mayControl && canPause ? (
        <Button
          variant="default"
          leftSection={<Pause size={14} aria-hidden="true" />}
          loading={control.isPending && control.variables === 'pause'}
          onClick={() => control.mutate('pause')}
        >
          Pause
        </Button>
      ) : null}
      {mayControl && job.state === 'paused' ? (
        <Button
          leftSection={<Play size={14} aria-hidden="true" />}
          loading={control.isPending && control.variables === 'resume'}
          onClick={() => control.mutate('resume')}
        >
          Resume
        </Button>
      ) : null}
      {mayControl && canCancel ? (
        <Button
          variant="default"
          leftSection={<Ban size={14} aria-hidden="true" />}
          onClick={() => setCancelling(true)}
        >
          Cancel the job…
        </Button>
      ) : null}
      {mayPlan && isOver(job.state) && job.canUndo ? (
        <Button
          variant="default"
          leftSection={<Undo2 size={14} aria-hidden="true" />}
          loading={plan.isPending}
          onClick={() => plan.mutate({ kind: 'undo', jobId: job.id })}
        >
          Undo…
        </Button>
      ) : null}
      {isOver(job.state) && !job.canUndo && job.counts.changed > 0 ? (
        <span className={classes.final}>{finality(job)}</span>
      ) : null}
      {cancelling ? null : <ErrorNote error={control.error ?? plan.error} />}
      <CancelJobDialog
        job={job}
        opened={cancelling && canCancel}
        busy={control.isPending}
        error={control.error}
        onClose={() => setCancelling(false)}
        onCancelJob={() => control.mutate('cancel', { onSuccess: () => setCancelling(false) })}
      />
    </div>
  )
}
