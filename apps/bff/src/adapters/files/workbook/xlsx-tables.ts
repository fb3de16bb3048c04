import { type Test, unknown } from './xlsx-condition-tests.ts'
import { type Condition, tablePriority } from './xlsx-conditions.ts'
import type { XlsxContainer } from './xlsx-container.ts'
import type { Looks, TableFormat } from './xlsx-looks.ts'
import { type Merge, rangeOf } from './xlsx-merges.ts'
import { readLinks } from './xlsx-parts.ts'
import { isTrue, readXml } from './xlsx-xml.ts'

interface Table extends Merge {
  readonly style: string
  readonly headerRows: number
  readonly totalRows: number
  readonly hasFirstColumn: boolean
  readonly hasLastColumn: boolean
  readonly hasStripes: boolean
}

const always: Test = () => true

/** The cells that a part of a table style formats, from the part that applies first; null for parts that none has. */
function partOf(table: Table, type: string): { rank: number; range: Partial<Merge>; test: Test } | null {
  const { top, bottom, left, right, headerRows, totalRows, hasFirstColumn, hasLastColumn, hasStripes } = table
  if (type === 'headerRow' && headerRows > 0) return { rank: 1, range: { bottom: top + headerRows - 1 }, test: always }
  if (type === 'totalRow' && totalRows > 0) return { rank: 1, range: { top: bottom - totalRows + 1 }, test: always }
  const body = { top: top + headerRows, bottom: bottom - totalRows }
  if (type === 'firstColumn' && hasFirstColumn) return { rank: 2, range: { right: left }, test: always }
  if (type === 'lastColumn' && hasLastColumn) return { rank: 2, range: { left: right }, test: always }
  // Filters change the rows that count for the stripes.
  if (type.endsWith('Stripe') && hasStripes) return { rank: 3, range: body, test: unknown }
  return type === 'wholeTable' ? { rank: 4, range: {}, test: always } : null
}

const whiteOnDark = { color: 'ffffff', fill: 'dark' }

/** The parts of Excel's own styles whose text is white. All others leave it dark, and no style strikes it through. */
function builtIn(style: string): readonly TableFormat[] {
  const [, family, number] = /^TableStyle(Medium|Dark)(\d+)$/.exec(style) ?? []
  const at = Number(number)
  if (family === 'Dark' && at <= 7) return [{ type: 'wholeTable', format: whiteOnDark }]
  if (family !== 'Medium' || at < 8 || at > 21) return []
  return ['firstColumn', 'lastColumn'].map((type) => ({ type, format: whiteOnDark }))
}

async function readTable(container: XlsxContainer, part: string): Promise<Table | null> {
  let table: Table | null = null
  await readXml(part, await container.open(part), {
    open(name, attributes) {
      const { ref = '', headerRowCount = '1', totalsRowCount = '0' } = attributes
      if (name === 'table') {
        const range = rangeOf(ref)
        const [headerRows, totalRows] = [Number(headerRowCount), Number(totalsRowCount)]
        const plain = { style: '', headerRows, totalRows, hasFirstColumn: false, hasLastColumn: false }
        table = range === null ? null : { ...range, ...plain, hasStripes: false }
      }
      if (name !== 'tableStyleInfo' || table === null) return
      const is = (key: string) => isTrue(attributes[key])
      table = {
        ...table,
        style: attributes['name'] ?? '',
        hasFirstColumn: is('showFirstColumn'),
        hasLastColumn: is('showLastColumn'),
        hasStripes: is('showRowStripes') || is('showColumnStripes'),
      }
    },
  })
  return table
}

/** The formats that table styles give to the cells of a sheet. */
export async function tableConditions(
  container: XlsxContainer,
  part: string,
  { tables }: Pick<Looks, 'tables'>,
): Promise<readonly Condition[]> {
  const conditions: Condition[] = []
  for (const { kind, target, isExternal } of await readLinks(container, part)) {
    if (kind !== 'table' || isExternal || !container.has(target)) continue
    const table = await readTable(container, target)
    for (const { type, format } of table === null ? [] : (tables.get(table.style) ?? builtIn(table.style))) {
      const found = table === null ? null : partOf(table, type)
      if (found === null || table === null) continue
      const { range, top, bottom, left, right } = table
      const place = { range, top, bottom, left, right, ...found.range }
      conditions.push({ ...place, format, test: found.test, priority: tablePriority + found.rank })
    }
  }
  return conditions
}
