import { useRef, useState } from 'react'
import type { Fix } from '../queries.ts'

/** What was done in the grid, last first, as the orders that take it back; and what is to be said of it. */
export interface UndoHistory {
  readonly said: string
  readonly say: (text: string) => void
  /** Keeps how an edit is taken back. */
  readonly keep: (back: Fix) => void
  /** The order that takes the last edit back, which is forgotten then. */
  readonly takeLast: () => Fix | undefined
}

const mostKept = 100

/**
 * Kept beside the grid, which is made anew whenever another view of the rows is shown. `file`: how the file is read;
 * read otherwise, its rows are others, and nothing done in them before can be taken back.
 */
export function useUndoHistory(file: string): UndoHistory {
  const [said, say] = useState('')
  const kept = useRef<{ file: string; backs: Fix[] }>({ file, backs: [] })
  const backs = (): Fix[] => {
    if (kept.current.file !== file) kept.current = { file, backs: [] }
    return kept.current.backs
  }
  return {
    said,
    say,
    keep: (back) => {
      kept.current = { file, backs: [...backs(), back].slice(-mostKept) }
    },
    takeLast: () => backs().pop(),
  }
}
