import { useMutation, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useGo } from '../../lib/app-link.tsx'
import { useDocumentTitle } from '../../lib/document-title.ts'
import { sessionQuery } from '../../lib/session.ts'
import { EnvironmentTag } from '../../ui/facts/environment-tag.tsx'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { ErrorState } from '../../ui/page/error-state.tsx'
import { PasswordForm } from './password-form.tsx'
import { signInMutation } from './queries.ts'
import { returnPath, tokenOf } from './return-path.ts'
import classes from './sign-in-page.module.css'

/** The door: the one-time link's token is in the fragment, which no server and no log ever sees. */
export function SignInPage(): ReactNode {
  useDocumentTitle('Sign in')
  const go = useGo()
  const { to } = useSearch({ from: '/sign-in' })
  const session = useQuery(sessionQuery)
  const signIn = useMutation({ ...signInMutation })
  const { mutate } = signIn

  useEffect(() => {
    const takeToken = (): void => {
      const token = tokenOf(window.location.hash)
      if (token === null) return
      window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search)
      mutate({ token })
    }
    takeToken()
    // A link that is opened in a tab with this page changes the fragment only.
    window.addEventListener('hashchange', takeToken)
    return () => window.removeEventListener('hashchange', takeToken)
  }, [mutate])

  const isIn = session.data !== undefined && session.data.member !== null
  useEffect(() => {
    if (isIn) go(returnPath(to), { replace: true })
    // Only being in matters: `go` is new with every render.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [isIn, to])

  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <img src="/muster.svg" alt="" width={36} height={36} />
        <h1 className={classes.title}>Sign in to Muster</h1>
        {session.data === undefined ? null : (
          <p className={classes.account}>
            <Sentence text={session.data.accountName} /> <EnvironmentTag environment={session.data.environment} />
          </p>
        )}
        {session.isError ? <ErrorState error={session.error} onRetry={() => void session.refetch()} /> : null}
        <ErrorNote error={signIn.error} />
        {session.data === undefined ? null : (
          <PasswordForm
            methods={session.data.signInMethods}
            busy={signIn.isPending}
            onSubmit={(request) => signIn.mutate(request)}
          />
        )}
        <p className={classes.hint} aria-live="polite">
          {signIn.isPending ? 'Signing you in…' : null}
        </p>
      </div>
    </main>
  )
}
