import { Plural, Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { UploadEntry, UploadRow } from '@muster/contracts/uploads'
import { issueLevels } from '@muster/core/upload/upload-mapping'
import { issueInCell } from '@muster/core/upload/upload-merges'
import { replaceInCell } from '@muster/core/upload/upload-replace'
import { useSearch } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useChangeSearch } from '../../../lib/use-address.ts'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { fixOptionsOf } from '../issues/issue-groups.ts'
import { LevelIcon } from '../issues/level-icon.tsx'
import { useSuggestionName } from '../issues/use-suggestion-name.ts'
import { groupOf } from './row-issues.ts'
import classes from './rows-grid.module.css'
import type { UnsavedSave } from './unsaved-cells.ts'
import { UnsavedRowNote } from './unsaved-note.tsx'
import type { GridEditing } from './use-grid-editing.ts'

interface RowIssueNotesProps {
  readonly row: UploadRow
  readonly upload: UploadEntry
  readonly canChange: boolean
  /** The saves of its cells that were refused. */
  readonly refused: readonly UnsavedSave[]
  /** Whether Tab reaches its buttons. */
  readonly reachable: boolean
  readonly editing: GridEditing
}

const shown = 4

/** The issues of a row, each with its one-click fixes. */
export function RowIssueNotes({ row, refused, ...rest }: RowIssueNotesProps): ReactNode {
  const [all, setAll] = useState(false)
  // An excluded row shows only the reason for its exclusion.
  const counted = row.excluded ? row.issues.filter(({ code }) => code === 'footer_row') : row.issues
  if (counted.length + refused.length === 0) return null
  const sorted = counted.toSorted((a, b) => issueLevels.indexOf(a.level) - issueLevels.indexOf(b.level))
  const more = counted.length - shown
  const issues = all ? sorted : sorted.slice(0, shown)
  return (
    <ul className={classes.issues}>
      {refused.map((save) => (
        <UnsavedRowNote key={save.cells.map(({ row: at, column }) => `${at}:${column}`).join()} save={save} {...rest} />
      ))}
      {issues.map((issue, at) => (
        <IssueNote key={`${at} ${issue.message}`} issue={issue} row={row} {...rest} />
      ))}
      {issues.length === counted.length ? null : (
        <li>
          <Button size="compact-sm" variant="subtle" tabIndex={rest.reachable ? 0 : -1} onClick={() => setAll(true)}>
            <Plural value={more} one="# more" other="# more" />
          </Button>
        </li>
      )}
    </ul>
  )
}

interface IssueNoteProps extends Omit<RowIssueNotesProps, 'refused'> {
  readonly issue: UploadRow['issues'][number]
}

function IssueNote({ issue, reachable, ...rest }: IssueNoteProps): ReactNode {
  const search = useSearch({ from: '/app/uploads/$uploadId' })
  const change = useChangeSearch(search)
  const group = groupOf(issue, rest.upload.issues)
  const rows = group?.count ?? 0
  return (
    <li className={classes.issue} data-level={issue.level}>
      <LevelIcon level={issue.level} />
      <span className={classes.message}>
        <Sentence text={issue.message} />
      </span>
      <Suggestions issue={issue} reachable={reachable} {...rest} />
      {group === undefined || rows < 2 || search.issue === group.key ? null : (
        <Button
          size="compact-sm"
          variant="subtle"
          tabIndex={reachable ? 0 : -1}
          onClick={() => change({ issue: group.key, level: undefined, from: undefined })}
        >
          <Plural value={rows} one="Show # row with this issue" other="Show all # rows with this issue" />
        </Button>
      )}
    </li>
  )
}

/** The values that would resolve an issue of a cell. */
function Suggestions({ issue, row, canChange, reachable, editing }: IssueNoteProps): ReactNode {
  const nameOf = useSuggestionName()
  const { column } = issue
  if (column === null || !canChange || row.excluded || fixOptionsOf(issue).choose === null) return null
  if (issue.suggestions.length === 0) return null
  return (
    <>
      <Trans>Replace with</Trans>
      {issue.suggestions.map((suggestion) => (
        <Button
          key={suggestion}
          size="compact-sm"
          variant="default"
          tabIndex={reachable ? 0 : -1}
          disabled={editing.busy}
          onClick={() =>
            editing.saveCell(row, column, replaceInCell(row.cells[column] ?? '', issueInCell(issue), suggestion))
          }
        >
          <Sentence text={nameOf(issue.code, suggestion)} />
        </Button>
      ))}
    </>
  )
}
