import { t } from '@lingui/core/macro'
import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import type { ReactNode } from 'react'
import { useAccessNames } from '../../../lib/access.ts'
import { isNarrowed } from '../../../lib/page-search.ts'
import { ListRows } from '../../../query/list-rows.tsx'
import { EmptyState } from '../../../ui/page/empty-state.tsx'
import type { JobItemFilter } from '../job-search.ts'
import { isOver } from '../job-text.ts'
import { jobItemsQuery } from '../queries.ts'
import { JobItemRow } from './job-item-row.tsx'

interface JobItemsTableProps {
  readonly job: JobEntry
  readonly label: string
  readonly filter: JobItemFilter
  /** How many items match the filter, if known. */
  readonly total?: number
  /** The cause with the fixes to offer below the outcome of each user. */
  readonly fixesOf?: FailureGroup
}

/** Users of a job in keyset pages: identity, requested change, outcome. Updates while the job runs. */
export function JobItemsTable({ job, label, filter, total, fixesOf }: JobItemsTableProps): ReactNode {
  const names = useAccessNames()
  return (
    <ListRows
      filter={filter}
      queryOf={(next) => jobItemsQuery(job.id, next, !isOver(job.state))}
      loading={t`Loading: ${label}`}
      label={label}
      columns={[t`User`, t`Requested change`, t`Outcome`]}
      total={total}
      renderRow={(item) => (
        <JobItemRow
          key={item.seq}
          item={item}
          names={names}
          fixes={fixesOf === undefined ? null : { job, group: fixesOf }}
        />
      )}
      empty={<NoItems filtered={isNarrowed(filter)} />}
    />
  )
}

function NoItems({ filtered }: { filtered: boolean }): ReactNode {
  return (
    <EmptyState title={t`No users`}>
      {filtered ? t`No user of this job matches the filter.` : t`This job has no users.`}
    </EmptyState>
  )
}
