import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { AppLink } from '../../lib/app-link.tsx'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/session.ts'
import { LacksNote } from '../../query/refusal.tsx'
import section from '../../ui/page/section.module.css'

/** The link to the page of members, for those who may open it. */
export function MembersSection(): ReactNode {
  const may = useMay('members:read')
  return (
    <section className={section.section} aria-label={t`Members`}>
      <h2>
        <Trans>Members</Trans>
      </h2>
      <p className={section.quiet}>
        <Trans>Who can sign in to Muster, and what each of them may do.</Trans>{' '}
        {may ? (
          <AppLink href={paths.members()}>
            <Trans>Open the members</Trans>
          </AppLink>
        ) : (
          <LacksNote permission="members:read" />
        )}
      </p>
    </section>
  )
}
