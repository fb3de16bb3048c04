import { plural, t } from '@lingui/core/macro'
import type { JobEntry } from '@muster/contracts/jobs'
import { type ReactNode, useCallback } from 'react'
import type { JobSearch } from '../../../lib/page-search.ts'
import type { AddressChange } from '../../../lib/use-address.ts'
import list from '../../../query/list-page.module.css'
import { outcomeWord } from '../../../ui/facts/outcome-badge.tsx'
import { SearchBox } from '../../../ui/form/search-box.tsx'
import { CountTabs } from '../../../ui/page/count-tabs.tsx'
import { isOver, outcomeDescription } from '../job-text.ts'
import { segmentOrder } from '../progress/progress-segments.ts'
import { JobItemsTable } from './job-items-table.tsx'
import { ReportDownloads } from './report-downloads.tsx'

interface JobItemsProps {
  readonly job: JobEntry
  readonly search: JobSearch
  readonly onSearch: (change: AddressChange<JobSearch>) => void
}

const filterOf = ({ outcome, cause, q }: JobSearch) => ({
  ...(outcome === undefined ? {} : { outcome }),
  ...(cause === undefined ? {} : { cause }),
  ...(q === undefined ? {} : { q }),
})

/** All users of a job, with counts that filter the list and add up to the total. */
export function JobItems({ job, search, onSearch }: JobItemsProps): ReactNode {
  const find = useCallback((q: string) => onSearch({ q }), [onSearch])
  const over = isOver(job.state)
  return (
    <>
      <CountTabs
        label={t`Filter by outcome`}
        active={search.outcome ?? null}
        onPick={(outcome) => onSearch({ outcome: outcome ?? undefined, cause: undefined })}
        tabs={[
          { key: null, label: plural(job.total, { one: 'User', other: 'Users' }), count: job.total },
          ...segmentOrder
            .filter((key) => key !== 'pending' || !over)
            .map((key) => ({
              key,
              label: outcomeWord(key),
              count: job.counts[key],
              ...(key === 'pending' ? {} : { tone: key }),
            })),
        ]}
      />
      <div className={list.filterLine}>
        <SearchBox label={t`Find a user in this job`} value={search.q ?? ''} onSearch={find} />
        {search.outcome === undefined ? null : <span>{outcomeDescription(search.outcome)}</span>}
        <ReportDownloads job={job} label={t`Download all users`} />
      </div>
      <JobItemsTable
        job={job}
        label={t`Users of this job`}
        filter={filterOf(search)}
        {...(search.q === undefined && search.cause === undefined
          ? { total: search.outcome === undefined ? job.total : job.counts[search.outcome] }
          : {})}
      />
    </>
  )
}
