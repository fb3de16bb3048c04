import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { useSearch } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useDocumentTitle } from '../../lib/document-title.ts'
import { announceSignIn } from '../../lib/session.ts'
import { CardPage } from '../../ui/page/card-page.tsx'
import { Notice } from '../../ui/page/notice.tsx'
import { refusalText } from './refusal-text.ts'
import classes from './sign-in-page.module.css'

/** Where a tab ends that only signed in for another one. */
export function SignedInPage(): ReactNode {
  useDocumentTitle(t`Sign in`)
  const { refused } = useSearch({ from: '/signed-in' })
  useEffect(() => {
    if (refused === undefined) announceSignIn()
  }, [refused])
  return (
    <CardPage title={refused === undefined ? <Trans>You are signed in</Trans> : <Trans>You are not signed in</Trans>}>
      {refused === undefined ? null : <Notice kind="danger">{refusalText(refused)}</Notice>}
      <p className={classes.account}>
        <Trans>Close this tab and continue in the other one.</Trans>
      </p>
    </CardPage>
  )
}
