import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { AuditEntry } from '@muster/contracts/audit'
import { useSearch } from '@tanstack/react-router'
import { ScrollText } from 'lucide-react'
import type { ReactNode } from 'react'
import { AppLink } from '../../lib/app-link.tsx'
import { formatNumber } from '../../lib/format.ts'
import { isNarrowed } from '../../lib/page-search.ts'
import { paths } from '../../lib/paths.ts'
import { useChangeSearch } from '../../lib/use-address.ts'
import { ListPage } from '../../query/list-page.tsx'
import { OutcomeBadge, outcomeOf } from '../../ui/facts/outcome-badge.tsx'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { EmptyState } from '../../ui/page/empty-state.tsx'
import classes from './audit.module.css'
import { AuditFilters } from './audit-filters.tsx'
import { actionWords, otherOutcomeWords } from './audit-text.ts'
import { auditQuery } from './queries.ts'
import { VerifyChain } from './verify-chain.tsx'

/** Every action: who, what, when, with which outcome. */
export function AuditPage(): ReactNode {
  const search = useSearch({ from: '/app/audit' })
  const change = useChangeSearch(search)
  return (
    <ListPage
      title={t`Audit`}
      state={t`Every action in Muster, in a hash chain that reveals tampering.`}
      filter={search}
      queryOf={auditQuery}
      loading={t`Loading the audit`}
      columns={[t`Time`, t`Action`, t`Outcome`, t`By`, t`Entry`]}
      renderRow={(entry) => <AuditRow key={entry.seq} entry={entry} />}
      empty={<NoEntries filtered={isNarrowed(search)} />}
    >
      <VerifyChain />
      <AuditFilters search={search} onSearch={change} />
    </ListPage>
  )
}

function NoEntries({ filtered }: { filtered: boolean }): ReactNode {
  return (
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
  return known === null ? <bdi>{otherOutcomeWords(outcome)}</bdi> : <OutcomeBadge outcome={known} />
}
