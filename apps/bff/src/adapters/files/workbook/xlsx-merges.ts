import type { MergedCell } from '../../../features/uploads/file-ports.ts'
import { fileLimits } from '../file-limits.ts'
import { columnOf } from './xlsx-cell.ts'

/** Merged cells of a sheet: rows from 1, columns from 0, first and last included. */
export interface Merge {
  readonly range: string
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

const rangeShape = /^(?<from>[A-Z]{1,3})(?<top>\d{1,7})(?::(?<to>[A-Z]{1,3})(?<bottom>\d{1,7}))?$/

/** The range of merged cells by their reference ("A2:A5"); null if invalid. */
export function rangeOf(range: string): Merge | null {
  const found = rangeShape.exec(range)?.groups
  if (found === undefined) return null
  const { from = '', top = '', to = from, bottom = top } = found
  return { range, top: Number(top), bottom: Number(bottom), left: columnOf(from), right: columnOf(to) }
}

interface OpenMerge extends Merge {
  readonly value: string
}

/** Maximum covered cells to mark in a row, so one merge over a whole sheet does not multiply its size. */
const maxInRow = 16
const maxValueLength = 1000

/**
 * Finds the cells of a row that merged cells cover and that do not display the merged value. Rows come from the top
 * down; only merges that reach the current row are held. Ignores overlapping merges, which no spreadsheet program
 * writes.
 */
export function coverFinder(
  merges: readonly Merge[],
): (row: number, cells: readonly string[]) => readonly MergedCell[] {
  let next = 0
  let open: readonly OpenMerge[] = []

  const begin = (row: number, cells: readonly string[]) => {
    for (let merge = merges[next]; merge !== undefined && merge.top <= row; merge = merges[(next += 1)]) {
      const { top, left, right } = merge
      // Rows without any value are skipped: merges that begin there display nothing.
      const value = top === row ? (cells[left] ?? '') : ''
      const isFree = open.every((other) => right < other.left || left > other.right)
      if (value.trim() !== '' && isFree) open = [...open, { ...merge, value }]
    }
  }
  return (row, cells) => {
    open = open.filter(({ bottom }) => bottom >= row)
    begin(row, cells)
    return open.flatMap((merge) => coveredBy(merge, row, cells)).slice(0, maxInRow)
  }
}

function coveredBy({ range, top, left, right, value }: OpenMerge, row: number, cells: readonly string[]): MergedCell[] {
  const covered: MergedCell[] = []
  const shown = value.length > maxValueLength ? null : value
  for (let column = top === row ? left + 1 : left; column <= right && covered.length < maxInRow; column += 1)
    if (column < fileLimits.columns && cells[column] !== value)
      covered.push({ column, range, firstRow: top, value: shown })
  return covered
}
