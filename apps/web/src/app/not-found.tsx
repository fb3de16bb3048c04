import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Compass } from 'lucide-react'
import type { ReactNode } from 'react'
import { AppLink } from '../lib/app-link.tsx'
import { paths } from '../lib/paths.ts'
import { EmptyState } from '../ui/page/empty-state.tsx'
import { Page } from '../ui/page/page.tsx'

export function NotFound(): ReactNode {
  return (
    <Page title={t`Page not found`}>
      <EmptyState
        icon={<Compass size={28} strokeWidth={1.5} />}
        title={t`No page has this address`}
        actions={
          <AppLink href={paths.users()}>
            <Trans>Go to the users</Trans>
          </AppLink>
        }
      >
        <Trans>The link may be old or incomplete.</Trans>
      </EmptyState>
    </Page>
  )
}
