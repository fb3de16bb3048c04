import { FileRefusal } from '../file-refusal.ts'
import { type NumberText, plainNumber } from './xlsx-number.ts'
import type { XlsxWorkbook } from './xlsx-workbook.ts'

/** A cell as the sheet's XML has it. */
export interface RawCell {
  readonly column: number
  /** `t` of the cell: s (shared string), str, inlineStr, b, e, n, d; absent means number. */
  readonly type: string
  readonly style: number
  text: string
  /** The text of its formula; null where it has none. */
  formula: string | null
  /** It has an element for its value, even if an empty one. */
  hasValue: boolean
}

/** Strings hold what XML cannot as _xHHHH_ (ECMA-376, part 1, 22.9.2.19: ST_Xstring). */
const unescaped = (text: string) =>
  text.includes('_x')
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text

function sharedString(index: string, { strings }: XlsxWorkbook): string {
  const text = strings[Number(index)]
  if (text === undefined)
    throw new FileRefusal(
      'A cell of the workbook points to a text that is not there. Save it again in your spreadsheet program.',
    )
  return unescaped(text)
}

/** What a cell displays. Formulas are never calculated: their stored value counts. */
export function cellText(cell: RawCell, workbook: XlsxWorkbook): NumberText {
  const { type, text } = cell
  if (text === '') return { text }
  if (type === 's') return { text: sharedString(text, workbook) }
  if (type === 'b') return { text: text === '1' || text === 'true' ? 'TRUE' : 'FALSE' }
  if (type === 'n' || type === '') return workbook.styles[cell.style]?.(text) ?? { text: plainNumber(text) }
  return { text: unescaped(text) }
}

/**
 * A formula whose value the file does not have. Programs that do not calculate store none, or 0 or an empty text in its
 * place. Excel stores an empty text as the result of a formula as well, in a cell of type `str`.
 */
export function lacksValue(cell: RawCell, { isCalculated, calculatesOnLoad }: XlsxWorkbook): boolean {
  const { formula, type, text, hasValue } = cell
  if (formula === null) return false
  if (text === '') return type !== 'str' || !hasValue || calculatesOnLoad
  return !isCalculated && (type === '' || type === 'n') && Number(text) === 0
}

/** Column of a reference like "AB12" or "$AB$12", from 0; -1 where it is none. */
export function columnOf(reference: string): number {
  let column = 0
  for (const letter of /^\$?([A-Z]{1,3})/i.exec(reference)?.[1]?.toUpperCase() ?? '')
    column = column * 26 + (letter.charCodeAt(0) - 64)
  return column - 1
}
