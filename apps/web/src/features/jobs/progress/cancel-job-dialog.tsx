import { Button, Modal } from '@mantine/core'
import type { JobEntry } from '@muster/contracts/jobs'
import type { ReactNode } from 'react'
import { useSession } from '../../../lib/session.ts'
import { EnvironmentTag } from '../../../ui/facts/environment-tag.tsx'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { cancelFacts } from './cancel-words.ts'
import classes from './job-actions.module.css'

interface CancelJobDialogProps {
  readonly job: JobEntry
  readonly opened: boolean
  readonly busy: boolean
  readonly error: unknown
  readonly onClose: () => void
  readonly onCancelJob: () => void
}

/** Says exactly what is already done and what will not be attempted, live, before a job is stopped for good. */
export function CancelJobDialog({ job, opened, busy, error, onClose, onCancelJob }: CancelJobDialogProps): ReactNode {
  const facts = cancelFacts(job)
  const { environment, accountName } = useSession()
  return (
    <Modal opened={opened} onClose={onClose} title={<Sentence text={`Cancel “${job.title}”?`} />} centered size="md">
      <p className={classes.scope}>
        On <strong>{accountName}</strong> <EnvironmentTag environment={environment} />
      </p>
      <div className={classes.facts}>
        <h3>Already done</h3>
        <ul>
          {facts.done.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <h3>Will not be attempted</h3>
        <ul>
          {facts.left.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
      <p>Cancelling is for good; nothing done is taken back. To go on later, pause instead.</p>
      <ErrorNote error={error} />
      <div className={classes.buttons}>
        <Button variant="default" data-autofocus onClick={onClose}>
          Let it run
        </Button>
        <Button color="red" loading={busy} onClick={onCancelJob}>
          Cancel the job
        </Button>
      </div>
    </Modal>
  )
}
