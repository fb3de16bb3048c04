import { plural, t } from '@lingui/core/macro'
import { useDirection } from '@mantine/core'
import type { UploadColumn, UploadRow } from '@muster/contracts/uploads'
import { type ClipboardEvent, type FocusEvent, type KeyboardEvent, type RefObject, useState } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import { useDiscardGuard } from '../../../query/discard-guard.tsx'
import { type GridPlace, isTyped, isUndo, moveBy } from './grid-move.ts'
import { maxCells, type PlacedPaste, placePaste } from './grid-paste.ts'
import type { UndoHistory } from './undo-history.ts'
import { useActiveCell } from './use-active-cell.ts'
import { useRowChanges } from './use-row-changes.ts'

interface GridEditingOptions {
  readonly uploadId: string
  /** Position of the column that becomes active first. */
  readonly start: number
  readonly rows: readonly UploadRow[]
  readonly columns: readonly UploadColumn[]
  readonly canChange: boolean
  readonly grid: RefObject<HTMLElement | null>
  readonly history: UndoHistory
  /** Scrolls a row into view. */
  readonly onReveal: (index: number) => void
}

/** The cell being edited: its row number in the file and the index of its column. */
export interface Draft {
  readonly row: number
  readonly column: number
  readonly text: string
}

const pageRows = 10

/** Message after a paste. Names the cells that were outside the grid, because they are not pasted. */
function pasteWords({ cells, outside }: PlacedPaste): string {
  const inside = cells.length
  const pasted = plural(inside, {
    one: '# cell pasted and checked again.',
    other: '# cells pasted and checked again.',
  })
  if (outside === 0) return pasted
  const dropped = plural(outside, {
    one: '# cell beyond the rows and columns shown was not pasted.',
    other: '# cells beyond the rows and columns shown were not pasted.',
  })
  return `${pasted} ${dropped}`
}

