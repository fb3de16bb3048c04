import { fileLimits } from '../file-limits.ts'
import type { CellOffer } from '../file-row.ts'
import { type Test, testOf, unknown } from './xlsx-condition-tests.ts'
import { type CellFormat, formatCollector, type Looks, lookOf } from './xlsx-looks.ts'
import { type Merge, rangeOf } from './xlsx-merges.ts'
import { isTrue, type XmlAttributes } from './xlsx-xml.ts'

/** A format that a condition or the style of a table gives to the cells of a range. */
export interface Condition extends Merge {
  readonly format: CellFormat
  readonly test: Test
  /** The format of a lower one applies first. */
  readonly priority: number
  /** Where it applies, conditional formats of higher priority numbers do not. */
  readonly stops?: boolean
}

/** Conditions from here on apply after the format of the cell itself. */
export const tablePriority = 1_000_000_000

type Formats = Pick<Looks, 'conditional' | 'mayHide'>

/** More than any sheet of users has; each is compared with every row in its range. */
const mostConditions = 2000

/** For the rest of too many conditions: each may apply to any cell. */
const anyOther: Condition = {
  range: '',
  top: 1,
  bottom: fileLimits.rows,
  left: 0,
  right: fileLimits.columns - 1,
  format: { isHidden: true },
  test: unknown,
  priority: tablePriority - 1,
}

const always: Test = () => true
const isInsteadOfValue = (name: string, { showValue }: XmlAttributes) =>
  (name === 'iconSet' || name === 'dataBar') && (showValue === '0' || showValue === 'false')

const isFormula = (name: string) => name === 'formula' || name === 'f'

interface Rule {
  readonly attributes: XmlAttributes
  /** The first. */
  formula: string
  formulas: number
  /** It shows an icon or a bar instead of the value. */
  isInstead: boolean
  /** Rules of the extension list contain their format. */
  format: ReturnType<typeof formatCollector> | null
}

/** The rules of some ranges that may hide text or strike it through, or stop others that do. */
function conditionsOf(ranges: string, rules: readonly Rule[], { conditional, mayHide }: Formats): Condition[] {
  const merges = ranges.split(/\s+/).flatMap((range) => rangeOf(range) ?? [])
  const start = { top: Math.min(...merges.map(({ top }) => top)), left: Math.min(...merges.map(({ left }) => left)) }
  return rules.flatMap(({ attributes, formula, isInstead, format: own }) => {
    const listed = own?.format() ?? conditional[Number(attributes['dxfId'] ?? -1)] ?? {}
    const format = isInstead ? { isHidden: true } : listed
    const stops = isTrue(attributes['stopIfTrue'])
    if (!stops && !mayHide(format)) return []
    const test = isInstead ? always : testOf(attributes, formula, start)
    const priority = Number(attributes['priority'] ?? 0)
    return merges.map((range) => ({ ...range, format, test, priority, stops }))
  })
}

/**
 * Collects the conditional formats of a sheet that may hide text or strike it through: those after its rows, and those
 * of the extension list, where Excel writes formats that refer to other sheets.
 */
export function conditionCollector(formats: Formats) {
  const conditions: Condition[] = []
  let ranges = ''
  let rules: Rule[] = []
  let inside = ''
  return {
    open(name: string, attributes: XmlAttributes): void {
      const rule = rules.at(-1)
      if (name === 'conditionalFormatting') [ranges, rules] = [attributes['sqref'] ?? '', []]
      else if (name === 'cfRule') rules.push({ attributes, formula: '', formulas: 0, isInstead: false, format: null })
      else if (isInsteadOfValue(name, attributes) && rule !== undefined) rule.isInstead = true
      else if (name === 'dxf' && rule !== undefined) rule.format = formatCollector()
      else if (rule?.format !== null) rule?.format.open(name, attributes)
      else if (isFormula(name)) rule.formulas += 1
      inside = name
    },
    text(text: string): void {
      const rule = rules.at(-1)
      if (inside === 'sqref') ranges += text
      else if (isFormula(inside) && rule?.formulas === 1 && rule.formula.length < 1000) rule.formula += text
    },
    close(name: string): void {
      inside = ''
      if (name !== 'conditionalFormatting') return
      for (const condition of conditionsOf(ranges, rules, formats)) conditions.push(condition)
      if (conditions.length > mostConditions) conditions.splice(mostConditions - 1, conditions.length, anyOther)
      rules = []
    },
    conditions: (): readonly Condition[] =>
      conditions.some(({ format }) => formats.mayHide(format)) ? conditions : [],
  }
}

interface Applied extends Condition {
  /** False where only a spreadsheet program can tell whether it applies. */
  readonly isSure: boolean
}

/** The conditions that apply to a cell, or may, in their order. */
function appliedOf(
  conditions: readonly Condition[],
  applies: (condition: Condition) => boolean | null,
): readonly Applied[] {
  const found: Applied[] = []
  let stopped: boolean | null = false
  for (const condition of conditions) {
    const isTable = condition.priority >= tablePriority
    const result: boolean | null = stopped === true && !isTable ? false : applies(condition)
    if (result === false) continue
    found.push({ ...condition, isSure: result === true && (isTable || stopped === false) })
    if (condition.stops === true) stopped = stopped === null ? null : result
  }
  return found
}

/** What a cell looks like with the formats of the conditions that apply, or may; undefined as without them. */
function lookWith(
  conditions: readonly Condition[],
  own: CellFormat,
  applies: (condition: Condition) => boolean | null,
): CellOffer['kind'] | undefined {
  const found = appliedOf(conditions, applies)
  if (found.length === 0) return undefined
  const formats = (list: readonly Applied[]) => [
    ...list.flatMap(({ priority, format }) => (priority < tablePriority ? [format] : [])),
    own,
    ...list.flatMap(({ priority, format }) => (priority < tablePriority ? [] : [format])),
  ]
  const sure = lookOf(formats(found.filter(({ isSure }) => isSure)))
  if (sure !== undefined || found.every(({ isSure }) => isSure)) return sure
  const doubtful = found.filter(({ isSure }) => !isSure)
  const possible = [found, ...doubtful.map((one) => found.filter((other) => other.isSure || other === one))]
  return possible.some((list) => lookOf(formats(list)) !== undefined) ? 'conditional' : undefined
}

/**
 * Finds the cells of a row that conditional formats and table styles strike through or hide, or may: the conditions of
 * most formats are comparisons of one cell, any other is not evaluated. Rows come from the top down.
 */
export function conditionFinder(
  conditions: readonly Condition[],
  formatOf: (column: number) => CellFormat,
): (row: number, cells: readonly string[]) => readonly CellOffer[] {
  const sorted = conditions.toSorted((one, other) => one.top - other.top)
  let next = 0
  let open: Condition[] = []
  return (row, cells) => {
    const before = open.length
    for (let one = sorted[next]; one !== undefined && one.top <= row; one = sorted[(next += 1)]) open.push(one)
    if (open.some(({ bottom }) => bottom < row)) open = open.filter(({ bottom }) => bottom >= row)
    if (open.length === 0) return []
    if (open.length !== before) open.sort((one, other) => one.priority - other.priority)
    return cells.flatMap((cell, column): CellOffer[] => {
      if (cell.trim() === '') return []
      const here = open.filter(({ left, right }) => left <= column && column <= right)
      const kind = lookWith(here, formatOf(column), ({ test }) => test(cells, row, column))
      return kind === undefined ? [] : [{ column, kind, value: '' }]
    })
  }
}
