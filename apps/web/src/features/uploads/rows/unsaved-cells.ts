import { plural, t } from '@lingui/core/macro'
import { useRef, useState } from 'react'
import { type DiscardWords, useDiscardGuard } from '../../../query/discard-guard.tsx'
import type { PlacedPaste } from './grid-paste.ts'

type Cells = PlacedPaste['cells']

export interface CellSave {
  readonly cells: Cells
  /** The same cells with their values before. */
  readonly before: Cells
  /** The message once it is saved. */
  readonly message: string
}

/** Cells with a text that the server does not have yet. */
export interface UnsavedSave extends CellSave {
  /** How the file was read then: read otherwise, its rows are others. */
  readonly file: string
  readonly request: Promise<unknown>
  /** Why the save was refused; null while it is being saved. */
  readonly error: unknown
}

/** A cell with a text that the server does not have yet. */
interface UnsavedCell {
  readonly value: string
  readonly isRefused: boolean
}

export interface UnsavedCells {
  readonly saves: readonly UnsavedSave[]
  readonly refused: readonly UnsavedSave[]
  readonly cell: (row: number, column: number) => UnsavedCell | undefined
  /** Keeps the text of cells until their request has saved it. Replaces an earlier text of the same cells. */
  readonly track: (save: CellSave, request: Promise<unknown>) => void
  readonly discard: (cells: Cells) => void
  /** Whether a cell is unsaved, as of now: a render may be due. */
  readonly hasAny: () => boolean
  /** Resolves once no save is pending, or after a moment. */
  readonly untilSaved: () => Promise<unknown>
}

/** How long leaving the page waits for pending saves before it asks, in milliseconds. */
const patience = 2000

const none: readonly UnsavedSave[] = []

function withoutCells(saves: readonly UnsavedSave[], cells: Cells): readonly UnsavedSave[] {
  const keys = new Set(cells.map(({ row, column }) => `${row}:${column}`))
  const rest = (all: Cells): Cells => all.filter(({ row, column }) => !keys.has(`${row}:${column}`))
  return saves
    .map((save) => ({ ...save, cells: rest(save.cells), before: rest(save.before) }))
    .filter((save) => save.cells.length > 0)
}

/** Lives outside the grid, as the undo stack does. Another format changes the rows, so it hides the cells. */
export function useUnsavedCells(file: string): UnsavedCells {
  const latest = useRef<readonly UnsavedSave[]>(none)
  const [all, setAll] = useState(none)
  const change = (update: (now: readonly UnsavedSave[]) => readonly UnsavedSave[]): void => {
    latest.current = update(latest.current)
    setAll(latest.current)
  }
  const isCurrent = (save: UnsavedSave): boolean => save.file === file
  const saves = all.filter(isCurrent)
  return {
    saves,
    refused: saves.filter(({ error }) => error !== null),
    cell: (row, column) => {
      for (const { cells, error } of saves) {
        const cell = cells.find((one) => one.row === row && one.column === column)
        if (cell !== undefined) return { value: cell.value, isRefused: error !== null }
      }
      return undefined
    },
    track: (save, request) => {
      change((now) => [...withoutCells(now, save.cells), { ...save, file, request, error: null }])
      request.then(
        () => change((now) => now.filter((one) => one.request !== request)),
        (error: unknown) => change((now) => now.map((one) => (one.request === request ? { ...one, error } : one))),
      )
    },
    discard: (cells) => change((now) => withoutCells(now, cells)),
    hasAny: () => latest.current.some(isCurrent),
    untilSaved: () =>
      Promise.race([
        Promise.allSettled(latest.current.map(({ request }) => request)),
        new Promise((resolve) => setTimeout(resolve, patience)),
      ]),
  }
}

function leaveWords(cells: number): DiscardWords {
  return {
    title: t`Discard changes?`,
    text: plural(cells, {
      one: 'The text of # cell is not saved. It is lost if you leave.',
      other: 'The text of # cells is not saved. It is lost if you leave.',
    }),
    discard: t`Discard changes`,
    keep: t`Stay here`,
  }
}

/** Asks before the text of unsaved cells is lost with the page. Render what it returns. */
export function useUnsavedGuard({ saves, hasAny, untilSaved }: UnsavedCells) {
  const count = saves.reduce((sum, { cells }) => sum + cells.length, 0)
  return useDiscardGuard({ hasChanges: hasAny, settle: untilSaved, partOf: 'page', words: leaveWords(count) }).question
}
