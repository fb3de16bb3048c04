import { plural, t } from '@lingui/core/macro'
import type { JobEntry } from '@muster/contracts/jobs'
import type { ReactNode } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import type { JobSearch } from '../../../lib/page-search.ts'
import type { AddressChange } from '../../../lib/use-address.ts'
import { isUnresolved, reportedCount } from '../job-text.ts'
import classes from './job-views.module.css'

interface JobViewsProps {
  readonly job: JobEntry
  readonly search: JobSearch
  readonly onSearch: (change: AddressChange<JobSearch>) => void
}

/** Two views of a job: all users, and the report of the users that did not change as requested. */
export function JobViews({ job, search, onSearch }: JobViewsProps): ReactNode {
  const views = [
    { key: 'users', label: t`All users`, count: job.total },
    { key: 'report', label: t`Report`, count: reportedCount(job) },
  ] as const
  const active = search.view ?? 'users'
  return (
    <nav className={classes.views} aria-label={t`Views of this job`}>
      {views.map((view) => (
        <button
          key={view.key}
          type="button"
          className={classes.view}
          aria-current={view.key === active ? 'page' : undefined}
          onClick={() =>
            onSearch({
              view: view.key === 'report' ? 'report' : undefined,
              outcome: undefined,
              cause: undefined,
              details: undefined,
              q: undefined,
            })
          }
        >
          {view.label} <span className={classes.count}>{formatNumber(view.count)}</span>
          {view.key === 'report' && isUnresolved(job) ? (
            <span className={classes.open}> · {plural(job.open, { one: '# open', other: '# open' })}</span>
          ) : null}
        </button>
      ))}
    </nav>
  )
}
