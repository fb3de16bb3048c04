import { columnOf } from './xlsx-cell.ts'
import type { Merge } from './xlsx-merges.ts'
import { type XmlAttributes } from './xlsx-xml.ts'

/** Whether a condition applies to the cell in `column`; null if only a spreadsheet program can tell. */
export type Test = (cells: readonly string[], row: number, column: number) => boolean | null

export const unknown: Test = () => null
const literalShape = /^(?:"(?<text>(?:[^"]|"")*)"|(?<other>TRUE|FALSE|-?\d+(?:\.\d+)?))$/i
const comparisonShape =
  /^(?<from>\$?)(?<letters>[A-Z]{1,3})(?<fixed>\$?)(?<row>\d{1,7})(?<operator>=|<>)(?<literal>.+)$/i
const blankShape = /^(?<not>NOT\()?ISBLANK\((?<cell>\$?[A-Z]{1,3}\$?\d{1,7})\)(?<end>\))?$/i

/** The text that equals a literal of a formula; null if it is none. */
function literalOf(written: string): string | null {
  const { text, other } = literalShape.exec(written)?.groups ?? {}
  return text?.replaceAll('""', '"') ?? other ?? null
}

function equals(cell: string, literal: string): boolean {
  const isNumber = literal !== '' && Number.isFinite(Number(literal))
  return isNumber ? Number(cell) === Number(literal) : cell.toLowerCase() === literal.toLowerCase()
}

/** Compares a cell of the row with a literal, as in `=$D2="left"`, `=NOT(ISBLANK($D2))` or `=TRUE`. */
function comparison(formula: string, { top, left }: Pick<Merge, 'top' | 'left'>): Test {
  const plain = formula
    .trim()
    .replace(/^=/, '')
    .replaceAll(/\s*(=|<>)\s*/g, '$1')
  if (/^(?:TRUE|FALSE)(?:\(\))?$/i.test(plain)) return () => /^true/i.test(plain)
  const { not, cell, end } = blankShape.exec(plain)?.groups ?? {}
  if (cell !== undefined && (not === undefined) === (end === undefined))
    return comparison(`${cell}${not === undefined ? '=' : '<>'}""`, { top, left })
  const { from, letters = '', fixed, row, operator, literal: written = '' } = comparisonShape.exec(plain)?.groups ?? {}
  const literal = literalOf(written)
  if (literal === null || (fixed === '' && Number(row) !== top)) return unknown
  const place = columnOf(letters)
  return (cells, at, column) => {
    if (fixed === '$' && at !== Number(row)) return null
    const compared = cells[from === '$' ? place : column + place - left] ?? ''
    return equals(compared, literal) === (operator === '=')
  }
}

const texts: Readonly<Record<string, (cell: string, text: string) => boolean>> = {
  containsText: (cell, text) => cell.includes(text),
  notContainsText: (cell, text) => !cell.includes(text),
  beginsWith: (cell, text) => cell.startsWith(text),
  endsWith: (cell, text) => cell.endsWith(text),
}

/** The condition of a rule; `formula` is its first one. */
export function testOf(
  { type = '', operator, text }: XmlAttributes,
  formula: string,
  start: Pick<Merge, 'top' | 'left'>,
): Test {
  if (type === 'expression') return comparison(formula, start)
  // The cell contains something: a blank one does not count.
  if (type === 'containsBlanks') return () => false
  if (type === 'notContainsBlanks') return () => true
  const literal = literalOf(formula.trim())
  if (type === 'cellIs' && literal !== null && (operator === 'equal' || operator === 'notEqual'))
    return (cells, _row, column) => equals(cells[column] ?? '', literal) === (operator === 'equal')
  const compare = texts[type]
  if (compare === undefined || text === undefined) return unknown
  return (cells, _row, column) => compare((cells[column] ?? '').toLowerCase(), text.toLowerCase())
}
