import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useGo } from '../../lib/app-link.tsx'
import { useDocumentTitle } from '../../lib/document-title.ts'
import { sessionQuery } from '../../lib/session.ts'
import { ProviderButton } from '../../query/provider-button.tsx'
import { QueryBoundary } from '../../query/query-boundary.tsx'
import { EnvironmentTag } from '../../ui/facts/environment-tag.tsx'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { CardPage } from '../../ui/page/card-page.tsx'
import { Notice } from '../../ui/page/notice.tsx'
import { BreakGlassForm } from './break-glass-form.tsx'
import { PasswordForm } from './password-form.tsx'
import { signInMutation } from './queries.ts'
import { refusalText } from './refusal-text.ts'
import { returnPath, tokenOf } from './return-path.ts'
import classes from './sign-in-page.module.css'

/** The sign-in page. */
export function SignInPage(): ReactNode {
  useDocumentTitle(t`Sign in`)
  return (
    <CardPage title={<Trans>Sign in to Muster</Trans>}>
      <QueryBoundary loading={t`Loading the sign-in`} rows={3}>
        <SignIn />
      </QueryBoundary>
    </CardPage>
  )
}

function SignIn(): ReactNode {
  const go = useGo()
  const { to, refused } = useSearch({ from: '/sign-in' })
  const { data: session } = useSuspenseQuery(sessionQuery)
  const signIn = useMutation({ ...signInMutation })
  useLinkToken(signIn.mutate)

  const isIn = session.member !== null
  useEffect(() => {
    if (isIn) go(returnPath(to), { replace: true })
    // Run only when the member has signed in: `go` is new with every render.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [isIn, to])

  const passwordForm = (
    <PasswordForm methods={session.signInMethods} request={signIn} onSubmit={(account) => signIn.mutate(account)} />
  )
  return (
    <>
      <p className={classes.account}>
        <Sentence text={session.accountName} /> <EnvironmentTag environment={session.environment} />
      </p>
      {refused === undefined ? null : <Notice kind="danger">{refusalText(refused)}</Notice>}
      {session.identityProvider === null ? null : (
        <ProviderButton name={session.identityProvider} to={returnPath(to)} />
      )}
      {session.signInMethods.includes('administrator_password') ? (
        <details className={classes.fallback}>
          <summary>
            <Trans>Sign in as the administrator</Trans>
          </summary>
          {passwordForm}
        </details>
      ) : (
        passwordForm
      )}
      {session.signInMethods.includes('break_glass') ? <BreakGlassForm /> : null}
      <p className={classes.hint} aria-live="polite">
        {signIn.isPending ? <Trans>Signing in</Trans> : null}
      </p>
    </>
  )
}

/** Signs in by the token of a sign-in link. It is in the fragment, which browsers never send to a server. */
function useLinkToken(signIn: (request: { readonly token: string }) => void): void {
  useEffect(() => {
    const takeToken = (): void => {
      const token = tokenOf(window.location.hash)
      if (token === null) return
      window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search)
      signIn({ token })
    }
    takeToken()
    // A link opened in a tab with this page changes only the fragment.
    window.addEventListener('hashchange', takeToken)
    return () => window.removeEventListener('hashchange', takeToken)
  }, [signIn])
}
