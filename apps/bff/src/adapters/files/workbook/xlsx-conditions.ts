import type { CellOffer } from '../file-row.ts'
import { columnOf } from './xlsx-cell.ts'
import type { CellLook } from './xlsx-looks.ts'
import { type Merge, rangeOf } from './xlsx-merges.ts'

/** Whether a condition applies to the cell in `column`; null if only a spreadsheet program can tell. */
type Test = (cells: readonly string[], row: number, column: number) => boolean | null

/** A conditional format that strikes cells through or hides them. */
export interface Condition extends Merge {
  readonly look: CellLook
  readonly test: Test
}

type Attributes = Readonly<Record<string, string>>

/** More than any sheet of users has; each is compared with every row in its range. */
const mostConditions = 2000

const unknown: Test = () => null
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

function testOf({ type = '', operator, text }: Attributes, formula: string, start: Pick<Merge, 'top' | 'left'>): Test {
  if (type === 'expression') return comparison(formula, start)
  // The cell contains something: a blank one is not looked at.
  if (type === 'containsBlanks') return () => false
  if (type === 'notContainsBlanks') return () => true
  const literal = literalOf(formula.trim())
  if (type === 'cellIs' && literal !== null && (operator === 'equal' || operator === 'notEqual'))
    return (cells, _row, column) => equals(cells[column] ?? '', literal) === (operator === 'equal')
  const compare = texts[type]
  if (compare === undefined || text === undefined) return unknown
  return (cells, _row, column) => compare((cells[column] ?? '').toLowerCase(), text.toLowerCase())
}

/** Collects the conditional formats of a sheet that strike cells through or hide them. */
export function conditionCollector(looks: readonly (CellLook | undefined)[]) {
  const conditions: Condition[] = []
  let ranges: readonly Merge[] = []
  let rule: Attributes | null = null
  let formula: string | null = null
  let first: string | null = null
  const add = (attributes: Attributes, written: string) => {
    const look = looks[Number(attributes['dxfId'] ?? -1)]
    if (look === undefined) return
    const start = {
      top: Math.min(...ranges.map(({ top }) => top)),
      left: Math.min(...ranges.map(({ left }) => left)),
    }
    const test = testOf(attributes, written, start)
    for (const range of ranges) if (conditions.length < mostConditions) conditions.push({ ...range, look, test })
  }
  return {
    open(name: string, attributes: Attributes): void {
      if (name === 'conditionalFormatting')
        ranges = (attributes['sqref'] ?? '').split(/\s+/).flatMap((range) => rangeOf(range) ?? [])
      else if (name === 'cfRule') {
        rule = attributes
        first = null
      } else if (name === 'formula' && rule !== null && first === null) formula = ''
    },
    text(text: string): void {
      if (formula !== null && formula.length < 1000) formula += text
    },
    close(name: string): void {
      if (name === 'formula' && formula !== null) {
        first = formula
        formula = null
      } else if (name === 'cfRule' && rule !== null) {
        add(rule, first ?? '')
        rule = null
      }
    },
    /** From the top. */
    conditions: (): readonly Condition[] => conditions.toSorted((one, other) => one.top - other.top),
  }
}

/**
 * Finds the cells of a row that conditional formats strike through or hide, or may: the conditions of most formats are
 * comparisons of one cell, any other is not evaluated. Rows come from the top down.
 */
export function conditionFinder(
  conditions: readonly Condition[],
): (row: number, cells: readonly string[]) => readonly CellOffer[] {
  let next = 0
  let open: Condition[] = []
  return (row, cells) => {
    for (let one = conditions[next]; one !== undefined && one.top <= row; one = conditions[(next += 1)]) open.push(one)
    if (open.some(({ bottom }) => bottom < row)) open = open.filter(({ bottom }) => bottom >= row)
    const found = new Map<number, CellOffer['kind']>()
    for (const { left, right, look, test } of open)
      for (let column = left; column <= right && column < cells.length; column += 1) {
        if ((cells[column] ?? '').trim() === '') continue
        const applies = test(cells, row, column)
        if (applies === true) found.set(column, look)
        else if (applies === null && !found.has(column)) found.set(column, 'conditional')
      }
    return Array.from(found, ([column, kind]) => ({ column, kind, value: '' }))
  }
}
