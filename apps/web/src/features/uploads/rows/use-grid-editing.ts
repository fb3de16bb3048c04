import { useDirection } from '@mantine/core'
import type { UploadColumn, UploadRow } from '@muster/contracts/uploads'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  type ClipboardEvent,
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from 'react'
import { formatNumber, formatPlural } from '../../../lib/format.ts'
import { type Fix, fixRowsMutation } from '../queries.ts'
import { type GridPlace, isTyped, isUndo, moveBy } from './grid-move.ts'
import { currentCells, type PlacedPaste, placePaste } from './grid-paste.ts'
import type { UndoHistory } from './undo-history.ts'

interface GridEditingOptions {
  readonly uploadId: string
  /** Position of the column to begin at. */
  readonly start: number
  readonly rows: readonly UploadRow[]
  readonly columns: readonly UploadColumn[]
  readonly canChange: boolean
  readonly grid: RefObject<HTMLElement | null>
  readonly history: UndoHistory
  /** Scrolls a row into view. */
  readonly onReveal: (index: number) => void
}

/** A cell being written in: the row's number in the file and the column's position in it. */
export interface Draft {
  readonly row: number
  readonly column: number
  readonly text: string
}

const pageRows = 10
const nearest: ScrollIntoViewOptions = { block: 'nearest', inline: 'nearest' }

type Cells = PlacedPaste['cells']

/** Said of cells pasted in; what had no place is never left out in silence. */
function pastedInWords({ cells, outside }: PlacedPaste): string {
  const pasted = `${formatPlural(cells.length, 'cell')} pasted and checked again.`
  return outside === 0
    ? pasted
    : `${pasted} ${formatPlural(outside, 'cell')} beyond the rows and columns shown ${outside === 1 ? 'was' : 'were'} left out.`
}

