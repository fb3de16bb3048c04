import { Button, Modal, Textarea } from '@mantine/core'
import type { JobEntry } from '@muster/contracts/jobs'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useMay } from '../../../lib/session.ts'
import { Time } from '../../../ui/facts/time.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { resolveJobMutation } from '../queries.ts'
import classes from './job-report.module.css'

/** Says that somebody dealt with the failures, by whom and with which note, or offers to say so. */
export function Resolved({ job }: { job: JobEntry }): ReactNode {
  const [writing, setWriting] = useState(false)
  const may = useMay('jobs:control')
  if (job.resolved !== null) {
    return (
      <span className={classes.dealt}>
        <CircleCheck size={14} aria-hidden="true" />
        <span>
          Dealt with by <bdi>{job.resolved.by}</bdi> <Time iso={job.resolved.at} />
          {job.resolved.note === '' ? null : (
            <>
              : <bdi>{job.resolved.note}</bdi>
            </>
          )}
        </span>
        {may ? <OpenAgain job={job} /> : null}
      </span>
    )
  }
  if (!may) return null
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setWriting(true)}>
        Mark as dealt with…
      </Button>
      <Modal
        opened={writing}
        onClose={() => setWriting(false)}
        title="Mark this report as dealt with"
        centered
        size="md"
      >
        <NoteForm job={job} onClose={() => setWriting(false)} />
      </Modal>
    </>
  )
}

/** Takes it back: the report waits for a person again. */
function OpenAgain({ job }: { job: JobEntry }): ReactNode {
  const client = useQueryClient()
  const open = useMutation(resolveJobMutation(job.id, client))
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        loading={open.isPending}
        onClick={() => open.mutate({ note: '', resolved: false })}
      >
        Not dealt with after all
      </Button>
      <ErrorNote error={open.error} />
    </>
  )
}

function NoteForm({ job, onClose }: { job: JobEntry; onClose: () => void }): ReactNode {
  const client = useQueryClient()
  const dealWith = useMutation(resolveJobMutation(job.id, client))
  const [note, setNote] = useState('')
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        dealWith.mutate({ note: note.trim() }, { onSuccess: onClose })
      }}
    >
      <Textarea
        data-autofocus
        label="Note"
        description="What was done about it, for whoever reads this later. It goes into the audit."
        rows={3}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <ErrorNote error={dealWith.error} />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <Button type="submit" loading={dealWith.isPending}>
          Mark as dealt with
        </Button>
      </div>
    </form>
  )
}
