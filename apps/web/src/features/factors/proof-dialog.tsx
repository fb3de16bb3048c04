import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, FocusTrap, TextInput } from '@mantine/core'
import { isBreakGlass } from '@muster/core/policy/break-glass'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import * as z from 'zod/mini'
import { useSession } from '../../lib/session.ts'
import type { ProofRequest } from '../../lib/step-up.ts'
import { ProviderTabButton } from '../../query/provider-button.tsx'
import { QueryBoundary } from '../../query/query-boundary.tsx'
import { Form } from '../../ui/form/form.tsx'
import { FormEnd } from '../../ui/form/form-end.tsx'
import layout from '../../ui/form/form-layout.module.css'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import { PageDialog } from '../../ui/page/page-dialog.tsx'
import { BreakGlassProof, PasskeyProof, ProofForm } from './proof-form.tsx'
import { factorsQuery, proofMutation } from './queries.ts'

/** Requests a proof of who the member is over the page, which keeps its input. The call that needs it waits. */
export function ProofDialog({ request }: { readonly request: ProofRequest }): ReactNode {
  return (
    <PageDialog
      title={<Trans>Prove who you are</Trans>}
      reason={
        request.planHash === null ? (
          <Trans>Muster needs a proof from the last five minutes. The page keeps your input.</Trans>
        ) : (
          <Trans>
            This plan removes users, erases data or grants elevated access. The proof counts for this plan only.
          </Trans>
        )
      }
      onCancel={() => request.answer(false)}
    >
      <QueryBoundary loading={t`Loading your factors`} rows={2}>
        <FactorsProof request={request} />
      </QueryBoundary>
    </PageDialog>
  )
}

/** The token of a sign-in link, or a token alone. */
const tokenIn = (link: string): string => /token=([\w-]+)/.exec(link)?.[1] ?? link.trim()

/** The rules of the form. A function, because its messages need the active language. */
const linkSchema = () => z.object({ link: z.string().check(z.trim(), z.minLength(1, t`Paste a sign-in link`)) })

interface LinkProofFormProps {
  /** The plan that the proof is for, by its hash. */
  readonly planHash: string | undefined
  readonly onProved: () => void
  readonly onClose: () => void
}

/** Requests a sign-in link, of a member who has no passphrase. */
function LinkProofForm({ planHash, onProved, onClose }: LinkProofFormProps): ReactNode {
  const request = useMutation(proofMutation(useQueryClient()))
  const form = useZodForm({
    schema: linkSchema(),
    defaultValues: { link: '' },
    request,
    fields: { 'body.token': 'link' },
    onSubmit: ({ link }) => request.mutate({ token: tokenIn(link), planHash }, { onSuccess: onProved }),
  })
  return (
    <Form form={form} className={layout.fields}>
      <TextInput
        data-autofocus
        label={t`Sign-in link`}
        description={
          <Trans>
            You have no passphrase. Paste the link of the last start, or create one with{' '}
            <code data-untranslated>npm run sign-in-link</code> on the server.
          </Trans>
        }
        autoComplete="off"
        error={form.formState.errors.link?.message}
        {...form.register('link')}
      />
      <FormEnd form={form} onClose={onClose}>
        <Trans>Continue</Trans>
      </FormEnd>
    </Form>
  )
}

/** The factors that the member has. */
function FactorsProof({ request: { planHash, answer } }: { readonly request: ProofRequest }): ReactNode {
  const { hasPassphrase, totpSince, passkeys } = useSuspenseQuery(factorsQuery).data
  const hasPasskey = passkeys.length > 0
  const { identityProvider, member } = useSession()
  const props = { planHash: planHash ?? undefined, onProved: () => answer(true), onClose: () => answer(false) }
  if (member !== null && isBreakGlass(member))
    return (
      <FocusTrap active>
        <div className={layout.fields}>
          <BreakGlassProof {...props} />
        </div>
      </FocusTrap>
    )
  return (
    <FocusTrap active>
      <div className={layout.fields}>
        {identityProvider === null ? null : (
          <ProviderTabButton name={identityProvider} isProof planHash={props.planHash} onDone={props.onProved} />
        )}
        {hasPassphrase ? (
          <ProofForm needsCode={totpSince !== null || hasPasskey} hasPasskey={hasPasskey} {...props} />
        ) : null}
        {hasPasskey && !hasPassphrase ? <PasskeyProof planHash={props.planHash} onProved={props.onProved} /> : null}
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
