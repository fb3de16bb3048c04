import { UnstyledButton } from '@mantine/core'
import type { UploadEntry } from '@muster/contracts/uploads'
import { useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import type { UploadSearch } from '../../../lib/page-search.ts'
import { type AddressChange, useChangeSearch } from '../../../lib/use-address.ts'
import { CountTabs } from '../../../ui/page/count-tabs.tsx'
import { IssueFix } from '../issues/issue-fix.tsx'
import { selectedIssue } from '../issues/issue-groups.ts'
import { IssueList } from '../issues/issue-list.tsx'
import { GoToRow } from './go-to-row.tsx'
import { readingTabs, rowTabs } from './row-counts.ts'
import { RowsView } from './rows-view.tsx'
import classes from './rows-workbench.module.css'

interface RowsWorkbenchProps {
  readonly upload: UploadEntry
  readonly canChange: boolean
}

const everything: UploadSearch = {}

/** The rows: counts that add up, what is wrong by cause on the left, the cells themselves on the right. */
export function RowsWorkbench({ upload, canChange }: RowsWorkbenchProps): ReactNode {
  const address = useSearch({ from: '/app/uploads/$uploadId' })
  const change = useChangeSearch(address)
  const chosen = selectedIssue(upload.issues, address.issue)
  // A cause that is fixed in its last row is gone: what remains is every row.
  const search = address.issue !== undefined && chosen === undefined ? everything : address
  const hasList = upload.issues.length > 0 || upload.counts.excluded > 0
  const show = (next: AddressChange<UploadSearch>): void =>
    change({ level: undefined, issue: undefined, from: undefined, ...next })
  return (
    <section aria-label="Rows" className={classes.workbench}>
      <CountTabs<NonNullable<UploadSearch['level']> | 'issue'>
        label="Filter the rows"
        active={search.issue === undefined ? (search.level ?? null) : 'issue'}
        onPick={(level) => show({ level: level === 'issue' ? undefined : (level ?? undefined) })}
        tabs={rowTabs(upload.counts)}
      />
      <div className={classes.tools}>
        <ReadingFilters upload={upload} search={search} onShow={show} />
        <GoToRow from={search.from} onGo={(from) => change({ from })} />
      </div>
      <div className={classes.columns} data-alone={!hasList || undefined}>
        {!hasList ? null : (
          <IssueList
            issues={upload.issues}
            columns={upload.columns}
            active={search.issue}
            excluded={upload.counts.excluded}
            showsExcluded={search.level === 'excluded'}
            onPick={(issue) => show({ issue })}
            onExcluded={() => show({ level: 'excluded' })}
          />
        )}
        <div className={classes.rows}>
          {chosen === undefined ? null : (
            <IssueFix key={chosen.key} upload={upload} issue={chosen} canChange={canChange} onClose={() => show({})} />
          )}
          <RowsView upload={upload} search={search} canChange={canChange} onShow={show} />
        </div>
      </div>
    </section>
  )
}

interface ReadingFiltersProps {
  readonly upload: UploadEntry
  readonly search: UploadSearch
  readonly onShow: (next: AddressChange<UploadSearch>) => void
}

/** Among the ready rows, those with something to be read first. */
function ReadingFilters({ upload, search, onShow }: ReadingFiltersProps): ReactNode {
  const tabs = readingTabs(upload.counts)
  if (tabs.length === 0) return <span className={classes.reading} />
  return (
    <div role="group" aria-label="Filter the ready rows" className={classes.reading}>
      <span>Among the ready rows:</span>
      {tabs.map(({ key, label, count }) => (
        <UnstyledButton
          key={label}
          className={classes.pill}
          aria-pressed={search.level === key && search.issue === undefined}
          onClick={() => onShow({ level: search.level === key ? undefined : (key ?? undefined) })}
        >
          <strong>{formatNumber(count)}</strong> {label}
        </UnstyledButton>
      ))}
    </div>
  )
}
