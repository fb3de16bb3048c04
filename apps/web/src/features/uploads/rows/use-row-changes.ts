import { t } from '@lingui/core/macro'
import type { UploadRow } from '@muster/contracts/uploads'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { formatNumber } from '../../../lib/format.ts'
import { type Fix, fixRowsMutation } from '../queries.ts'
import { currentCells, type PlacedPaste } from './grid-paste.ts'
import { type UndoHistory, useUndo } from './undo-history.ts'
import type { CellSave, UnsavedSave } from './unsaved-cells.ts'

type Cells = PlacedPaste['cells']

interface RowChangesOptions {
  readonly uploadId: string
  readonly rows: readonly UploadRow[]
  readonly history: UndoHistory
  /** Called before each change: a fixed row may leave an error view. */
  readonly onSend: () => void
}

/** Makes a saved change undoable, and announces it. */
function record(history: UndoHistory, undo: Fix, message: string): void {
  history.push([undo])
  history.announce([message, t`Ctrl+Z undoes it.`].join(' '))
}

/** Saves cells. A refused save keeps its text, to be sent again or discarded. */
export function useCellSaves(uploadId: string, history: UndoHistory): (save: CellSave) => void {
  const fix = useMutation(fixRowsMutation(uploadId, useQueryClient()))
  return ({ cells, before, message }) => {
    const done = (): void => record(history, { kind: 'cells', cells: [...before] }, message)
    // Handles each response, even if the next edit is already pending.
    const request = fix.mutateAsync({ kind: 'cells', cells: [...cells] }).then(done)
    history.unsaved.track({ cells, before, message }, request)
  }
}

/** Saves edited cells and excluded rows. Each change can be undone. */
export function useRowChanges({ uploadId, rows, history, onSend }: RowChangesOptions) {
  const fix = useMutation(fixRowsMutation(uploadId, useQueryClient()))
  const send = useCellSaves(uploadId, history)
  const { request: undoing, undo: undoLatest } = useUndo(uploadId, history)
  const saveCells = (cells: Cells, message: string): void => {
    onSend()
    send({ cells, before: currentCells(cells, rows), message })
  }
  return {
    error: fix.error ?? undoing.error,
    busy: fix.isPending || undoing.isPending || history.unsaved.saves.some(({ error }) => error === null),
    /** Values being restored, which show at once in their cells. */
    undoneCells: (undoing.isPending ? undoing.variables : []).flatMap((one) => (one.kind === 'cells' ? one.cells : [])),
    saveCells,
    saveCell: (row: UploadRow, column: number, value: string): void =>
      saveCells([{ row: row.row, column, value }], t`Row ${{ row: formatNumber(row.row) }} saved and checked again.`),
    retry: (save: UnsavedSave): void => {
      onSend()
      send(save)
    },
    discard: ({ cells }: Pick<UnsavedSave, 'cells'>): void => {
      onSend()
      history.unsaved.discard(cells)
    },
    /** Excludes a row, or includes an excluded one. */
    toggle: (row: UploadRow): void => {
      const number = formatNumber(row.row)
      const message = row.excluded ? t`Row ${number} included.` : t`Row ${number} excluded.`
      onSend()
      const done = (): void => record(history, { kind: 'rows', rows: [row.row], excluded: row.excluded }, message)
      // The mutation's error shows a refusal.
      fix.mutateAsync({ kind: 'rows', rows: [row.row], excluded: !row.excluded }).then(done, () => undefined)
    },
    undo: (): void => {
      if (history.canUndo) onSend()
      undoLatest()
    },
  }
}
