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

/** Who did what to whom, when, with which outcome. */
export function AuditPage(): ReactNode {
  const [search, change] = useAddress(parseAuditSearch)
  const audit = useInfiniteQuery(auditQuery(search))
  const rows = audit.data?.pages.flatMap((page) => page.items) ?? []
  const filtered = Object.keys(search).length > 0
  return (
    <Page title="Audit" state="Everything done through this desk, in a chain that shows tampering.">
      <VerifyChain />
      <AuditFilters search={search} onSearch={change} />
      {audit.isPending ? <LoadingRows label="Loading the audit" /> : null}
      {audit.isError ? <ErrorState error={audit.error} onRetry={() => void audit.refetch()} /> : null}
      {audit.isSuccess && rows.length === 0 ? (
        <EmptyState
          icon={<ScrollText size={28} strokeWidth={1.5} />}
          title={filtered ? 'Nothing in the audit fits these filters' : 'The audit is empty'}
        >
          {filtered
            ? 'Entries are never deleted: widen the filters to see them.'
            : 'What people do here is written down here.'}
        </EmptyState>
      ) : null}
      {rows.length > 0 ? (
        <RowTable label="Audit" columns={['When', 'What happened', 'Outcome', 'By', 'Entry']}>
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
          {actionWords[entry.action]}
          {userId === null ? null : (
            <>
              {' · '}
              <AppLink href={paths.users({ user: userId })}>the user</AppLink>
            </>
          )}
          {entry.jobId === null ? null : (
            <>
              {' · '}
              <AppLink href={paths.job(entry.jobId)}>the job</AppLink>
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
        #{formatNumber(entry.seq)} <code title={`Hash of this entry: ${entry.hash}`}>{entry.hash.slice(0, 8)}</code>
      </td>
    </tr>
  )
}

/** One of the five outcomes as everywhere on the desk; what Kore.ai answered a script as it was written down. */
function Outcome({ outcome }: { outcome: string | null }): ReactNode {
  if (outcome === null) return null
  const known = outcomeOf(outcome)
  return known === null ? outcome.replaceAll('_', ' ') : <OutcomeBadge outcome={known} />
}
