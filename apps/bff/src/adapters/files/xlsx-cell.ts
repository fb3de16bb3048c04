import { FileRefusal } from './file-refusal.ts'
import type { XlsxWorkbook } from './xlsx-workbook.ts'

/** A cell as it stands in the sheet's XML. */
export interface RawCell {
  /** `t` of the cell: s (shared string), str, inlineStr, b, e, n, d; absent means number. */
  readonly type: string
  readonly style: number
  readonly text: string
}

const millisecondsPerDay = 86_400_000
// Day 60 of the 1900 calendar is 29 February 1900, which never was; from there on the count is one too high.
const epoch1900 = Date.UTC(1899, 11, 30)
const epoch1904 = Date.UTC(1904, 0, 1)

/** A date as ISO text; the time only where there is one. */
export function dateText(days: number, from1904: boolean): string {
  const shifted = !from1904 && days < 60 ? days + 1 : days
  const date = new Date((from1904 ? epoch1904 : epoch1900) + Math.round(shifted * millisecondsPerDay))
  if (Number.isNaN(date.getTime())) return String(days)
  const text = date.toISOString()
  return Number.isInteger(days) ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 19)}`
}

function numberText(text: string, style: number, workbook: XlsxWorkbook): string {
  const value = Number(text)
  if (text === '' || !Number.isFinite(value)) return text
  const { isDate = false, digits = 0 } = workbook.styles[style] ?? {}
  if (isDate) return dateText(value, workbook.from1904)
  if (digits > 0 && Number.isInteger(value) && value >= 0) return String(value).padStart(digits, '0')
  // Files write 0.1+0.2 with 17 digits; sheets show 15.
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? String(value) : String(Number(value.toPrecision(15)))
}

/** Strings hold what XML cannot as _xHHHH_ (ECMA-376, part 1, 22.9.2.19: ST_Xstring). */
const unescaped = (text: string) =>
  text.includes('_x')
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text

/** What a cell shows. Formulas are never calculated: their last value is what the file says. */
export function cellText(cell: RawCell, workbook: XlsxWorkbook): string {
  if (cell.type === 's') {
    const text = workbook.strings[Number(cell.text)]
    if (text === undefined)
      throw new FileRefusal(
        'A cell of the workbook points to a text that is not there. Save it again in your spreadsheet program.',
      )
    return unescaped(text)
  }
  if (cell.type === 'b') return cell.text === '1' || cell.text === 'true' ? 'TRUE' : 'FALSE'
  if (cell.type === 'n' || cell.type === '') return numberText(cell.text, cell.style, workbook)
  return unescaped(cell.text)
}

/** Column of a reference like "AB12", from 0; -1 where it is none. */
export function columnOf(reference: string): number {
  let column = 0
  for (const letter of /^[A-Z]{1,3}/.exec(reference)?.[0] ?? '') column = column * 26 + (letter.charCodeAt(0) - 64)
  return column - 1
}
