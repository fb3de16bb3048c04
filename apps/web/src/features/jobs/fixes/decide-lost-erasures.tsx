import { plural, t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { Button, Modal } from '@mantine/core'
import type { FailureGroup, JobEntry, JobItemEntry } from '@muster/contracts/jobs'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useSession } from '../../../lib/session.ts'
import { PermittedButton } from '../../../query/permitted-button.tsx'
import { type RowAct, RowMenu } from '../../../query/row-menu.tsx'
import { EnvironmentTag } from '../../../ui/facts/environment-tag.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { decideLostErasureMutation, decideLostErasuresMutation } from '../queries.ts'
import classes from '../report/job-report.module.css'

interface DecideLostErasureProps {
  readonly job: JobEntry
  readonly item: JobItemEntry
  /** Other actions of the menu. */
  readonly more: readonly RowAct[]
}

interface Decisions {
  readonly onResend: () => void
  readonly onLeave: () => void
}

/** An erasure can be sent again only once. */
function decisionActs({ resent }: JobItemEntry, { onResend, onLeave }: Decisions): readonly RowAct[] {
  const leave: RowAct = { key: 'leave', label: t`Keep as unknown`, permission: 'jobs:control', onClick: onLeave }
  if (resent) return [leave]
  return [{ key: 'resend', label: t`Send again…`, permission: 'users:erase', onClick: onResend }, leave]
}

/** Resolves an erasure with a lost response: only a member may decide to send it again. */
export function DecideLostErasure({ job, item, more }: DecideLostErasureProps): ReactNode {
  const client = useQueryClient()
  const decide = useMutation(decideLostErasureMutation(job.id, client))
  const { environment, accountName } = useSession()
  const [isOpen, setOpen] = useState(false)
  const person = item.user?.email ?? item.identifier.value
  const decisions = decisionActs(item, {
    onResend: () => setOpen(true),
    onLeave: () => decide.mutate({ seq: item.seq, decision: 'leave' }),
  })
  return (
    <>
      <RowMenu name={person} isBusy={decide.isPending && !isOpen} acts={[...decisions, ...more]} />
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

/** One lost response may cover fifty erasures: a member decides about all of them at once, or about each. */
export function DecideLostErasures({ job, group }: { job: JobEntry; group: FailureGroup }): ReactNode {
  const client = useQueryClient()
  const decide = useMutation(decideLostErasuresMutation(job.id, client))
  const [isOpen, setOpen] = useState(false)
  if (group.undecided < 2) return null
  const close = () => setOpen(false)
  return (
    <>
      {group.canResend === 0 ? null : (
        <PermittedButton permission="users:erase" variant="default" onClick={() => setOpen(true)}>
          <Plural value={group.canResend} one="Send # erasure again…" other="Send # erasures again…" />
        </PermittedButton>
      )}
      <PermittedButton
        permission="jobs:control"
        variant="subtle"
        loading={decide.isPending && !isOpen}
        onClick={() => decide.mutate('leave')}
      >
        <Plural value={group.undecided} one="Keep # erasure as unknown" other="Keep # erasures as unknown" />
      </PermittedButton>
      {isOpen ? null : <ErrorNote error={decide.error} />}
      <SendAllDialog
        count={group.canResend}
        opened={isOpen}
        request={decide}
        onClose={close}
        onSend={() => decide.mutate('resend', { onSuccess: close })}
      />
    </>
  )
}

interface SendAllDialogProps extends Pick<SendAgainDialogProps, 'opened' | 'request' | 'onClose' | 'onSend'> {
  readonly count: number
}

function SendAllDialog({ count, ...dialog }: SendAllDialogProps): ReactNode {
  const { environment, accountName } = useSession()
  return (
    <SendAgainDialog
      title={plural(count, { one: 'Send # erasure again?', other: 'Send # erasures again?' })}
      action={<Plural value={count} one="Send # erasure again" other="Send # erasures again" />}
      {...dialog}
    >
      <Trans>
        Muster sent these erasures to <bdi>{accountName}</bdi> <EnvironmentTag environment={environment} /> and received
        no response. Kore.ai may have queued them already; sending them again then creates a second request for the same
        people.
      </Trans>{' '}
      <Trans>You can send each of them again only once.</Trans>
    </SendAgainDialog>
  )
}

interface SendAgainDialogProps {
  readonly title: string
  /** Label of the button. */
  readonly action: ReactNode
  readonly opened: boolean
  readonly request: { readonly isPending: boolean; readonly error: unknown }
  readonly onClose: () => void
  readonly onSend: () => void
  /** What sending again may do. */
  readonly children: ReactNode
}

/** Confirms that an erasure with a lost response is sent again. */
function SendAgainDialog(props: SendAgainDialogProps): ReactNode {
  const { title, action, opened, request, onClose, onSend, children } = props
  return (
    <Modal opened={opened} onClose={onClose} title={title} centered size="md">
      <p>{children}</p>
      <ErrorNote error={request.error} />
      <div className={classes.buttons}>
        <Button variant="default" data-autofocus onClick={onClose}>
          <Trans>Not now</Trans>
        </Button>
        <Button color="red" loading={request.isPending} onClick={onSend}>
          {action}
        </Button>
      </div>
    </Modal>
  )
}