/** As a spreadsheet copies a cell: in quotes where it would fall apart otherwise. */
const quotedCell = (text: string): string => (/[\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Where the person is in the grid, what they write, and how it is saved. */
export function useGridEditing(options: GridEditingOptions) {
  const { uploadId, start, rows, columns, canChange, grid, history, onReveal } = options
  const fix = useMutation(fixRowsMutation(uploadId, useQueryClient()))
  const { dir } = useDirection()
  const [place, setPlace] = useState<GridPlace>({ index: 0, column: start })
  const [draft, setDraft] = useState<Draft | null>(null)
  // The focus goes to the place after the next render: rows may come, go, or be scrolled to first.
  const wantsFocus = useRef(false)
  // A row that is settled leaves an error view, and the focus with it: it comes back to its position, on the next row.
  const regainsFocus = useRef(false)
  // The active cell was reached by key and stays in view.
  const follows = useRef(false)
  useEffect(() => {
    const isLost = regainsFocus.current && document.activeElement === document.body
    if ((!wantsFocus.current && !isLost) || draft !== null) return
    const cell = grid.current?.querySelector<HTMLElement>(
      `[data-place="${Math.min(place.index, rows.length - 1)}:${place.column}"]`,
    )
    if (cell === null || cell === undefined) return
    // The cell just written in is left first; what was saved for it is answered later.
    if (wantsFocus.current) wantsFocus.current = false
    else regainsFocus.current = false
    // The browser's own scrolling ignores what covers the cell; see `scroll-padding` of the grid and the page.
    cell.focus({ preventScroll: true })
    follows.current = true
    cell.scrollIntoView(nearest)
  })
  // Rows get their true height only when they are drawn, which moves the cell again: it is followed until the user scrolls.
  useEffect(() => {
    const cell = document.activeElement
    if (follows.current && draft === null && cell instanceof HTMLElement && cell.dataset['place'] !== undefined)
      cell.scrollIntoView(nearest)
  })
  useEffect(() => {
    const stop = (): void => {
      follows.current = false
    }
    const events = ['wheel', 'pointerdown', 'touchmove'] as const
    for (const event of events) window.addEventListener(event, stop, { passive: true })
    return () => {
      for (const event of events) window.removeEventListener(event, stop)
    }
  }, [])

  const goTo = (next: GridPlace): void => {
    const index = Math.max(0, Math.min(next.index, rows.length - 1))
    wantsFocus.current = true
    setPlace({ index, column: Math.max(-1, Math.min(next.column, columns.length - 1)) })
    onReveal(index)
  }
  const send = (request: Fix, said: string, back?: Fix): void => {
    regainsFocus.current = true
    const done = (): void => {
      if (back !== undefined) history.keep(back)
      history.say(back === undefined ? said : `${said} Ctrl+Z takes it back.`)
    }
    // Each answer counts, also where the next edit is on its way already. A refusal is the mutation's own to show.
    fix.mutateAsync(request).then(done, () => undefined)
  }
  const takeBack = (): void => {
    const back = history.takeLast()
    if (back === undefined) history.say('Nothing was changed here that could be taken back.')
    else send(back, 'Taken back and checked again.')
  }
  const edit = (at: GridPlace, text?: string): void => {
    const row = rows[at.index]
    const column = columns[at.column]
    if (!canChange || row === undefined || column === undefined) return
    setPlace(at)
    setDraft({ row: row.row, column: column.index, text: text ?? row.cells[column.index] ?? '' })
  }
  const saveCell = (row: UploadRow, column: number, value: string): void =>
    saveCells([{ row: row.row, column, value }], `Row ${formatNumber(row.row)} saved and checked again.`)
  const saveCells = (cells: Cells, said: string): void =>
    send({ kind: 'cells', cells: [...cells] }, said, { kind: 'cells', cells: currentCells(cells, rows) })
  const finish = (keep: boolean, next: GridPlace | null): void => {
    const row = rows.find((one) => one.row === draft?.row)
    setDraft(null)
    if (keep && draft !== null && row !== undefined && (row.cells[draft.column] ?? '') !== draft.text)
      saveCell(row, draft.column, draft.text)
    if (next !== null) goTo(next)
  }
  const toggle = (row: UploadRow): void =>
    send(
      { kind: 'rows', rows: [row.row], excluded: !row.excluded },
      `Row ${formatNumber(row.row)} ${row.excluded ? 'taken in again' : 'left out'}.`,
      { kind: 'rows', rows: [row.row], excluded: row.excluded },
    )

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const target = event.target instanceof HTMLElement ? event.target : null
    if (draft !== null || target?.dataset.place === undefined) return
    const moved = moveBy(place, event, {
      rows: rows.length,
      columns: columns.length,
      page: pageRows,
      isMirrored: dir === 'rtl',
    })
    const row = rows[place.index]
    if (moved !== null) goTo(moved)
    else if (canChange && isUndo(event)) takeBack()
    else if (row === undefined || !canChange) return
    else if (place.column < 0) {
      if (event.key !== 'Enter' && event.key !== ' ') return
      toggle(row)
    } else if (event.key === 'Enter' || event.key === 'F2') edit(place)
    else if (event.key === 'Delete' || event.key === 'Backspace') edit(place, '')
    else if (isTyped(event)) edit(place, event.key)
    else return
    event.preventDefault()
  }
  const onPaste = (event: ClipboardEvent<HTMLElement>): void => {
    if (draft !== null || !canChange) return
    const text = event.clipboardData.getData('text/plain')
    if (text === '') return
    event.preventDefault()
    const placed = placePaste(text, place, { rows, columns })
    if (placed === null) history.say('That is more than 1,000 cells. Paste fewer at a time.')
    else saveCells(placed.cells, pastedInWords(placed))
  }
  const onCopy = (event: ClipboardEvent<HTMLElement>): void => {
    // A selection of text is copied as it is.
    if (draft !== null || document.getSelection()?.isCollapsed === false) return
    const row = rows[place.index]
    const column = columns[place.column]
    if (row === undefined || column === undefined) return
    event.clipboardData.setData('text/plain', quotedCell(row.cells[column.index] ?? ''))
    event.preventDefault()
  }
  // A click or a key of the browser may focus a cell: the place follows.
  const onFocus = (event: FocusEvent<HTMLElement>): void => {
    const at = event.target.dataset.place?.split(':').map(Number)
    const [index, column] = at ?? []
    if (index === undefined || column === undefined) return
    if (index !== place.index || column !== place.column) setPlace({ index, column })
  }
  // What is on its way shows at once, in the cells it is for.
  const pendingCells = fix.isPending && fix.variables.kind === 'cells' ? fix.variables.cells : []
  return {
    place,
    draft,
    error: fix.error,
    pendingCells,
    busy: fix.isPending,
    handlers: { onKeyDown, onPaste, onCopy, onFocus },
    edit,
    write: (text: string): void => setDraft((now) => (now === null ? null : { ...now, text })),
    finish,
    saveCell,
    toggle,
  }
}

export type GridEditing = ReturnType<typeof useGridEditing>
