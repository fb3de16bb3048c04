import { Compass } from 'lucide-react'
import type { ReactNode } from 'react'
import { AppLink } from '../lib/app-link.tsx'
import { paths } from '../lib/paths.ts'
import { EmptyState } from '../ui/page/empty-state.tsx'
import { Page } from '../ui/page/page.tsx'

export function NotFound(): ReactNode {
  return (
    <Page title="Not here">
      <EmptyState
        icon={<Compass size={28} strokeWidth={1.5} />}
        title="There is nothing at this address"
        actions={<AppLink href={paths.users()}>Go to the users</AppLink>}
      >
        The link may be old, or a part of it was lost on the way.
      </EmptyState>
    </Page>
  )
}
