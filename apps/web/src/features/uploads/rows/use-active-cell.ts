import { type RefObject, useEffect, useRef, useState } from 'react'
import type { GridPlace } from './grid-move.ts'

interface ActiveCellOptions {
  /** Position of the column that becomes active first. */
  readonly start: number
  readonly grid: RefObject<HTMLElement | null>
  readonly size: { readonly rows: number; readonly columns: number }
  /** A cell being edited keeps the focus in its field. */
  readonly isEditing: boolean
  /** Scrolls a row into view. */
  readonly onReveal: (index: number) => void
}

const nearest: ScrollIntoViewOptions = { block: 'nearest', inline: 'nearest' }

/** The active cell of the grid: the only one in the tab order. It has the focus and stays in view when reached by key. */
export function useActiveCell({ start, grid, size, isEditing, onReveal }: ActiveCellOptions) {
  const [place, setPlace] = useState<GridPlace>({ index: 0, column: start })
  // The focus moves after the next render, because rows may appear, disappear or scroll first.
  const wantsFocus = useRef(false)
  // A fixed row leaves an error view together with the focus, which returns to its position, now the next row.
  const regainsFocus = useRef(false)
  // Keeps an active cell reached by key in view.
  const follows = useRef(false)
  useEffect(() => {
    const isLost = regainsFocus.current && document.activeElement === document.body
    if ((!wantsFocus.current && !isLost) || isEditing) return
    const cell = grid.current?.querySelector<HTMLElement>(
      `[data-place="${Math.min(place.index, size.rows - 1)}:${place.column}"]`,
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
  useFollowedScroll(follows, isEditing)
  return {
    place,
    setPlace,
    goTo: (next: GridPlace): void => {
      const index = Math.max(0, Math.min(next.index, size.rows - 1))
      wantsFocus.current = true
      setPlace({ index, column: Math.max(-1, Math.min(next.column, size.columns - 1)) })
      onReveal(index)
    },
    /** Call before a change that may remove the row with the focus. */
    regainFocus: (): void => {
      regainsFocus.current = true
    },
  }
}

/** Rows get their true height when they render, which moves the focused cell again. Follows it until the user scrolls. */
function useFollowedScroll(follows: RefObject<boolean>, isEditing: boolean): void {
  useEffect(() => {
    const cell = document.activeElement
    if (follows.current && !isEditing && cell instanceof HTMLElement && cell.dataset['place'] !== undefined)
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
  }, [follows])
}
