import { plural, t } from '@lingui/core/macro'
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
import { formatNumber } from '../../../lib/format.ts'
import { type Fix, fixRowsMutation, undoMutation } from '../queries.ts'
import { type GridPlace, isTyped, isUndo, moveBy } from './grid-move.ts'
import { currentCells, maxCells, type PlacedPaste, placePaste } from './grid-paste.ts'
import type { UndoHistory } from './undo-history.ts'

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
const nearest: ScrollIntoViewOptions = { block: 'nearest', inline: 'nearest' }

type Cells = PlacedPaste['cells']

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
  const client = useQueryClient()
  const fix = useMutation(fixRowsMutation(uploadId, client))
  const undoing = useMutation(undoMutation(uploadId, client))
  const { dir } = useDirection()
  const [place, setPlace] = useState<GridPlace>({ index: 0, column: start })
  const [draft, setDraft] = useState<Draft | null>(null)
  // The focus moves after the next render, because rows may appear, disappear or scroll first.
  const wantsFocus = useRef(false)
  // A fixed row leaves an error view together with the focus, which returns to its position, now the next row.
  const regainsFocus = useRef(false)
  // Keeps an active cell reached by key in view.
  const follows = useRef(false)
  useEffect(() => {
    const isLost = regainsFocus.current && document.activeElement === document.body
    if ((!wantsFocus.current && !isLost) || draft !== null) return
    const cell = grid.current?.querySelector<HTMLElement>(
      `[data-place="${Math.min(place.index, rows.length - 1)}:${place.column}"]`,
    )
    if (cell === null || cell === undefined) return
    // The edited cell loses the focus first; the response of its save comes later.
    if (wantsFocus.current) wantsFocus.current = false
    else regainsFocus.current = false
    // The browser's own scrolling ignores elements that cover the cell; see `scroll-padding` of the grid and the page.
    cell.focus({ preventScroll: true })
    follows.current = true
    cell.scrollIntoView(nearest)
  })
  // Rows get their true height when they render, which moves the cell again. Follow it until the user scrolls.
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
  const send = (request: Fix, message: string, undo: Fix): void => {
    regainsFocus.current = true
    const done = (): void => {
      history.push([undo])
      history.announce([message, t`Ctrl+Z undoes it.`].join(' '))
    }
    // Handles each response, even if the next edit is already pending. The mutation's error shows a refusal.
    fix.mutateAsync(request).then(done, () => undefined)
  }
  const undo = (): void => {
    const requests = history.pop()
    if (requests === undefined) return history.announce(t`Nothing to undo.`)
    regainsFocus.current = true
    undoing
      .mutateAsync(requests)
      .then(() => history.announce(t`Undone and checked again.`))
      .catch(() => history.push(requests))
  }
  const edit = (at: GridPlace, text?: string): void => {
    const row = rows[at.index]
    const column = columns[at.column]
    if (!canChange || row === undefined || column === undefined) return
    setPlace(at)
    setDraft({ row: row.row, column: column.index, text: text ?? row.cells[column.index] ?? '' })
  }
  const saveCell = (row: UploadRow, column: number, value: string): void =>
    saveCells([{ row: row.row, column, value }], t`Row ${{ row: formatNumber(row.row) }} saved and checked again.`)
  const saveCells = (cells: Cells, message: string): void =>
    send({ kind: 'cells', cells: [...cells] }, message, { kind: 'cells', cells: currentCells(cells, rows) })
  const finish = (keep: boolean, next: GridPlace | null): void => {
    const row = rows.find((one) => one.row === draft?.row)
    setDraft(null)
    if (keep && draft !== null && row !== undefined && (row.cells[draft.column] ?? '') !== draft.text)
      saveCell(row, draft.column, draft.text)
    if (next !== null) goTo(next)
  }
  const toggle = (row: UploadRow): void => {
    const number = formatNumber(row.row)
    send(
      { kind: 'rows', rows: [row.row], excluded: !row.excluded },
      row.excluded ? t`Row ${number} included.` : t`Row ${number} excluded.`,
      { kind: 'rows', rows: [row.row], excluded: row.excluded },
    )
  }

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
    else if (canChange && isUndo(event)) undo()
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
    if (placed === null)
      history.announce(t`A paste can have at most ${{ cells: formatNumber(maxCells) }} cells. Paste fewer at a time.`)
    else saveCells(placed.cells, pasteWords(placed))
  }
  const onCopy = (event: ClipboardEvent<HTMLElement>): void => {
    // The browser copies a text selection.
    if (draft !== null || document.getSelection()?.isCollapsed === false) return
    const row = rows[place.index]
    const column = columns[place.column]
    if (row === undefined || column === undefined) return
    event.clipboardData.setData('text/plain', quotedCell(row.cells[column.index] ?? ''))
    event.preventDefault()
  }
  // A click or a browser key may focus a cell: the active cell follows.
  const onFocus = (event: FocusEvent<HTMLElement>): void => {
    const at = event.target.dataset.place?.split(':').map(Number)
    const [index, column] = at ?? []
    if (index === undefined || column === undefined) return
    if (index !== place.index || column !== place.column) setPlace({ index, column })
  }
  // Pending values show at once in their cells.
  const pending = [...(fix.isPending ? [fix.variables] : []), ...(undoing.isPending ? undoing.variables : [])]
  const pendingCells = pending.flatMap((one) => (one.kind === 'cells' ? one.cells : []))
  return {
    place,
    draft,
    error: fix.error ?? undoing.error,
    pendingCells,
    busy: fix.isPending || undoing.isPending,
    handlers: { onKeyDown, onPaste, onCopy, onFocus },
    edit,
    write: (text: string): void => setDraft((now) => (now === null ? null : { ...now, text })),
    finish,
    saveCell,
    toggle,
  }
}

export type GridEditing = ReturnType<typeof useGridEditing>
