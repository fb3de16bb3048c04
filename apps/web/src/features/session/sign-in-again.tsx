import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import { sessionQuery, useSession } from '../../lib/session.ts'
import { useSessionLost } from '../../lib/session-loss.ts'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { PasswordForm } from './password-form.tsx'
import { signInMutation } from './queries.ts'
import classes from './sign-in-page.module.css'

/** How often the dialog looks whether the member has signed in elsewhere, as with a one-time link in another tab. */
const lookMs = 5_000

/** Asks for a new sign-in over the page when the session has ended: what was typed stays, and what waits goes on. */
export function SignInAgain(): ReactNode {
  return useSessionLost() ? <SignInDialog /> : null
}

function SignInDialog(): ReactNode {
  const client = useQueryClient()
  const { member, signInMethods } = useSession()
  const signIn = useMutation({ ...signInMutation })
  useQuery({ ...sessionQuery, refetchInterval: lookMs })
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const { current } = dialog
    if (current === null) return undefined
    // Modal in the browser's own sense: the page beneath, with its own dialogs, takes no keys and no pointer.
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
        Your session has ended
      </h2>
      <p className={classes.account}>
        Sign in again as <bdi>{member?.email}</bdi>. What you typed on this page stays. Signing in as another member
        opens a fresh page.
      </p>
      <ErrorNote error={signIn.error} />
      <PasswordForm
        methods={signInMethods}
        email={member?.email}
        busy={signIn.isPending}
        onSubmit={(request) => signIn.mutate(request)}
      />
    </dialog>
  )
}
