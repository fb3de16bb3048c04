import { Button } from '@mantine/core'
import type { JobEntry } from '@muster/contracts/jobs'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Ban, Pause, Play, Undo2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useMay } from '../../../lib/session.ts'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { usePlanFromJob } from '../fixes/use-plan-from-job.ts'
import { finality, isOver } from '../job-words.ts'
import { controlJobMutation } from '../queries.ts'
import { CancelJobDialog } from './cancel-job-dialog.tsx'
import classes from './job-actions.module.css'

/** What a person can do with a job now: pause, resume, cancel while it lives; undo once it is over. */
export function JobActions({ job }: { job: JobEntry }): ReactNode {
  const mayControl = useMay('jobs:control')
  const mayPlan = useMay('plans:write')
  return (
    <div className={classes.actions}>
      {isOver(job.state) ? <EndedActions job={job} mayPlan={mayPlan} /> : null}
      {mayControl && !isOver(job.state) ? <LiveActions job={job} /> : null}
    </div>
  )
}

function LiveActions({ job }: { job: JobEntry }): ReactNode {
  const client = useQueryClient()
  const control = useMutation(controlJobMutation(job.id, client))
  const canPause = job.state === 'running' || job.state === 'waiting' || job.state === 'queued'
  const canCancel = canPause || job.state === 'paused' || job.state === 'pausing'
  const moving = (which: 'pause' | 'resume') => ({
    loading: control.isPending && control.variables === which,
    onClick: () => control.mutate(which),
  })
  return (
    <>
      {canPause ? (
        <Button variant="default" leftSection={<Pause size={14} aria-hidden="true" />} {...moving('pause')}>
          Pause
        </Button>
      ) : null}
      {job.state === 'paused' ? (
        <Button leftSection={<Play size={14} aria-hidden="true" />} {...moving('resume')}>
          Resume
        </Button>
      ) : null}
      <ErrorNote error={control.error} />
      {canCancel ? <CancelJob job={job} /> : null}
    </>
  )
}

function CancelJob({ job }: { job: JobEntry }): ReactNode {
  const client = useQueryClient()
  const cancel = useMutation(controlJobMutation(job.id, client))
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button variant="default" leftSection={<Ban size={14} aria-hidden="true" />} onClick={() => setAsking(true)}>
        Cancel the job…
      </Button>
      <CancelJobDialog
        job={job}
        opened={asking}
        busy={cancel.isPending}
        error={cancel.error}
        onClose={() => setAsking(false)}
        onCancelJob={() => cancel.mutate('cancel', { onSuccess: () => setAsking(false) })}
      />
    </>
  )
}

function EndedActions({ job, mayPlan }: { job: JobEntry; mayPlan: boolean }): ReactNode {
  const plan = usePlanFromJob()
  if (!job.canUndo)
    return job.counts.changed > job.undone ? <span className={classes.final}>{finality(job)}</span> : null
  if (!mayPlan) return null
  return (
    <>
      <Button
        variant="default"
        leftSection={<Undo2 size={14} aria-hidden="true" />}
        loading={plan.isPending}
        onClick={() => plan.mutate({ kind: 'undo', jobId: job.id })}
      >
        Undo…
      </Button>
      <ErrorNote error={plan.error} />
    </>
  )
}
