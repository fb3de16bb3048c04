import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { BreakGlassState } from '@muster/contracts/break-glass/break-glass'
import { breakGlassPermissions } from '@muster/core/policy/break-glass'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { PermittedButton } from '../../query/permitted-button.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { ConfirmDialog } from '../../ui/form/confirm-dialog.tsx'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import section from '../../ui/page/section.module.css'
import classes from './break-glass.module.css'
import { BreakGlassCredential } from './break-glass-credential.tsx'
import { breakGlassQuery } from './break-glass-query.ts'
import { makeBreakGlassMutation, removeBreakGlassMutation, useNeeded } from './queries.ts'

/** The account for the day when no one can sign in: its state, and what an owner does with it. */
export function BreakGlassSection(): ReactNode {
  const state = useSuspenseQuery(breakGlassQuery).data
  const make = useMutation(makeBreakGlassMutation(useQueryClient()))
  const [isRemoving, setRemoving] = useState(false)
  // Its credential grants each of its permissions, so only a member with all of them manages it.
  const permission = useNeeded('members:manage', breakGlassPermissions())
  return (
    <section className={section.section} aria-label={t`Break-glass account`}>
      <h2>
        <Trans>Break-glass account</Trans>
      </h2>
      <p className={section.quiet}>
        <Trans>
          A sealed credential signs in once, for four hours, when no one else can. It works without the identity
          provider. Muster notifies all owners of its use.
        </Trans>
      </p>
      <p>
        <StateText state={state} />
      </p>
      <ErrorNote error={make.error} />
      <div className={classes.acts}>
        <PermittedButton
          permission={permission}
          variant="default"
          loading={make.isPending}
          onClick={() => make.mutate()}
        >
          {state.state === 'none' ? <Trans>Create a credential</Trans> : <Trans>Create another credential</Trans>}
        </PermittedButton>
        {state.state === 'none' ? null : (
          <PermittedButton permission={permission} variant="default" color="red" onClick={() => setRemoving(true)}>
            <Trans>Remove the account…</Trans>
          </PermittedButton>
        )}
      </div>
      {make.data === undefined ? null : <BreakGlassCredential made={make.data} onClose={make.reset} />}
      {isRemoving ? <RemoveDialog onClose={() => setRemoving(false)} /> : null}
    </section>
  )
}

function StateText({ state: { state, madeAt, usedAt, usedFrom } }: { readonly state: BreakGlassState }): ReactNode {
  if (state === 'none') return <Trans>There is no break-glass account.</Trans>
  if (usedAt !== null)
    return (
      <Trans>
        Used <Time iso={usedAt} /> from <bdi>{usedFrom}</bdi>. It no longer signs in.
      </Trans>
    )
  const made = madeAt ?? ''
  return state === 'armed' ? (
    <Trans>
      Armed. Credential created <Time iso={made} />.
    </Trans>
  ) : (
    <Trans>
      Not armed: the credential of <Time iso={made} /> was not confirmed. Create another one.
    </Trans>
  )
}

function RemoveDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const remove = useMutation(removeBreakGlassMutation(useQueryClient()))
  return (
    <ConfirmDialog
      title={t`Remove the break-glass account?`}
      action={<Trans>Remove the account</Trans>}
      request={remove}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>
        <Trans>Its credential no longer signs in, and its open session ends.</Trans>
      </p>
    </ConfirmDialog>
  )
}
