import { plural } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { Button, Modal } from '@mantine/core'
import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useMay, useSession } from '../../../lib/session.ts'
import { EnvironmentTag } from '../../../ui/facts/environment-tag.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { decideLostErasuresMutation } from '../queries.ts'
import classes from '../report/job-report.module.css'

/** One lost response may cover fifty erasures: a member decides about all of them at once, or about each. */
export function DecideLostErasures({ job, group }: { job: JobEntry; group: FailureGroup }): ReactNode {
  const client = useQueryClient()
  const decide = useMutation(decideLostErasuresMutation(job.id, client))
  const [isOpen, setOpen] = useState(false)
  const may = useMay('jobs:control')
  if (!may || group.undecided < 2) return null
  const close = () => setOpen(false)
  return (
    <>
      {group.canResend === 0 ? null : (
        <Button size="xs" variant="default" onClick={() => setOpen(true)}>
          <Plural value={group.canResend} one="Send # erasure again…" other="Send # erasures again…" />
        </Button>
      )}
      <Button size="xs" variant="subtle" loading={decide.isPending && !isOpen} onClick={() => decide.mutate('leave')}>
        <Plural value={group.undecided} one="Keep # erasure as unknown" other="Keep # erasures as unknown" />
      </Button>
      {isOpen ? null : <ErrorNote error={decide.error} />}
      <SendAllAgainDialog
        count={group.canResend}
        opened={isOpen}
        busy={decide.isPending}
        error={decide.error}
        onClose={close}
        onSend={() => decide.mutate('resend', { onSuccess: close })}
      />
    </>
  )
}

interface SendAllAgainDialogProps {
  readonly count: number
  readonly opened: boolean
  readonly busy: boolean
  readonly error: Error | null
  readonly onClose: () => void
  readonly onSend: () => void
}

function SendAllAgainDialog({ count, opened, busy, error, onClose, onSend }: SendAllAgainDialogProps): ReactNode {
  const { environment, accountName } = useSession()
  const title = plural(count, { one: 'Send # erasure again?', other: 'Send # erasures again?' })
  return (
    <Modal opened={opened} onClose={onClose} title={title} centered size="md">
      <p>
        <Trans>
          Muster sent these erasures to <bdi>{accountName}</bdi> <EnvironmentTag environment={environment} /> and
          received no response. Kore.ai may have queued them already; sending them again then creates a second request
          for the same people.
        </Trans>{' '}
        <Trans>You can send each of them again only once.</Trans>
      </p>
      <ErrorNote error={error} />
      <div className={classes.buttons}>
        <Button variant="default" data-autofocus onClick={onClose}>
          <Trans>Not now</Trans>
        </Button>
        <Button color="red" loading={busy} onClick={onSend}>
          <Plural value={count} one="Send # erasure again" other="Send # erasures again" />
        </Button>
      </div>
    </Modal>
  )
}
