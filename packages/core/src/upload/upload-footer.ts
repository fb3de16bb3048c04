import { comparableName } from '../account/name-index.ts'
import type { MeantColumn } from './upload-mapping.ts'

const totals = [
  'total',
  'totals',
  'grand total',
  'subtotal',
  'sub total',
  'sum',
  'count',
  'summe',
  'gesamt',
  'gesamtsumme',
  'gesamtergebnis',
  'zwischensumme',
  'anzahl',
  'insgesamt',
  'somme',
  'total general',
  'nombre',
  'suma',
  'total geral',
  'soma',
  'totale',
  'totaal',
  'summa',
  'yhteensa',
  'i alt',
  'totalt',
  'razem',
  'celkem',
  'osszesen',
  'toplam',
  'итого',
  'всего',
  'разом',
  'συνολο',
  '合計',
  '総計',
  '小計',
  '合计',
  '总计',
  '小计',
  '합계',
  '총계',
  'المجموع',
  'סהכ',
].map(comparableName)
const closings =
  /^(?:[-*=_ ]*)(?:end of (?:report|file|list|data|export)|(?:generated|exported|printed|created|downloaded) (?:on|by|at|from)\b.*|page \d+ (?:of|\/) \d+|confidential\b.*|\(?\d[\d,.' ]* (?:users?|rows?|records?|entries|people|members|zeilen?|lignes?|filas?|righe|linhas?|rader)(?: (?:(?:in )?total|affected|selected|returned|fetched|in set.*))?\)?|(?:total|number of) (?:users?|rows?|records?|entries|people|members)\b.*)[.!]?(?:[-*=_ ]*)$/

/** Whether a cell begins a line that sums up or closes a table: "Total", "Summe: 12", "End of report". */
export function isFooterText(cell: string): boolean {
  const text = comparableName(cell)
  return totals.includes(text.replace(/\s*[:=]?\s*[\d.,' ]*$/, '')) || closings.test(text)
}

/** A line that sums up a part of the table, as programs that group rows write it: "Data Total", "Ergebnis Data". */
const subtotal =
  /^(?:sub ?total|sous total|total|summe|ergebnis|somme|totale|totaal) .{1,80}$|^.{1,80} (?:sub ?total|total|totals|ergebnis|zwischensumme|summe|gesamt|totale|totaal|toplami?|razem|итог)$|^.{1,80}(?:合計|小計|合计|小计|총계)$/u
const isNumber = (cell: string) => /^[\d.,' %]+$/.test(cell)

/** A line between rows of text tables: "|---|:---:|", "+-----+-----+". */
const rule = /^(?=.*(?:--|==))[-=+:|\s]+$/

const filledOf = (cells: readonly string[]) => cells.map((cell) => cell.trim()).filter((cell) => cell !== '')

/** Whether a row sums up, closes or divides the table. Whether it names a user nevertheless, the caller knows. */
export function closesTable(cells: readonly string[]): boolean {
  const [first, ...others] = filledOf(cells)
  if (first === undefined) return false
  if (isFooterText(first) || [first, ...others].every((cell) => rule.test(cell))) return true
  return subtotal.test(comparableName(first)) && others.every(isNumber)
}

/** Whether each cell of a row is the heading of its column, as programs write them again on each page. */
export function repeatsHeadings(cells: readonly string[], columns: readonly MeantColumn[]): boolean {
  const headingAt = new Map(columns.map(({ index, header = '' }) => [index, comparableName(header)]))
  const isHeading = (cell: string, index: number) => cell.trim() === '' || comparableName(cell) === headingAt.get(index)
  return filledOf(cells).length > 0 && cells.every(isHeading)
}
