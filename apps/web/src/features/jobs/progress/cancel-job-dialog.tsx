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
        <Facts title={t`Already done`} lines={facts.done} />
        <Facts title={t`Will not be attempted`} lines={facts.left} />
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

function Facts({ title, lines }: { readonly title: string; readonly lines: readonly string[] }): ReactNode {
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  )
}
