import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useGo } from '../../lib/app-link.tsx'
import { useDocumentTitle } from '../../lib/document-title.ts'
import { paths } from '../../lib/paths.ts'
import { QueryBoundary } from '../../query/query-boundary.tsx'
import { Form } from '../../ui/form/form.tsx'
import { NewPassphraseFields, newPassphraseSchema } from '../../ui/form/new-passphrase.tsx'
import { SubmitButton } from '../../ui/form/submit-button.tsx'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import { CardPage } from '../../ui/page/card-page.tsx'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { acceptInvitationMutation, invitationQuery } from './queries.ts'
import { tokenOf } from './return-path.ts'
import classes from './sign-in-page.module.css'

/** Takes the token out of the address, which would stay in the browser's history. */
function takeToken(): string | null {
  const token = tokenOf(window.location.hash)
  if (token !== null) window.history.replaceState(window.history.state, '', window.location.pathname)
  return token
}

/** Where an invited member chooses a passphrase. */
export function InvitationPage(): ReactNode {
  useDocumentTitle(t`Invitation`)
  const [token] = useState(takeToken)
  return (
    <CardPage title={<Trans>Welcome to Muster</Trans>}>
      {token === null ? (
        <p className={classes.account}>
          <Trans>This address has no invitation. Open the whole link that you received.</Trans>
        </p>
      ) : (
        <QueryBoundary loading={t`Loading the invitation`} rows={3}>
          <PassphraseForm token={token} />
        </QueryBoundary>
      )}
    </CardPage>
  )
}

/** Accepts the invitation of a token, and signs in. */
function usePassphraseForm(token: string) {
  const go = useGo()
  const request = useMutation(acceptInvitationMutation(useQueryClient()))
  return useZodForm({
    schema: newPassphraseSchema(),
    defaultValues: { password: '', repeated: '' },
    request,
    onSubmit: ({ password }) =>
      request.mutate({ token, password }, { onSuccess: () => go(paths.users(), { replace: true }) }),
  })
}

function PassphraseForm({ token }: { token: string }): ReactNode {
  const { data: invited } = useSuspenseQuery(invitationQuery(token))
  const form = usePassphraseForm(token)
  return (
    <>
      <p className={classes.account}>
        <Trans>
          Choose a passphrase for <bdi>{invited.email}</bdi>: several unrelated words, 15 characters or more.
        </Trans>
      </p>
      <ErrorNote error={form.error} />
      <Form form={form} className={classes.form}>
        <NewPassphraseFields form={form} email={invited.email} />
        <SubmitButton form={form} fullWidth>
          <Trans>Choose the passphrase and sign in</Trans>
        </SubmitButton>
      </Form>
    </>
  )
}
