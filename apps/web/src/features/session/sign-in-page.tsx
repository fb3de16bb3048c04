import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useGo } from '../../lib/app-link.tsx'
import { useDocumentTitle } from '../../lib/document-title.ts'
import { sessionQuery } from '../../lib/session.ts'
import { EnvironmentTag } from '../../ui/facts/environment-tag.tsx'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { ErrorState } from '../../ui/page/error-state.tsx'
import { PasswordForm } from './password-form.tsx'
import { signInMutation } from './queries.ts'
import { returnPath, tokenOf } from './return-path.ts'
import classes from './sign-in-page.module.css'

/** The sign-in page. The token of a one-time link is in the fragment, which browsers never send to a server. */
export function SignInPage(): ReactNode {
  useDocumentTitle(t`Sign in`)
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
    // A link opened in a tab with this page changes only the fragment.
    window.addEventListener('hashchange', takeToken)
    return () => window.removeEventListener('hashchange', takeToken)
  }, [mutate])

  const isIn = session.data !== undefined && session.data.member !== null
  useEffect(() => {
    if (isIn) go(returnPath(to), { replace: true })
    // Run only when the member has signed in: `go` is new with every render.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [isIn, to])

  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <img src="/muster.svg" alt="" width={36} height={36} />
        <h1 className={classes.title}>
          <Trans>Sign in to Muster</Trans>
        </h1>
        {session.data === undefined ? null : (
          <p className={classes.account}>
            <Sentence text={session.data.accountName} /> <EnvironmentTag environment={session.data.environment} />
          </p>
        )}
        {session.isError ? <ErrorState error={session.error} onRetry={() => void session.refetch()} /> : null}
        {session.data === undefined ? null : (
          <PasswordForm
            methods={session.data.signInMethods}
            request={signIn}
            onSubmit={(account) => signIn.mutate(account)}
          />
        )}
        <p className={classes.hint} aria-live="polite">
          {signIn.isPending ? <Trans>Signing in</Trans> : null}
        </p>
      </div>
    </main>
  )
}
