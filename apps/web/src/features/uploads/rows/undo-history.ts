import { t } from '@lingui/core/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Fix, undoMutation } from '../queries.ts'
import { type UnsavedCells, useUnsavedCells } from './unsaved-cells.ts'

/** Undo stack of the rows, and the latest status message. */
export interface UndoHistory {
  readonly message: string
  readonly announce: (message: string) => void
  readonly canUndo: boolean
  /** Pushes the requests that undo an edit or a fix. */
  readonly push: (undo: readonly Fix[]) => void
  /** Pops the requests that undo the latest one. */
  readonly pop: () => readonly Fix[] | undefined
  readonly unsaved: UnsavedCells
}

const maxSize = 100

/**
 * Lives outside the grid, which remounts with every other view of the rows. `file` identifies how the file is read:
 * another format or sheet changes the rows, so it clears the stack.
 */
export function useUndoHistory(file: string): UndoHistory {
  const [message, announce] = useState('')
  const [stack, setStack] = useState<{ readonly file: string; readonly undos: readonly (readonly Fix[])[] }>({
    file,
    undos: [],
  })
  const unsaved = useUnsavedCells(file)
  const undos = stack.file === file ? stack.undos : []
  return {
    message,
    unsaved,
    announce,
    canUndo: undos.length > 0,
    push: (undo) =>
      setStack((now) => ({ file, undos: [...(now.file === file ? now.undos : []), undo].slice(-maxSize) })),
    pop: () => {
      setStack({ file, undos: undos.slice(0, -1) })
      return undos.at(-1)
    },
  }
}

/** Undoes the latest edit or fix. An undo that fails can be repeated. */
export function useUndo(uploadId: string, history: UndoHistory) {
  const request = useMutation(undoMutation(uploadId, useQueryClient()))
  const undo = (): void => {
    const fixes = history.pop()
    if (fixes === undefined) return history.announce(t`Nothing to undo.`)
    // Handles each response, even if another view of the rows has replaced this one.
    request.mutateAsync(fixes).then(
      () => history.announce(t`Undone and checked again.`),
      () => history.push(fixes),
    )
  }
  return { request, undo }
}
