import { t } from '@lingui/core/macro'
import type { UploadColumn, UploadRow } from '@muster/contracts/uploads'
import { isolateText } from '@muster/core/text/visible-controls'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import { LevelIcon } from '../issues/level-icon.tsx'
import type { GridPlace } from './grid-move.ts'
import { cellLevel } from './row-issues.ts'
import classes from './rows-grid.module.css'
import type { GridEditing } from './use-grid-editing.ts'

interface GridCellProps {
  readonly row: UploadRow
  readonly column: UploadColumn
  readonly place: GridPlace
  readonly isTabStop: boolean
  readonly describedBy: string | undefined
  readonly editing: GridEditing
}

/** One cell. Shows its text exactly as in the file. */
export function GridCell({ row, column, place, isTabStop, describedBy, editing }: GridCellProps): ReactNode {
  const { draft } = editing
  const isEdited = draft?.row === row.row && draft.column === column.index
  const level = cellLevel(row.issues, column.index)
  const undone = editing.undoneCells.find((cell) => cell.row === row.row && cell.column === column.index)
  const unsaved = editing.unsaved.cell(row.row, column.index)
  const isRefused = unsaved?.isRefused === true
  const text = unsaved?.value ?? undone?.value ?? row.cells[column.index] ?? ''
  return (
    <div
      role="gridcell"
      aria-colindex={place.column + 2}
      aria-invalid={level === 'error' || isRefused || undefined}
      aria-describedby={level === null && !isRefused ? undefined : describedBy}
      tabIndex={isTabStop ? 0 : -1}
      data-place={`${place.index}:${place.column}`}
      data-level={level ?? undefined}
      data-pending={undone !== undefined || unsaved?.isRefused === false || undefined}
      data-refused={isRefused || undefined}
      className={classes.cell}
      title={text}
      onDoubleClick={() => editing.edit(place)}
    >
      {isEdited ? (
        <CellInput
          label={t`${{ header: isolateText(column.header) }}, row ${{ row: formatNumber(row.row) }}`}
          text={draft.text}
          place={place}
          editing={editing}
        />
      ) : (
        <CellText text={text} isEdited={row.edited.includes(column.index)} level={level} />
      )}
    </div>
  )
}

interface CellTextProps {
  readonly text: string
  readonly isEdited: boolean
  readonly level: ReturnType<typeof cellLevel>
}

function CellText({ text, isEdited, level }: CellTextProps): ReactNode {
  return (
    <>
      <bdi className={classes.text}>{text}</bdi>
      {isEdited ? <span role="img" aria-label={t`Edited`} title={t`Edited`} className={classes.edited} /> : null}
      {level === null ? null : <LevelIcon level={level} />}
    </>
  )
}

interface CellInputProps {
  readonly label: string
  readonly text: string
  readonly place: GridPlace
  readonly editing: GridEditing
}

// A textarea, because an input would lose the line breaks of a cell.
function CellInput({ label, text, place, editing }: CellInputProps): ReactNode {
  const input = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    const area = input.current
    area?.focus()
    area?.setSelectionRange(area.value.length, area.value.length)
  }, [])
  const onKeyDown = (event: KeyboardEvent): void => {
    const { key } = event
    if (event.nativeEvent.isComposing || (key === 'Enter' && (event.shiftKey || event.altKey))) return
    if (key === 'Enter') editing.finish(true, { ...place, index: place.index })
    else if (key === 'Escape') editing.finish(false, place)
    else if (key === 'Tab') editing.finish(true, { ...place, column: place.column + (event.shiftKey ? -1 : 1) })
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <textarea
      ref={input}
      rows={Math.min(6, text.split('\n').length)}
      aria-label={label}
      className={classes.input}
      spellCheck={false}
      value={text}
      onChange={(event) => editing.write(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={editing.leave}
    />
  )
}
