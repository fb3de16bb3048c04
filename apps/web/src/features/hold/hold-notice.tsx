import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Modal } from '@mantine/core'
import type { Hold } from '@muster/contracts/hold'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { holdQuery } from '../../lib/hold.ts'
import { PermittedButton } from '../../query/permitted-button.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { Notice } from '../../ui/page/notice.tsx'
import { AccountActions, AccountWords } from './account-decision.tsx'
import classes from './hold-notice.module.css'
import { heldWords, reasonWords } from './hold-text.ts'
import { releaseHoldMutation } from './queries.ts'

/** Notice in Settings while jobs are held: why, which, and the owner's release. */
export function HoldNotice(): ReactNode {
  const hold = useQuery(holdQuery).data ?? null
  return hold === null ? null : <Held hold={hold} />
}

function Held({ hold }: { hold: Hold }): ReactNode {
  const [isOpen, setOpen] = useState(false)
  return (
    <Notice
      kind="danger"
      actions={
        hold.accounts === null ? (
          <PermittedButton permission="hold:release" onClick={() => setOpen(true)}>
            <Trans>Release held jobs…</Trans>
          </PermittedButton>
        ) : (
          <AccountActions hold={hold} accounts={hold.accounts} />
        )
      }
    >
      <p>
        <Trans>
          <strong>All jobs are held</strong> since <Time iso={hold.since} />.
        </Trans>{' '}
        {reasonWords(hold.reason)}
      </p>
      {hold.accounts !== null && <AccountWords accounts={hold.accounts} />}
      <p>
        {heldWords(hold)}{' '}
        <Link to="/jobs">
          <Trans>Show jobs</Trans>
        </Link>
      </p>
      <ReleaseDialog hold={hold} opened={isOpen} onClose={() => setOpen(false)} />
    </Notice>
  )
}

function ReleaseDialog({
  hold,
  opened,
  onClose,
}: {
  readonly hold: Hold
  readonly opened: boolean
  readonly onClose: () => void
}): ReactNode {
  const client = useQueryClient()
  const release = useMutation(releaseHoldMutation(client))
  return (
    <Modal opened={opened} onClose={onClose} title={t`Release held jobs?`} centered size="md">
      <p className={classes.words}>
        {heldWords(hold)}{' '}
        <Trans>
          Muster never sends an erasure again by itself. Cancel jobs that must not continue before you release them.
        </Trans>
      </p>
      <ErrorNote error={release.error} />
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>
          <Trans>Keep holding</Trans>
        </Button>
        <Button loading={release.isPending} onClick={() => release.mutate(undefined)}>
          <Trans>Release held jobs</Trans>
        </Button>
      </div>
    </Modal>
  )
}
