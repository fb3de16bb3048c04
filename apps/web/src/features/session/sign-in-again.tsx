import { Trans } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { sessionQuery, useSession } from '../../lib/session.ts'
import { ProviderTabButton } from '../../query/provider-button.tsx'
import { PageDialog } from '../../ui/page/page-dialog.tsx'
import { PasswordForm } from './password-form.tsx'
import { signInMutation } from './queries.ts'

/** Interval of the checks for a sign-in elsewhere, as with a sign-in link in another tab. */
const checkMs = 5_000

/** Requests a sign-in over the page after the session has ended. The page keeps its input, and waiting calls resume. */
export function SignInDialog(): ReactNode {
  const client = useQueryClient()
  const { member, signInMethods, identityProvider } = useSession()
  const signIn = useMutation({ ...signInMutation })
  useQuery({ ...sessionQuery, refetchInterval: checkMs })
  useEffect(() => () => void client.invalidateQueries(), [client])
  return (
    <PageDialog
      isOpaque
      title={<Trans>Your session has ended</Trans>}
      reason={
        <Trans>
          Sign in again as <bdi>{member?.email}</bdi>. This page keeps your input. If you sign in as another member,
          Muster opens a new page.
        </Trans>
      }
    >
      {identityProvider === null ? null : <ProviderTabButton name={identityProvider} />}
      <PasswordForm
        methods={signInMethods}
        email={member?.email}
        request={signIn}
        onSubmit={(account) => signIn.mutate(account)}
      />
    </PageDialog>
  )
}
