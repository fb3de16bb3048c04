import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, FocusTrap } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import { useSession } from '../../lib/session.ts'
import type { ProofRequest } from '../../lib/step-up.ts'
import { ProviderTabButton } from '../../query/provider-button.tsx'
import { QueryBoundary } from '../../query/query-boundary.tsx'
import { LinkProofForm } from './link-proof-form.tsx'
import classes from './proof-dialog.module.css'
import { ProofForm } from './proof-form.tsx'
import { factorsQuery } from './queries.ts'

/** Requests a proof of who the member is over the page, which keeps its input. The call that needs it waits. */
export function ProofDialog({ request }: { readonly request: ProofRequest }): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const { current } = dialog
    // A modal of the browser: the page below, with its dialogs, receives no keys and no pointer events.
    current?.showModal()
    return () => current?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      className={classes.dialog}
      aria-labelledby="prove-who-you-are"
      onCancel={(event) => {
        event.preventDefault()
        request.answer(false)
      }}
    >
      <h2 id="prove-who-you-are" className={classes.title}>
        <Trans>Prove who you are</Trans>
      </h2>
      <p className={classes.reason}>
        {request.planHash === null ? (
          <Trans>This needs a proof of the last five minutes. The page keeps your input.</Trans>
        ) : (
          <Trans>
            This plan removes users, erases data or grants elevated access. The proof counts for this plan only.
          </Trans>
        )}
      </p>
      <QueryBoundary loading={t`Loading your factors`} rows={2}>
        <FactorsProof request={request} />
      </QueryBoundary>
    </dialog>
  )
}

/** The factors that the member has. */
function FactorsProof({ request: { planHash, answer } }: { readonly request: ProofRequest }): ReactNode {
  const { hasPassphrase, totpSince } = useSuspenseQuery(factorsQuery).data
  const { identityProvider } = useSession()
  const props = { planHash: planHash ?? undefined, onProved: () => answer(true), onClose: () => answer(false) }
  return (
    <FocusTrap active>
      <div className={classes.forms}>
        {identityProvider === null ? null : (
          <ProviderTabButton name={identityProvider} isProof planHash={props.planHash} onDone={props.onProved} />
        )}
        {hasPassphrase ? <ProofForm needsCode={totpSince !== null} {...props} /> : null}
        {hasPassphrase || identityProvider !== null ? null : <LinkProofForm {...props} />}
        {hasPassphrase || identityProvider === null ? null : (
          <Button variant="default" onClick={props.onClose}>
            <Trans>Cancel</Trans>
          </Button>
        )}
      </div>
    </FocusTrap>
  )
}
