import { Trans } from '@lingui/react/macro'
import type { JobEntry } from '@muster/contracts/jobs'
import type { Permission } from '@muster/core/permission'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Ban, Pause, Play, Undo2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useMay } from '../../../lib/session.ts'
import { PermittedButton } from '../../../query/permitted-button.tsx'
import { RenameButton } from '../../../query/rename-plan.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { usePlanFromJob } from '../fixes/use-plan-from-job.ts'
import { finality, isOver } from '../job-text.ts'
import { controlJobMutation } from '../queries.ts'
import { CancelJobDialog } from './cancel-job-dialog.tsx'
import classes from './job-actions.module.css'

/** The permission to resume that the member lacks, as far as the job's kinds tell. */
function useLackedToResume({ kinds }: JobEntry): Permission | null {
  const mayControl = useMay('jobs:control')
  const mayRemove = useMay('users:remove')
  const mayErase = useMay('users:erase')
  if (!mayControl) return 'jobs:control'
  if (kinds.remove > 0 && !mayRemove) return 'users:remove'
  return kinds.erase > 0 && !mayErase ? 'users:erase' : null
}

/** Actions for a job: its name; pause, resume and cancel while it runs; undo after its end. */
export function JobActions({ job }: { job: JobEntry }): ReactNode {
  return (
    <div className={classes.actions}>
      <RenameButton plan={{ ...job, id: job.planId }} />
      {isOver(job.state) ? <EndedActions job={job} /> : <LiveActions job={job} />}
    </div>
  )
}

function LiveActions({ job }: { job: JobEntry }): ReactNode {
  const client = useQueryClient()
  const control = useMutation(controlJobMutation(job.id, client))
  const lacked = useLackedToResume(job)
  const canPause = job.state === 'running' || job.state === 'waiting' || job.state === 'queued'
  const canCancel = canPause || job.state === 'paused' || job.state === 'pausing'
  const controlProps = (which: 'pause' | 'resume') => ({
    loading: control.isPending && control.variables === which,
    onClick: () => control.mutate(which),
  })
  return (
    <>
      {canPause ? (
        <PermittedButton
          permission="jobs:control"
          variant="default"
          leftSection={<Pause size={14} aria-hidden="true" />}
          {...controlProps('pause')}
        >
          <Trans>Pause</Trans>
        </PermittedButton>
      ) : null}
      {job.state === 'paused' ? (
        <PermittedButton
          permission={lacked}
          leftSection={<Play size={14} aria-hidden="true" />}
          {...controlProps('resume')}
        >
          <Trans>Resume</Trans>
        </PermittedButton>
      ) : null}
      <ErrorNote error={control.error} />
      {canCancel ? <CancelJob job={job} /> : null}
    </>
  )
}

function CancelJob({ job }: { job: JobEntry }): ReactNode {
  const client = useQueryClient()
  const cancel = useMutation(controlJobMutation(job.id, client))
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <PermittedButton
        permission="jobs:control"
        variant="default"
        leftSection={<Ban size={14} aria-hidden="true" />}
        onClick={() => setOpen(true)}
      >
        <Trans>Cancel job…</Trans>
      </PermittedButton>
      <CancelJobDialog
        job={job}
        opened={isOpen}
        busy={cancel.isPending}
        error={cancel.error}
        onClose={() => setOpen(false)}
        onCancelJob={() => cancel.mutate('cancel', { onSuccess: () => setOpen(false) })}
      />
    </>
  )
}

function EndedActions({ job }: { job: JobEntry }): ReactNode {
  const plan = usePlanFromJob()
  if (!job.canUndo)
    return job.counts.changed > job.undone ? <span className={classes.final}>{finality(job)}</span> : null
  return (
    <>
      <PermittedButton
        permission="plans:write"
        variant="default"
        leftSection={<Undo2 size={14} aria-hidden="true" />}
        loading={plan.isPending}
        onClick={() => plan.mutate({ kind: 'undo', jobId: job.id })}
      >
        <Trans>Undo…</Trans>
      </PermittedButton>
      <ErrorNote error={plan.error} />
    </>
  )
}
