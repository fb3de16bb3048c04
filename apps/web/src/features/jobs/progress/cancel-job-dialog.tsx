import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Modal } from '@mantine/core'
import type { JobEntry } from '@muster/contracts/jobs'
import type { ReactNode } from 'react'
import { useSession } from '../../../lib/session.ts'
import { titleOf } from '../../../lib/source-text.ts'
import { EnvironmentTag } from '../../../ui/facts/environment-tag.tsx'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import layout from '../../../ui/form/form-layout.module.css'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { cancelFacts } from './cancel-text.ts'
import classes from './job-actions.module.css'

interface CancelJobDialogProps {
  readonly job: JobEntry
  readonly opened: boolean
  readonly busy: boolean
  readonly error: unknown
  readonly onClose: () => void
  readonly onCancelJob: () => void
}

/** Confirms a cancellation: lists what is done and what will not be attempted, with live counts. */
export function CancelJobDialog({ job, opened, busy, error, onClose, onCancelJob }: CancelJobDialogProps): ReactNode {
  const facts = cancelFacts(job)
  const { environment, accountName } = useSession()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={<Sentence text={t`Cancel “${{ title: titleOf(job) }}”?`} />}
      centered
      size="md"
    >
      <p className={classes.scope}>
        <strong>
          <bdi>{accountName}</bdi>
        </strong>{' '}
        <EnvironmentTag environment={environment} />
      </p>
      <div className={classes.facts}>
        <h3>
          <Trans>Already done</Trans>
        </h3>
        <ul>
          {facts.done.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <h3>
          <Trans>Will not be attempted</Trans>
        </h3>
        <ul>
          {facts.left.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
      <p>
        <Trans>A canceled job cannot continue, and its changes remain. To continue later, pause the job instead.</Trans>
      </p>
      <ErrorNote error={error} />
      <div className={layout.buttons}>
        <Button variant="default" data-autofocus onClick={onClose}>
          <Trans>Keep running</Trans>
        </Button>
        <Button color="red" loading={busy} onClick={onCancelJob}>
          <Trans>Cancel job</Trans>
        </Button>
      </div>
    </Modal>
  )
}
