import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { useMatch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { AppLink } from '../lib/app-link.tsx'
import { LoadingRows } from '../ui/page/loading-rows.tsx'
import { Page } from '../ui/page/page.tsx'

/** Shown instead of a blank page while the session loads on a slow network. */
export function Opening(): ReactNode {
  return <LoadingRows label={t`Loading Muster`} rows={12} />
}

/** Shown while the data of a resource's page loads. */
export function PagePending(): ReactNode {
  const { resource } = useMatch({ strict: false, select: (match) => match.staticData })
  if (resource === undefined) return <LoadingRows label={t`Loading the page`} />
  const { list } = resource
  return (
    <Page title={i18n._(resource.title)} above={<AppLink href={list.href}>{i18n._(list.title)}</AppLink>}>
      <LoadingRows label={t`Loading the page`} />
    </Page>
  )
}
