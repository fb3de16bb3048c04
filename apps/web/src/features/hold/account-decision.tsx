import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Modal } from '@mantine/core'
import type { AccountDecision, Hold } from '@muster/contracts/hold'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { PermittedButton } from '../../query/permitted-button.tsx'
import { FactList } from '../../ui/facts/fact-list.tsx'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import classes from './hold-notice.module.css'
import { accountLabel, heldWords } from './hold-text.ts'
import { releaseHoldMutation } from './queries.ts'

type Accounts = NonNullable<Hold['accounts']>

/** Both accounts, and what an owner can do about them. */
export function AccountWords({ accounts: { stored, connected } }: { readonly accounts: Accounts }): ReactNode {
  const [from, to] = [accountLabel(stored), accountLabel(connected)]
  return (
    <>
      <FactList
        facts={[
          [t`Data in the database`, <bdi key="from">{from}</bdi>],
          [t`Connected to`, <bdi key="to">{to}</bdi>],
        ]}
      />
      <p>
        <Trans>To leave everything as it is, start Muster with its former settings.</Trans>
      </p>
    </>
  )
}

/** The owner's decision, each with a dialog that names its effect. The built-in sandbox is never the same account. */
export function AccountActions({ hold, accounts }: { readonly hold: Hold; readonly accounts: Accounts }): ReactNode {
  const [decision, setDecision] = useState<AccountDecision['is'] | null>(null)
  const mayBeSame = !accounts.stored.isBuiltIn && !accounts.connected.isBuiltIn
  return (
    <>
      {mayBeSame && (
        <PermittedButton variant="default" permission="hold:release" onClick={() => setDecision('same')}>
          <Trans>Same account…</Trans>
        </PermittedButton>
      )}
      <PermittedButton variant="default" permission="hold:release" onClick={() => setDecision('another')}>
        <Trans>Another account…</Trans>
      </PermittedButton>
      <DecisionDialog hold={hold} accounts={accounts} is={decision} onClose={() => setDecision(null)} />
    </>
  )
}

interface DialogProps {
  readonly hold: Hold
  readonly accounts: Accounts
  readonly is: AccountDecision['is'] | null
  readonly onClose: () => void
}

function DecisionDialog({ hold, accounts, is, onClose }: DialogProps): ReactNode {
  const release = useMutation(releaseHoldMutation(useQueryClient()))
  const isSame = is === 'same'
  return (
    <Modal
      opened={is !== null}
      onClose={onClose}
      title={isSame ? t`Continue at this account?` : t`Start over with this account?`}
      centered
      size="md"
    >
      <p className={classes.words}>
        {heldWords(hold)} {isSame ? <SameEffect accounts={accounts} /> : <AnotherEffect accounts={accounts} />}
      </p>
      <ErrorNote error={release.error} />
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>
          <Trans>Keep holding</Trans>
        </Button>
        <Button
          color={isSame ? 'indigo' : 'red'}
          loading={release.isPending}
          onClick={() => release.mutate({ is: isSame ? 'same' : 'another', connected: accounts.connected })}
        >
          {isSame ? <Trans>Continue jobs</Trans> : <Trans>End jobs and start over</Trans>}
        </Button>
      </div>
    </Modal>
  )
}

function SameEffect({ accounts }: { readonly accounts: Accounts }): ReactNode {
  const to = accountLabel(accounts.connected)
  return (
    <Trans>
      Jobs continue at <bdi>{to}</bdi>. Choose this only if it is the same account under another host, client ID or
      environment.
    </Trans>
  )
}

function AnotherEffect({ accounts }: { readonly accounts: Accounts }): ReactNode {
  const to = accountLabel(accounts.connected)
  return (
    <Trans>
      Unfinished jobs end, and users without an outcome are not sent. Drafts, selections and the directory are removed,
      and <bdi>{to}</bdi> is synced. The audit, ended jobs and files stay.
    </Trans>
  )
}
