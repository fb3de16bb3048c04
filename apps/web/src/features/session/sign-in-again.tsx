import { Trans } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import { sessionQuery, useSession } from '../../lib/session.ts'
import { ProviderTabButton } from '../../query/provider-button.tsx'
import { PasswordForm } from './password-form.tsx'
import { signInMutation } from './queries.ts'
import classes from './sign-in-page.module.css'

/** Interval of the checks for a sign-in elsewhere, as with a one-time link in another tab. */
const checkMs = 5_000

/** Requests a sign-in over the page after the session has ended. The page keeps its input, and waiting calls resume. */
export function SignInDialog(): ReactNode {
  const client = useQueryClient()
  const { member, signInMethods, identityProvider } = useSession()
  const signIn = useMutation({ ...signInMutation })
  useQuery({ ...sessionQuery, refetchInterval: checkMs })
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const { current } = dialog
    if (current === null) return undefined
    // A modal of the browser: the page below, with its dialogs, receives no keys and no pointer events.
    current.showModal()
    return () => {
      current.close()
      void client.invalidateQueries()
    }
  }, [client])
  return (
    <dialog
      ref={dialog}
      className={classes.again}
      aria-labelledby="sign-in-again"
      onCancel={(event) => event.preventDefault()}
    >
      <h2 id="sign-in-again" className={classes.title}>
        <Trans>Your session has ended</Trans>
      </h2>
      <p className={classes.account}>
        <Trans>
          Sign in again as <bdi>{member?.email}</bdi>. This page keeps your input. If you sign in as another member,
          Muster opens a new page.
        </Trans>
      </p>
      {identityProvider === null ? null : <ProviderTabButton name={identityProvider} />}
      <PasswordForm
        methods={signInMethods}
        email={member?.email}
        request={signIn}
        onSubmit={(account) => signIn.mutate(account)}
      />
    </dialog>
  )
}
