import { fileLimits } from '../file-limits.ts'
import type { FileRow } from '../file-row.ts'
import { rangeOf } from './xlsx-merges.ts'
import { isTrue, type XmlAttributes } from './xlsx-xml.ts'

/** Features of a sheet besides its rows: reported to the user, never silent. */
export interface SheetFacts {
  rows: number
  hiddenRows: number
  hiddenColumns: number
  /** Their positions, from 0. */
  hiddenAt: number[]
  mergedCells: number
  /** The first of them: "A2:A5". */
  merges: string[]
  formulas: number
}

export const noFacts = (): SheetFacts => ({
  rows: 0,
  hiddenRows: 0,
  hiddenColumns: 0,
  hiddenAt: [],
  mergedCells: 0,
  merges: [],
  formulas: 0,
})

/** Hidden explicitly, or by a height or width of a few pixels. */
const isHidden = (hidden: string | undefined, size: string | undefined, least: number) =>
  isTrue(hidden) || (size !== undefined && size !== '' && Number(size) < least)
/** In points, and in characters. */
const leastSize = { height: 3, width: 0.8 }
const shownMerges = 12

function noteMerge(facts: SheetFacts, range: string | undefined): void {
  facts.mergedCells += 1
  if (range !== undefined && rangeOf(range) !== null && facts.merges.length < shownMerges) facts.merges.push(range)
}

function noteHidden(facts: SheetFacts, min: number, max: number): void {
  facts.hiddenColumns += Math.min(fileLimits.columns, max - min + 1)
  for (let at = min - 1; at < Math.min(max, fileLimits.columns); at += 1)
    if (at >= 0 && facts.hiddenAt.length < fileLimits.columns) facts.hiddenAt.push(at)
}

/**
 * Notes merged cells and the columns that are hidden by their own width, or by that of the sheet. A row that the sheet
 * lists is displayed even if others are not, unless their usual height is that of a line.
 */
export function factsFinder(facts: SheetFacts) {
  let usual: XmlAttributes = {}
  const known = new Set<number>()
  const seeColumns = ({ min, max, hidden, width = usual['defaultColWidth'] }: XmlAttributes) => {
    const [from, to] = [Number(min), Number(max)]
    for (let at = from - 1; at < Math.min(to, fileLimits.columns); at += 1) known.add(at)
    if (isHidden(hidden, width, leastSize.width)) noteHidden(facts, from, to)
  }
  const seeColumn = (column: number) => {
    if (known.has(column)) return
    known.add(column)
    if (isHidden(undefined, usual['defaultColWidth'], leastSize.width)) noteHidden(facts, column + 1, column + 1)
  }
  return {
    see(name: string, attributes: XmlAttributes): void {
      if (name === 'sheetFormatPr') usual = attributes
      else if (name === 'col') seeColumns(attributes)
      else if (name === 'mergeCell') noteMerge(facts, attributes['ref'])
    },
    /** A row with a value or a formula. */
    seeRow({ hidden, formulas, cells }: Pick<FileRow, 'hidden' | 'formulas' | 'cells'>): void {
      facts.rows += 1
      facts.formulas += formulas.length
      if (hidden) facts.hiddenRows += 1
      for (const [column, text] of cells.entries()) if (text !== '') seeColumn(column)
    },
    isRowHidden: ({ hidden, ht = usual['defaultRowHeight'] }: XmlAttributes) => isHidden(hidden, ht, leastSize.height),
  }
}
