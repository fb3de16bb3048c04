import type { MessageDescriptor } from '@lingui/core'
import { msg, plural, t } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Modal } from '@mantine/core'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { QueryBoundary } from '../../query/query-boundary.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import section from '../../ui/page/section.module.css'
import { ChangePassphrase } from './change-passphrase.tsx'
import { ConfirmApp } from './confirm-app.tsx'
import classes from './factors.module.css'
import { PasskeyList } from './passkey-list.tsx'
import { ProofForm } from './proof-form.tsx'
import { factorsQuery, removeTotpMutation, renewCodesMutation, startTotpMutation } from './queries.ts'
import { RecoveryCodes } from './recovery-codes.tsx'

/** The factors of the member besides the passphrase: an authenticator app, recovery codes and passkeys. */
export function FactorsSection(): ReactNode {
  return (
    <section className={section.section} aria-label={t`Two-step sign-in and passkeys`}>
      <h2>
        <Trans>Two-step sign-in and passkeys</Trans>
      </h2>
      <QueryBoundary loading={t`Loading your factors`} rows={2}>
        <FactorsView />
      </QueryBoundary>
    </section>
  )
}

function FactorsView(): ReactNode {
  const { hasPassphrase } = useSuspenseQuery(factorsQuery).data
  return (
    <>
      {hasPassphrase ? (
        <AppFactor />
      ) : (
        <p className={section.quiet}>
          <Trans>You sign in by link, without a passphrase.</Trans>
        </p>
      )}
      <PasskeyList />
    </>
  )
}

/** What a sign-in with the passphrase requires besides it. */
function Requirement(): ReactNode {
  const { totpSince, recoveryCodes, passkeys } = useSuspenseQuery(factorsQuery).data
  const left = plural(recoveryCodes, { one: '# recovery code is left.', other: '# recovery codes are left.' })
  if (totpSince !== null)
    return (
      <>
        <Trans>
          Sign-in requires a code of your authenticator app, added <Time iso={totpSince} />.
        </Trans>{' '}
        {left}
      </>
    )
  if (passkeys.length > 0)
    return (
      <>
        <Trans>Sign-in requires a passkey or a recovery code.</Trans> {left}
      </>
    )
  return <Trans>Sign-in requires your passphrase only. Add an authenticator app or a passkey to protect it.</Trans>
}

function AppFactor(): ReactNode {
  const { totpSince, passkeys, passphraseIn } = useSuspenseQuery(factorsQuery).data
  const [act, setAct] = useState<FactorAct | null>(null)
  const hasPasskey = passkeys.length > 0
  const isProtected = totpSince !== null || hasPasskey
  return (
    <>
      <p className={section.quiet}>
        <Requirement />
      </p>
      <FactorActs isProtected={isProtected} onAct={setAct} />
      {passphraseIn === 'settings' ? null : (
        <p className={section.quiet}>
          <Trans>
            The configuration of Muster sets your passphrase: change <code data-untranslated>ADMIN_PASSWORD</code>{' '}
            there.
          </Trans>
        </p>
      )}
      {act === null ? null : (
        <FactorDialog act={act} needsCode={isProtected} hasPasskey={hasPasskey} onClose={() => setAct(null)} />
      )}
    </>
  )
}

interface FactorActsProps {
  /** Sign-in requires a second factor. */
  readonly isProtected: boolean
  readonly onAct: (act: FactorAct) => void
}

function FactorActs({ isProtected, onAct }: FactorActsProps): ReactNode {
  const { totpSince, passphraseIn } = useSuspenseQuery(factorsQuery).data
  return (
    <div className={classes.acts}>
      {totpSince === null ? (
        <Button variant="default" onClick={() => onAct('add')}>
          <Trans>Add an authenticator app…</Trans>
        </Button>
      ) : (
        <Button variant="default" onClick={() => onAct('remove')}>
          <Trans>Remove the authenticator app…</Trans>
        </Button>
      )}
      {isProtected ? (
        <Button variant="default" onClick={() => onAct('renew')}>
          <Trans>Replace the recovery codes…</Trans>
        </Button>
      ) : null}
      {passphraseIn === 'settings' ? (
        <Button variant="default" onClick={() => onAct('passphrase')}>
          <Trans>Change your passphrase…</Trans>
        </Button>
      ) : null}
    </div>
  )
}

type FactorAct = 'add' | 'renew' | 'remove' | 'passphrase'

const titles: Readonly<Record<FactorAct, MessageDescriptor>> = {
  add: msg`Add an authenticator app`,
  renew: msg`Replace the recovery codes`,
  remove: msg`Remove the authenticator app`,
  passphrase: msg`Change your passphrase`,
}

interface FactorDialogProps {
  readonly act: FactorAct
  /** The proof needs a code as well. */
  readonly needsCode: boolean
  readonly hasPasskey: boolean
  readonly onClose: () => void
}

/** Changes the factors of the member, after a fresh proof of who they are. */
function FactorDialog({ act, needsCode: needsCodeAtFirst, hasPasskey, onClose }: FactorDialogProps): ReactNode {
  const { i18n } = useLingui()
  const client = useQueryClient()
  const [needsCode] = useState(needsCodeAtFirst)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const [isProved, setProved] = useState(false)
  const start = useMutation(startTotpMutation)
  const renew = useMutation(renewCodesMutation(client))
  const remove = useMutation(removeTotpMutation(client))
  const proceed = (): void => {
    if (act === 'passphrase') setProved(true)
    else if (act === 'add') start.mutate()
    else if (act === 'renew') renew.mutate(undefined, { onSuccess: ({ recoveryCodes }) => setCodes(recoveryCodes) })
    else remove.mutate(undefined, { onSuccess: onClose })
  }
  const proof = <ProofForm needsCode={needsCode} hasPasskey={hasPasskey} onProved={proceed} onClose={onClose} />
  const step = isProved ? (
    <ChangePassphrase onChanged={onClose} onClose={onClose} />
  ) : start.data === undefined ? (
    proof
  ) : (
    <ConfirmApp app={start.data} onConfirmed={setCodes} onClose={onClose} />
  )
  return (
    <Modal opened onClose={onClose} title={i18n._(titles[act])} centered closeOnClickOutside={false}>
      {codes === null ? step : <RecoveryCodes codes={codes} onClose={onClose} />}
      <ErrorNote error={start.error ?? renew.error ?? remove.error} />
    </Modal>
  )
}
