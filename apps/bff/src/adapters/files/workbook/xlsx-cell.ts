import { message } from '@muster/wording/message'
import { FileRefusal } from '../file-refusal.ts'
import type { CellOffer } from '../file-row.ts'
import { lookOf } from './xlsx-looks.ts'
import { type NumberText, plainNumber } from './xlsx-number.ts'
import type { TextRun } from './xlsx-text.ts'
import type { XlsxWorkbook } from './xlsx-workbook.ts'

/** A raw cell of the sheet's XML. */
export interface RawCell {
  readonly column: number
  /** `t` of the cell: s (shared string), str, inlineStr, b, e, n, d; absent means number. */
  readonly type: string
  readonly style: number
  text: string
  /** The parts of its own rich text, if one may be hidden or is struck through. */
  runs: readonly TextRun[] | null
  /** The text of its formula; null without one. */
  formula: string | null
  /** Whether it has an element for its value, even an empty one. */
  hasValue: boolean
}

/** Strings encode characters that XML cannot contain as _xHHHH_ (ECMA-376, part 1, 22.9.2.19: ST_Xstring). */
const unescaped = (text: string) =>
  text.includes('_x')
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text

function sharedString(index: string, { strings }: XlsxWorkbook): string {
  const text = strings[Number(index)]
  if (text === undefined) throw new FileRefusal(message('workbook.text_missing'))
  return unescaped(text)
}

const truths: Readonly<Record<string, string>> = { '1': 'TRUE', true: 'TRUE', '0': 'FALSE', false: 'FALSE' }

function wordsOf({ type, text }: RawCell, workbook: XlsxWorkbook): string {
  if (type === 's') return sharedString(text, workbook)
  // Some programs write true in capitals. Anything else stays as it is, and the row reports it.
  if (type === 'b') return truths[text.trim().toLowerCase()] ?? text
  return unescaped(text)
}

/** The displayed text of a cell. Formulas are never calculated: their stored value counts. */
export function cellText(cell: RawCell, workbook: XlsxWorkbook): NumberText {
  const { type, text, style } = cell
  if (text === '') return { text }
  if (type === 'n' || type === '') return workbook.styles[style]?.(text) ?? { text: plainNumber(text) }
  const words = wordsOf(cell, workbook)
  const displayed = workbook.textStyles[style]?.(words) ?? words
  // A format may hide yes and no, but not change them.
  return displayed.trim() === words.trim() || (type === 'b' && displayed !== '')
    ? { text: words }
    : { text: words, displayed }
}

/** The mark of a cell that people no longer count, and what of its text is left without it. */
export function markOf(cell: RawCell, workbook: XlsxWorkbook): Omit<CellOffer, 'column'> | null {
  const look = workbook.looks.cells[cell.style]
  if (look !== undefined) return { kind: look, value: '' }
  const runs = cell.type === 's' ? workbook.runs.get(Number(cell.text)) : cell.runs
  if (runs === undefined || runs === null) return null
  const own = workbook.looks.cellFormats[cell.style] ?? {}
  const looks = runs.map(({ text, format }) => (text.trim() === '' ? undefined : lookOf([format, own])))
  if (looks.every((one) => one === undefined)) return null
  const left = runs.flatMap(({ text }, at) => (looks[at] === undefined ? [text] : [])).join('')
  return { kind: looks.includes('struck') ? 'struck' : 'unseen', value: unescaped(left) }
}

/**
 * A formula whose value is missing in the file. Programs that do not calculate store nothing, or 0 or an empty text as a
 * placeholder. Excel also stores an empty text as the result of a formula, in a cell of type `str`.
 */
export function lacksValue(cell: RawCell, { isCalculated, calculatesOnLoad }: XlsxWorkbook): boolean {
  const { formula, type, text, hasValue } = cell
  if (formula === null) return false
  if (text === '') return type !== 'str' || !hasValue || calculatesOnLoad
  return !isCalculated && (type === '' || type === 'n') && Number(text) === 0
}

/** Column of a reference like "AB12" or "$AB$12", from 0; -1 if invalid. */
export function columnOf(reference: string): number {
  let column = 0
  for (const letter of /^\$?([A-Z]{1,3})/i.exec(reference)?.[1]?.toUpperCase() ?? '')
    column = column * 26 + (letter.charCodeAt(0) - 64)
  return column - 1
}
