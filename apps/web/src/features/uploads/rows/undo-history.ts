import { useRef, useState } from 'react'
import type { Fix } from '../queries.ts'

/** Undo stack of the grid, and the latest status message. */
export interface UndoHistory {
  readonly message: string
  readonly announce: (message: string) => void
  /** Pushes the request that undoes an edit. */
  readonly push: (undo: Fix) => void
  /** Pops the request that undoes the latest edit. */
  readonly pop: () => Fix | undefined
}

const maxSize = 100

/**
 * Lives outside the grid, which remounts with every other view of the rows. `file` identifies how the file is read:
 * another format or sheet changes the rows, so it clears the stack.
 */
export function useUndoHistory(file: string): UndoHistory {
  const [message, announce] = useState('')
  const stack = useRef<{ file: string; undos: Fix[] }>({ file, undos: [] })
  const undosOfFile = (): Fix[] => {
    if (stack.current.file !== file) stack.current = { file, undos: [] }
    return stack.current.undos
  }
  return {
    message,
    announce,
    push: (undo) => {
      stack.current = { file, undos: [...undosOfFile(), undo].slice(-maxSize) }
    },
    pop: () => undosOfFile().pop(),
  }
}
