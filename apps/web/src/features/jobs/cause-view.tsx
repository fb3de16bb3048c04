import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import { type ReactNode, useCallback } from 'react'
import type { AddressChange } from '../../lib/use-address.ts'
import { SearchBox } from '../../ui/search-box.tsx'
import { CauseFixes } from './cause-fixes.tsx'
import { JobItemsTable } from './job-items-table.tsx'
import classes from './job-report.module.css'
import type { JobSearch } from './job-search.ts'

interface CauseViewProps {
  readonly job: JobEntry
  readonly group: FailureGroup
  readonly search: JobSearch
  readonly onSearch: (change: AddressChange<JobSearch>) => void
}

/** One cause: what happened and why, what to do, the fix in place, and the people it met. */
export function CauseView({ job, group, search, onSearch }: CauseViewProps): ReactNode {
  const find = useCallback((q: string) => onSearch({ q }), [onSearch])
  const about = group.about.find((entry) => entry.key === search.about)
  const plain = search.q === undefined && about === undefined
  return (
    <section className={classes.view} aria-label={group.title}>
      <h2 className={classes.causeTitle}>{group.title}</h2>
      <p className={classes.explanation}>{group.explanation}</p>
      <p className={classes.remedy}>
        <strong>What to do:</strong> {group.remedy}
      </p>
      <CauseFixes job={job} group={group} active={about?.key ?? null} onPick={(key) => onSearch({ about: key })} />
      <div className={classes.filters}>
        <SearchBox label="Find a user with this cause" value={search.q ?? ''} onSearch={find} />
        {about === undefined ? null : <span>Only {about.label}</span>}
      </div>
      <JobItemsTable
        job={job}
        label={`Users: ${group.title}`}
        filter={{
          cause: group.code,
          ...(about === undefined ? {} : { about: about.key }),
          ...(search.q === undefined ? {} : { q: search.q }),
        }}
        {...(plain ? { total: group.count } : {})}
        fixesOf={group}
      />
    </section>
  )
}
