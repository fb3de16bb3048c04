import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { JobEntry, JobItemEntry } from '@muster/contracts/jobs'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useSession } from '../../../lib/session.ts'
import { PermittedButton } from '../../../query/permitted-button.tsx'
import { EnvironmentTag } from '../../../ui/facts/environment-tag.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { decideLostErasureMutation } from '../queries.ts'
import classes from '../report/job-report.module.css'
import { SendAgainDialog } from './send-again-dialog.tsx'

/** Resolves an erasure with a lost response: only a member may decide to send it again. */
export function DecideLostErasure({ job, item }: { job: JobEntry; item: JobItemEntry }): ReactNode {
  const client = useQueryClient()
  const decide = useMutation(decideLostErasureMutation(job.id, client))
  const { environment, accountName } = useSession()
  const [isOpen, setOpen] = useState(false)
  const person = item.user?.email ?? item.identifier.value
  return (
    <>
      {item.resent ? null : (
        <PermittedButton
          permission="users:erase"
          className={classes.itemFix ?? ''}
          size="compact-sm"
          variant="subtle"
          onClick={() => setOpen(true)}
        >
          <Trans>Send again…</Trans>
        </PermittedButton>
      )}
      <PermittedButton
        permission="jobs:control"
        className={classes.itemFix ?? ''}
        size="compact-sm"
        variant="subtle"
        loading={decide.isPending && !isOpen}
        onClick={() => decide.mutate({ seq: item.seq, decision: 'leave' })}
      >
        <Trans>Keep as unknown</Trans>
      </PermittedButton>
      {isOpen ? null : <ErrorNote error={decide.error} />}
      <SendAgainDialog
        title={t`Send the erasure again?`}
        action={<Trans>Send again</Trans>}
        opened={isOpen}
        request={decide}
        onClose={() => setOpen(false)}
        onSend={() => decide.mutate({ seq: item.seq, decision: 'resend' }, { onSuccess: () => setOpen(false) })}
      >
        <Trans>
          Muster sent the erasure for <bdi>{person}</bdi> to <bdi>{accountName}</bdi>{' '}
          <EnvironmentTag environment={environment} /> and received no response. Kore.ai may have queued it already;
          sending it again then creates a second request for the same person.
        </Trans>{' '}
        <Trans>You can send it again only once.</Trans>
      </SendAgainDialog>
    </>
  )
}
