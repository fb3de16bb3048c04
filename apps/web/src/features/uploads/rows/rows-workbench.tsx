import { t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { UnstyledButton } from '@mantine/core'
import type { UploadEntry } from '@muster/contracts/uploads'
import { useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { UploadSearch } from '../../../lib/page-search.ts'
import { type AddressChange, useChangeSearch } from '../../../lib/use-address.ts'
import { CountTabs } from '../../../ui/page/count-tabs.tsx'
import type { ColumnChoices } from '../columns/use-column-choices.ts'
import { IssueFix } from '../issues/issue-fix.tsx'
import { selectedIssue } from '../issues/issue-groups.ts'
import { IssueList } from '../issues/issue-list.tsx'
import { GoToRow } from './go-to-row.tsx'
import { type ReviewFilter, reviewFilters, rowTabs } from './row-counts.ts'
import { RowsView } from './rows-view.tsx'
import classes from './rows-workbench.module.css'
import type { UndoHistory } from './undo-history.ts'
import { UnsavedNote } from './unsaved-note.tsx'

interface RowsWorkbenchProps {
  readonly upload: UploadEntry
  readonly canChange: boolean
  readonly choices: ColumnChoices
  readonly history: UndoHistory
}

const allRows: UploadSearch = {}

/** The rows: their counts, their cells as a spreadsheet, and their issues at the end, each with its fixes. */
export function RowsWorkbench({ upload, canChange, choices, history }: RowsWorkbenchProps): ReactNode {
  const address = useSearch({ from: '/app/uploads/$uploadId' })
  const change = useChangeSearch(address)
  const selected = selectedIssue(upload.issues, address.issue)
  // An issue fixed in its last row no longer exists: then the filter is dropped.
  const search = address.issue !== undefined && selected === undefined ? allRows : address
  const hasList = upload.issues.length > 0 || upload.counts.excluded > 0
  const show = (next: AddressChange<UploadSearch>): void =>
    change({ level: undefined, issue: undefined, from: undefined, ...next })
  return (
    <section aria-label={t`Rows`} className={classes.workbench} data-step="rows" tabIndex={-1}>
      <UnsavedNote uploadId={upload.id} history={history} onShow={(from) => show({ from })} />
      <div className={classes.filters}>
        <CountTabs<NonNullable<UploadSearch['level']> | 'issue'>
          label={t`Filter the rows`}
          active={search.issue === undefined ? (search.level ?? null) : 'issue'}
          onPick={(level) => show({ level: level === 'issue' ? undefined : (level ?? undefined) })}
          tabs={rowTabs(upload.counts)}
        />
        <GoToRow from={search.from} onGo={(from) => change({ from })} />
      </div>
      <ReviewFilters upload={upload} search={search} onShow={show} />
      <div className={classes.columns} data-alone={!hasList || undefined}>
        <div className={classes.rows}>
          <RowsView
            upload={upload}
            search={search}
            canChange={canChange}
            choices={choices}
            history={history}
            onShow={show}
          />
        </div>
        {hasList ? <IssuesColumn {...{ upload, search, canChange, history }} onShow={show} /> : null}
      </div>
    </section>
  )
}

interface IssuesColumnProps extends ReviewFiltersProps {
  readonly canChange: boolean
  readonly history: UndoHistory
}

/** The fixes of the issue shown, and all issues. */
function IssuesColumn({ upload, search, canChange, history, onShow }: IssuesColumnProps): ReactNode {
  const selected = selectedIssue(upload.issues, search.issue)
  return (
    <div className={classes.side}>
      {selected === undefined ? null : (
        <IssueFix
          key={selected.key}
          upload={upload}
          issue={selected}
          canChange={canChange}
          history={history}
          onClose={() => onShow({})}
        />
      )}
      <IssueList
        issues={upload.issues}
        columns={upload.columns}
        active={search.issue}
        excluded={upload.counts.excluded}
        showsExcluded={search.level === 'excluded'}
        onPick={(issue) => onShow({ issue })}
        onExcluded={() => onShow({ level: 'excluded' })}
      />
    </div>
  )
}

interface ReviewFiltersProps {
  readonly upload: UploadEntry
  readonly search: UploadSearch
  readonly onShow: (next: AddressChange<UploadSearch>) => void
}

/** Filters among the ready rows: those with warnings or notes to review first. */
function ReviewFilters({ upload, search, onShow }: ReviewFiltersProps): ReactNode {
  const filters = reviewFilters(upload.counts)
  if (filters.length === 0) return null
  return (
    <div role="group" aria-label={t`Filter the ready rows`} className={classes.review}>
      <span>
        <Trans>Among the ready rows:</Trans>
      </span>
      {filters.map(({ key, count }) => (
        <UnstyledButton
          key={key}
          className={classes.pill}
          aria-pressed={search.level === key && search.issue === undefined}
          onClick={() => onShow({ level: search.level === key ? undefined : key })}
        >
          <ReviewCount level={key} count={count} />
        </UnstyledButton>
      ))}
    </div>
  )
}

interface ReviewCountProps {
  readonly level: ReviewFilter['key']
  readonly count: number
}

function ReviewCount({ level, count }: ReviewCountProps): ReactNode {
  return level === 'warning' ? (
    <Plural
      value={count}
      one={
        <Trans>
          <strong>#</strong> with warnings
        </Trans>
      }
      other={
        <Trans>
          <strong>#</strong> with warnings
        </Trans>
      }
    />
  ) : (
    <Plural
      value={count}
      one={
        <Trans>
          <strong>#</strong> with notes
        </Trans>
      }
      other={
        <Trans>
          <strong>#</strong> with notes
        </Trans>
      }
    />
  )
}
