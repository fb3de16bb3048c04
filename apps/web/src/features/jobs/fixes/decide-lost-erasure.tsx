import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { JobEntry, JobItemEntry } from '@muster/contracts/jobs'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useSession } from '../../../lib/session.ts'
import { EnvironmentTag } from '../../../ui/facts/environment-tag.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { decideLostErasureMutation } from '../queries.ts'
import { type ItemAct, ItemMenu } from './item-menu.tsx'
import { SendAgainDialog } from './send-again-dialog.tsx'

interface DecideLostErasureProps {
  readonly job: JobEntry
  readonly item: JobItemEntry
  /** Other actions of the menu. */
  readonly more: readonly ItemAct[]
}

/** Resolves an erasure with a lost response: only a member may decide to send it again. */
export function DecideLostErasure({ job, item, more }: DecideLostErasureProps): ReactNode {
  const client = useQueryClient()
  const decide = useMutation(decideLostErasureMutation(job.id, client))
  const { environment, accountName } = useSession()
  const [isOpen, setOpen] = useState(false)
  const person = item.user?.email ?? item.identifier.value
  const resend: ItemAct = {
    key: 'resend',
    label: t`Send again…`,
    permission: 'users:erase',
    onClick: () => setOpen(true),
  }
  const leave: ItemAct = {
    key: 'leave',
    label: t`Keep as unknown`,
    permission: 'jobs:control',
    onClick: () => decide.mutate({ seq: item.seq, decision: 'leave' }),
  }
  const decisions = item.resent ? [leave] : [resend, leave]
  return (
    <>
      <ItemMenu name={person} isBusy={decide.isPending && !isOpen} acts={[...decisions, ...more]} />
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