/** Quotes a cell with tabs or line breaks, as spreadsheets do when they copy it. */
const quotedCell = (text: string): string => (/[\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** The active cell of the grid, its draft, and how edits are saved. */
export function useGridEditing(options: GridEditingOptions) {
  const { uploadId, start, rows, columns, canChange, grid, history, onReveal } = options
  const [draft, setDraft] = useState<Draft | null>(null)
  const size = { rows: rows.length, columns: columns.length }
  const active = useActiveCell({ start, grid, size, isEditing: draft !== null, onReveal })
  const changes = useRowChanges({ uploadId, rows, history, onSend: active.regainFocus })
  const { place } = active
  const { edit, finish, leave, question } = useDraft(options, { draft, setDraft, active, changes })
  const onKeyDown = useGridKeys({ rows, size, canChange, isEditing: draft !== null, active, changes, edit })
  const clipboard = useGridClipboard(options, { place, isEditing: draft !== null, changes })
  const { error, busy, undoneCells, saveCell, toggle, retry, discard } = changes
  return {
    place,
    draft,
    error,
    busy,
    undoneCells,
    unsaved: history.unsaved,
    saveCell,
    toggle,
    retry,
    discard,
    edit,
    finish,
    leave,
    question,
    handlers: { onKeyDown, ...clipboard, onFocus: followFocus(active) },
    write: (text: string): void => setDraft((now) => (now === null ? null : { ...now, text })),
  }
}

export type GridEditing = ReturnType<typeof useGridEditing>

interface DraftState {
  readonly draft: Draft | null
  readonly setDraft: (draft: Draft | null) => void
  readonly active: ReturnType<typeof useActiveCell>
  readonly changes: ReturnType<typeof useRowChanges>
}

/** Starts and ends the edit of a cell. Leaving the cell saves it; leaving the page asks first. */
function useDraft(
  { rows, columns, canChange, grid, history }: GridEditingOptions,
  { draft, setDraft, active, changes }: DraftState,
) {
  const draftRow = rows.find((one) => one.row === draft?.row)
  const unsaved = draft === null ? undefined : history.unsaved.cell(draft.row, draft.column)
  const stored = (draft === null ? undefined : draftRow?.cells[draft.column]) ?? ''
  const isChanged = draft !== null && draftRow !== undefined && draft.text !== (unsaved?.value ?? stored)
  const { isConfirming, question } = useDiscardGuard({
    hasChanges: () => isChanged,
    onKeep: () => grid.current?.querySelector('textarea')?.focus(),
  })
  const save = (): void => {
    if (draft === null || draftRow === undefined) return
    const isRefused = unsaved?.isRefused === true
    if (isRefused && draft.text === stored) changes.discard({ cells: [{ ...draft, value: draft.text }] })
    else if (isChanged || isRefused) changes.saveCell(draftRow, draft.column, draft.text)
  }
  const edit = (at: GridPlace, text?: string): void => {
    const row = rows[at.index]
    const column = columns[at.column]
    if (!canChange || row === undefined || column === undefined) return
    // A field scrolled out of view was not left, so its cell is not saved yet.
    save()
    active.setPlace(at)
    const kept = history.unsaved.cell(row.row, column.index)?.value
    setDraft({ row: row.row, column: column.index, text: text ?? kept ?? row.cells[column.index] ?? '' })
  }
  const finish = (keep: boolean, next: GridPlace | null): void => {
    setDraft(null)
    if (keep) save()
    if (next !== null) active.goTo(next)
  }
  // The question takes the focus, and only its answer decides about the cell.
  const leave = (): void => (isConfirming ? undefined : finish(true, null))
  return { edit, finish, leave, question }
}

/** A click or a browser key may focus a cell: the active cell follows. */
const followFocus =
  ({ place, setPlace }: ReturnType<typeof useActiveCell>) =>
  (event: FocusEvent<HTMLElement>): void => {
    const at = event.target.dataset.place?.split(':').map(Number)
    const [index, column] = at ?? []
    if (index === undefined || column === undefined) return
    if (index !== place.index || column !== place.column) setPlace({ index, column })
  }

interface GridClipboard {
  readonly place: GridPlace
  readonly isEditing: boolean
  readonly changes: ReturnType<typeof useRowChanges>
}

/** Copies the active cell, and pastes cells from it on. */
function useGridClipboard(
  { rows, columns, canChange, history }: GridEditingOptions,
  { place, isEditing, changes }: GridClipboard,
) {
  const onPaste = (event: ClipboardEvent<HTMLElement>): void => {
    if (isEditing || !canChange) return
    const text = event.clipboardData.getData('text/plain')
    if (text === '') return
    event.preventDefault()
    const placed = placePaste(text, place, { rows, columns })
    if (placed === null)
      history.announce(t`A paste can have at most ${{ cells: formatNumber(maxCells) }} cells. Paste fewer at a time.`)
    else changes.saveCells(placed.cells, pasteWords(placed))
  }
  const onCopy = (event: ClipboardEvent<HTMLElement>): void => {
    // The browser copies a text selection.
    if (isEditing || document.getSelection()?.isCollapsed === false) return
    const row = rows[place.index]
    const column = columns[place.column]
    if (row === undefined || column === undefined) return
    event.clipboardData.setData('text/plain', quotedCell(row.cells[column.index] ?? ''))
    event.preventDefault()
  }
  return { onPaste, onCopy }
}

interface GridKeys extends Pick<GridEditingOptions, 'rows' | 'canChange'> {
  readonly size: { readonly rows: number; readonly columns: number }
  readonly isEditing: boolean
  readonly active: ReturnType<typeof useActiveCell>
  readonly changes: ReturnType<typeof useRowChanges>
  readonly edit: (at: GridPlace, text?: string) => void
}

/** The keys of a spreadsheet, on a focused cell that is not being edited. */
function useGridKeys({ rows, size, canChange, isEditing, active, changes, edit }: GridKeys) {
  const { dir } = useDirection()
  const { place } = active
  return (event: KeyboardEvent<HTMLElement>): void => {
    const target = event.target instanceof HTMLElement ? event.target : null
    if (isEditing || target?.dataset.place === undefined) return
    const moved = moveBy(place, event, { ...size, page: pageRows, isMirrored: dir === 'rtl' })
    const row = rows[place.index]
    if (moved !== null) active.goTo(moved)
    else if (canChange && isUndo(event)) changes.undo()
    else if (row === undefined || !canChange) return
    else if (place.column < 0) {
      if (event.key !== 'Enter' && event.key !== ' ') return
      changes.toggle(row)
    } else if (event.key === 'Enter' || event.key === 'F2') edit(place)
    else if (event.key === 'Delete' || event.key === 'Backspace') edit(place, '')
    else if (isTyped(event)) edit(place, event.key)
    else return
    event.preventDefault()
  }
}
