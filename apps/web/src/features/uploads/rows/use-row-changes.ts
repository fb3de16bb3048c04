import { t } from '@lingui/core/macro'
import type { UploadRow } from '@muster/contracts/uploads'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { formatNumber } from '../../../lib/format.ts'
import { type Fix, fixRowsMutation } from '../queries.ts'
import { currentCells, type PlacedPaste } from './grid-paste.ts'
import { type UndoHistory, useUndo } from './undo-history.ts'

type Cells = PlacedPaste['cells']

interface RowChangesOptions {
  readonly uploadId: string
  readonly rows: readonly UploadRow[]
  readonly history: UndoHistory
  /** Called before each change: a fixed row may leave an error view. */
  readonly onSend: () => void
}

/** Saves edited cells and excluded rows. Each change can be undone. */
export function useRowChanges({ uploadId, rows, history, onSend }: RowChangesOptions) {
  const fix = useMutation(fixRowsMutation(uploadId, useQueryClient()))
  const { request: undoing, undo: undoLatest } = useUndo(uploadId, history)
  const send = (request: Fix, message: string, undo: Fix): void => {
    onSend()
    const done = (): void => {
      history.push([undo])
      history.announce([message, t`Ctrl+Z undoes it.`].join(' '))
    }
    // Handles each response, even if the next edit is already pending. The mutation's error shows a refusal.
    fix.mutateAsync(request).then(done, () => undefined)
  }
  const saveCells = (cells: Cells, message: string): void =>
    send({ kind: 'cells', cells: [...cells] }, message, { kind: 'cells', cells: currentCells(cells, rows) })
  const pending = [...(fix.isPending ? [fix.variables] : []), ...(undoing.isPending ? undoing.variables : [])]
  return {
    error: fix.error ?? undoing.error,
    busy: fix.isPending || undoing.isPending,
    /** Values being saved, which show at once in their cells. */
    pendingCells: pending.flatMap((one) => (one.kind === 'cells' ? one.cells : [])),
    saveCells,
    saveCell: (row: UploadRow, column: number, value: string): void =>
      saveCells([{ row: row.row, column, value }], t`Row ${{ row: formatNumber(row.row) }} saved and checked again.`),
    /** Excludes a row, or includes an excluded one. */
    toggle: (row: UploadRow): void => {
      const number = formatNumber(row.row)
      send(
        { kind: 'rows', rows: [row.row], excluded: !row.excluded },
        row.excluded ? t`Row ${number} included.` : t`Row ${number} excluded.`,
        { kind: 'rows', rows: [row.row], excluded: row.excluded },
      )
    },
    undo: (): void => {
      if (history.canUndo) onSend()
      undoLatest()
    },
  }
}
