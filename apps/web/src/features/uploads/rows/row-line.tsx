import { t } from '@lingui/core/macro'
import { ActionIcon } from '@mantine/core'
import type { UploadColumn, UploadEntry, UploadRow } from '@muster/contracts/uploads'
import { CircleCheck, CircleMinus, History, RotateCcw, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import { LevelIcon } from '../issues/level-icon.tsx'
import { GridCell } from './grid-cell.tsx'
import { RowIssueNotes } from './row-issue-notes.tsx'
import classes from './rows-grid.module.css'
import type { GridEditing } from './use-grid-editing.ts'

interface RowLineProps {
  readonly measure: (element: HTMLElement | null) => void
  /** Pixels from the top of the body. */
  readonly start: number
  /** Position among the rows shown. */
  readonly index: number
  readonly row: UploadRow
  readonly columns: readonly UploadColumn[]
  readonly upload: UploadEntry
  readonly canChange: boolean
  /** The active column, if this is the active row. */
  readonly activeColumn: number | null
  /** The column of the grid's tab stop, if it is in this row. */
  readonly tabColumn: number | null
  readonly editing: GridEditing
}

/** One row of the file: its number and state, its cells, and its issues below them. */
export function RowLine(props: RowLineProps): ReactNode {
  const { measure, start, index, row, columns, upload, canChange, activeColumn, tabColumn, editing } = props
  const refused = editing.unsaved.refused.filter(({ cells }) => cells.some((cell) => cell.row === row.row))
  const issuesId = row.issues.length + refused.length > 0 ? `issues-${row.row}` : undefined
  return (
    <div
      ref={measure}
      data-index={index}
      role="row"
      aria-rowindex={index + 2}
      className={classes.row}
      data-level={row.excluded ? undefined : (row.level ?? undefined)}
      data-excluded={row.excluded || undefined}
      data-active={activeColumn !== null || undefined}
      style={{ transform: `translateY(${start}px)` }}
    >
      <RowHeader {...{ index, row, canChange, tabColumn, editing }} />
      {columns.map((column, at) => (
        <GridCell
          key={column.index}
          row={row}
          column={column}
          place={{ index, column: at }}
          isTabStop={tabColumn === at}
          describedBy={issuesId}
          editing={editing}
        />
      ))}
      <div role="gridcell" aria-colindex={columns.length + 2} className={classes.issuesCell} id={issuesId}>
        <RowIssueNotes
          {...{ row, upload, canChange, refused, editing }}
          // Tab enters the buttons of the active row only.
          reachable={activeColumn !== null}
        />
      </div>
    </div>
  )
}

type RowHeaderProps = Pick<RowLineProps, 'index' | 'row' | 'canChange' | 'tabColumn' | 'editing'>

/** The number and the state of a row, and the button that excludes it. */
function RowHeader({ index, row, canChange, tabColumn, editing }: RowHeaderProps): ReactNode {
  const number = formatNumber(row.row)
  return (
    <div
      role="rowheader"
      aria-colindex={1}
      className={classes.number}
      tabIndex={tabColumn === -1 ? 0 : -1}
      data-place={`${index}:-1`}
    >
      <RowMark row={row} />
      <span className="tabular">{number}</span>
      {canChange ? (
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          tabIndex={-1}
          className={classes.toggle}
          disabled={editing.busy}
          aria-label={row.excluded ? t`Include row ${number}` : t`Exclude row ${number}`}
          title={row.excluded ? t`Include the row` : t`Exclude the row`}
          onClick={() => editing.toggle(row)}
        >
          {row.excluded ? <RotateCcw size={14} /> : <X size={14} />}
        </ActionIcon>
      ) : null}
    </div>
  )
}

/** State of the row, by shape. */
function RowMark({ row }: { row: UploadRow }): ReactNode {
  if (row.excluded) return <CircleMinus size={14} role="img" aria-label={t`Excluded`} className={classes.quietMark} />
  if (row.issues.some(({ code }) => code === 'already_done'))
    return <History size={14} role="img" aria-label={t`Already done`} className={classes.quietMark} />
  if (row.level !== null) return <LevelIcon level={row.level} />
  return <CircleCheck size={14} role="img" aria-label={t`Ready`} className={classes.readyMark} />
}
