import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import { isolateText } from '@muster/core/text/visible-controls'
import { causeText } from '@muster/wording/cause/cause-text'
import { type ReactNode, useCallback, useEffect, useRef } from 'react'
import type { JobSearch } from '../../../lib/page-search.ts'
import type { AddressChange } from '../../../lib/use-address.ts'
import list from '../../../query/list-page.module.css'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { SearchBox } from '../../../ui/form/search-box.tsx'
import { CauseFixes } from '../fixes/cause-fixes.tsx'
import { JobItemsTable } from '../items/job-items-table.tsx'
import classes from './job-report.module.css'

interface CauseViewProps {
  readonly job: JobEntry
  readonly group: FailureGroup
  readonly search: JobSearch
  /** Whether the member picked the cause from the list, which is above this view on a narrow screen. */
  readonly picked: boolean
  readonly onSearch: (change: AddressChange<JobSearch>) => void
}

/** One cause: explanation, remedy, fixes and users. */
export function CauseView({ job, group, search, picked, onSearch }: CauseViewProps): ReactNode {
  const find = useCallback((q: string) => onSearch({ q }), [onSearch])
  const details = group.details.find((entry) => entry.key === search.details)
  const { title } = causeText(i18n, group.code)
  const plain = search.q === undefined && details === undefined
  return (
    <section className={classes.view} aria-label={isolateText(title)}>
      <Explanation group={group} picked={picked} />
      <CauseFixes job={job} group={group} active={details?.key ?? null} onPick={(key) => onSearch({ details: key })} />
      <div className={list.filterLine}>
        <SearchBox label={t`Find a user with this cause`} value={search.q ?? ''} onSearch={find} />
        {details === undefined ? null : (
          <span>
            <Trans>
              Only <Sentence text={details.label} />
            </Trans>
          </span>
        )}
      </div>
      <JobItemsTable
        job={job}
        label={isolateText(t`Users: ${{ cause: title }}`)}
        filter={{
          cause: group.code,
          ...(details === undefined ? {} : { details: details.key }),
          ...(search.q === undefined ? {} : { q: search.q }),
        }}
        {...(plain ? { total: group.count } : {})}
        fixesOf={group}
      />
    </section>
  )
}

/** What the cause means, and what to do. */
function Explanation({ group, picked }: Pick<CauseViewProps, 'group' | 'picked'>): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (picked) bringIntoView(heading.current)
  }, [picked])
  const { title, explanation, remedy } = causeText(i18n, group.code)
  return (
    <>
      <h2 ref={heading} className={classes.causeTitle}>
        <Sentence text={title} />
      </h2>
      <p className={classes.explanation}>{explanation}</p>
      <p className={classes.remedy}>
        <strong>
          <Trans>What to do:</Trans>
        </strong>{' '}
        {remedy}
      </p>
    </>
  )
}

/** Scrolls only to a heading outside the view: on a wide screen it is beside the list. */
function bringIntoView(heading: HTMLElement | null): void {
  const top = heading?.getBoundingClientRect().top ?? 0
  if (top < 0 || top > window.innerHeight * 0.7) heading?.scrollIntoView({ block: 'start' })
}
