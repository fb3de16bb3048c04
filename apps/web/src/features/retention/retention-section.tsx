import type { MessageDescriptor } from '@lingui/core'
import { msg, plural, t } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { Trans } from '@lingui/react/macro'
import type { getRetention, RetentionKind } from '@muster/contracts/retention/retention'
import type { RouteOutput } from '@muster/contracts/route'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { formatNumber } from '../../lib/format.ts'
import { QueryBoundary } from '../../query/query-boundary.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { RowTable } from '../../ui/page/row-table.tsx'
import section from '../../ui/page/section.module.css'
import { retentionQuery } from './queries.ts'

type Kept = RouteOutput<typeof getRetention>['items'][number]

const names: Readonly<Record<RetentionKind, MessageDescriptor>> = {
  uploads: msg`Files and their rows`,
  plans: msg`Plans that were not applied`,
  selections: msg`Selections of users`,
  responses: msg`Jobs with responses of Kore.ai`,
  jobs: msg`Ended jobs, with plans and erasures`,
  cases: msg`Closed erasure cases`,
  notices: msg`Notices`,
  emails: msg`Emails`,
  audit: msg`Entries of the audit`,
}

/** What Muster stores, how long it keeps it, and which setting decides. */
export function RetentionSection(): ReactNode {
  return (
    <section className={section.section} aria-label={t`Retention`}>
      <h2>
        <Trans>Retention</Trans>
      </h2>
      <p className={section.quiet}>
        <Trans>
          Muster deletes data after these times, but never data that a running job needs. The audit records each
          deletion.
        </Trans>
      </p>
      <QueryBoundary loading={t`Loading retention`} rows={4}>
        <RetentionTable />
      </QueryBoundary>
    </section>
  )
}

function RetentionTable(): ReactNode {
  const { i18n } = useLingui()
  const { items } = useSuspenseQuery(retentionQuery).data
  return (
    <RowTable label={t`Retention`} columns={[t`Data`, t`Kept for`, t`Stored`, t`Oldest`, t`Setting`]} isLabeled>
      {items.map((kept) => (
        <tr key={kept.kind}>
          <td>{i18n._(names[kept.kind])}</td>
          <td>{durationOf(kept)}</td>
          <td>{formatNumber(kept.count)}</td>
          <td>{kept.oldest === null ? '–' : <Time iso={kept.oldest} />}</td>
          <td>{kept.setting === null ? '–' : <code>{kept.setting}</code>}</td>
        </tr>
      ))}
    </RowTable>
  )
}

function durationOf({ kind, days }: Kept): string {
  if (days !== null) return plural(days, { one: '# day', other: '# days' })
  return kind === 'responses' ? t`As long as their job` : t`No limit`
}
