import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { AuditEntry } from '@muster/contracts/audit'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ScrollText } from 'lucide-react'
import type { ReactNode } from 'react'
import { AppLink } from '../../lib/app-link.tsx'
import { formatNumber } from '../../lib/format.ts'
import { paths } from '../../lib/paths.ts'
import { useAddress } from '../../lib/use-address.ts'
import { OutcomeBadge, outcomeOf } from '../../ui/facts/outcome-badge.tsx'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { EmptyState } from '../../ui/page/empty-state.tsx'
import { ErrorState } from '../../ui/page/error-state.tsx'
import { LoadMore } from '../../ui/page/load-more.tsx'
import { LoadingRows } from '../../ui/page/loading-rows.tsx'
import { Page } from '../../ui/page/page.tsx'
import { RowTable } from '../../ui/page/row-table.tsx'
import classes from './audit.module.css'
import { AuditFilters } from './audit-filters.tsx'
import { parseAuditSearch } from './audit-search.ts'
import { actionWords } from './audit-words.ts'
import { auditQuery } from './queries.ts'
import { VerifyChain } from './verify-chain.tsx'

/** Every action: who, what, when, with which outcome. */
export function AuditPage(): ReactNode {
  const [search, change] = useAddress(parseAuditSearch)
  const audit = useInfiniteQuery(auditQuery(search))
  const rows = audit.data?.pages.flatMap((page) => page.items) ?? []
  const filtered = Object.keys(search).length > 0
  return (
    <Page title={t`Audit`} state={t`Every action in Muster, in a hash chain that reveals tampering.`}>
      <VerifyChain />
      <AuditFilters search={search} onSearch={change} />
      {audit.isPending ? <LoadingRows label={t`Loading the audit`} /> : null}
      {audit.isError ? <ErrorState error={audit.error} onRetry={() => void audit.refetch()} /> : null}
      {audit.isSuccess && rows.length === 0 ? (
        <EmptyState
          icon={<ScrollText size={28} strokeWidth={1.5} />}
          title={filtered ? t`No entry matches these filters` : t`The audit is empty`}
        >
          {filtered ? (
            <Trans>Entries are never deleted. Widen the filters to see them.</Trans>
          ) : (
            <Trans>Muster records every action here.</Trans>
          )}
        </EmptyState>
      ) : null}
      {rows.length > 0 ? (
        <RowTable label={t`Audit`} columns={[t`Time`, t`Action`, t`Outcome`, t`By`, t`Entry`]}>
          {rows.map((entry) => (
            <AuditRow key={entry.seq} entry={entry} />
          ))}
        </RowTable>
      ) : null}
      <LoadMore
        shown={rows.length}
        hasMore={audit.hasNextPage}
        busy={audit.isFetchingNextPage}
        onMore={() => void audit.fetchNextPage()}
      />
    </Page>
  )
}

function AuditRow({ entry }: { entry: AuditEntry }): ReactNode {
  const userId = entry.subject?.userId ?? null
  return (
    <tr>
      <td className={classes.when}>
        <Time iso={entry.at} as="absolute" />
      </td>
      <td>
        <Sentence text={entry.sentence} />
        <div className={classes.quiet}>
          {i18n._(actionWords[entry.action])}
          {userId === null ? null : (
            <>
              {' · '}
              <AppLink href={paths.users({ user: userId })}>
                <Trans>Show the user</Trans>
              </AppLink>
            </>
          )}
          {entry.jobId === null ? null : (
            <>
              {' · '}
              <AppLink href={paths.job(entry.jobId)}>
                <Trans>Show the job</Trans>
              </AppLink>
            </>
          )}
        </div>
      </td>
      <td className={classes.outcome}>
        <Outcome outcome={entry.outcome} />
      </td>
      <td className={classes.by} title={entry.actor}>
        <bdi>{entry.actor}</bdi>
      </td>
      <td className={classes.entry}>
        #{formatNumber(entry.seq)}{' '}
        <code title={t`Hash of this entry: ${{ hash: entry.hash }}`}>{entry.hash.slice(0, 8)}</code>
      </td>
    </tr>
  )
}

/** A badge for one of the five outcomes; for a call by a script, the recorded response of Kore.ai. */
function Outcome({ outcome }: { outcome: string | null }): ReactNode {
  if (outcome === null) return null
  const known = outcomeOf(outcome)
  return known === null ? <bdi>{outcome.replaceAll('_', ' ')}</bdi> : <OutcomeBadge outcome={known} />
}
