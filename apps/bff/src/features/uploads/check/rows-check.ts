import { isReportHeader } from '@muster/core/outcome/report-columns'
import { plainCell } from '@muster/core/upload/formula-injection'
import {
  type OpenRows,
  openRows,
  type PackedRows,
  packCells,
  type RowExtras,
} from '@muster/core/upload-block/packed-rows'
import type { CheckInput, CheckSources, RowsCheck, RowsChecks } from '../check-ports.ts'
import { lossOf, rowsCounter } from '../receive/contents-count.ts'
import { accountNamesOf, knownNamesOf } from './account-names.ts'
import { createBlockCheck } from './check-block.ts'
import { fillCounter } from './column-counter.ts'
import { secondTableFinder } from './second-table.ts'
import { valuesAbove } from './values-above.ts'

const none: readonly never[] = []
const noExtras: RowExtras = {}

/** Rows below the heading. */
function below(rows: OpenRows, headerRow: number): OpenRows {
  const from = rows.numbers.findIndex((row) => row > headerRow)
  if (from === 0) return rows
  if (from === -1) return { numbers: new Uint32Array(), cells: [], extras: new Map(), hasSpecial: false }
  return {
    ...rows,
    numbers: rows.numbers.slice(from),
    cells: rows.cells.slice(from),
    extras: new Map([...rows.extras].filter(([at]) => at >= from).map(([at, extras]) => [at - from, extras])),
  }
}

function withValuesAbove(rows: OpenRows, above: ReturnType<typeof valuesAbove>): OpenRows {
  const extended = new Map<number, RowExtras>()
  let isExtended = false
  for (const [at, cells] of rows.cells.entries()) {
    const before = rows.extras.get(at)
    const extras = above.extend(cells, before)
    if (extras !== undefined) extended.set(at, extras)
    isExtended ||= extras !== before
  }
  return isExtended ? { ...rows, extras: extended } : rows
}

/** Checks rows in this thread. */
export function createRowsCheck(sources: CheckSources, input: CheckInput, options?: { isFast: boolean }): RowsCheck {
  const { upload, isFile, contents } = input
  const { columns, detected } = upload
  const counter = rowsCounter(contents)
  const names = accountNamesOf(input.lookups)
  const isReport = isReportHeader(columns.map(({ header }) => header))
  const fill = fillCounter(columns, isReport ? null : knownNamesOf(names), upload.createdAt)
  const second = secondTableFinder(columns)
  const above = valuesAbove(isReport || detected.format === 'json' ? [] : columns)
  const checkBlock = createBlockCheck(sources, { ...input, names }, options)
  // A report's text file has an apostrophe before values that a sheet would run.
  const isEscaped = isFile && detected.format === 'csv' && isReport
  let count = 0

  function see({ numbers, cells, extras }: OpenRows): void {
    for (let at = 0; at < numbers.length; at += 1) {
      const { formulas = none, errors = none, line, lines } = extras.get(at) ?? noExtras
      counter.see({ row: numbers[at] ?? 0, cells: cells[at] ?? none, formulas, errors, line, lines })
    }
  }
  return {
    async take(packed: PackedRows) {
      const whole = openRows(packed)
      if (isFile) see(whole)
      const data = isFile ? below(whole, detected.headerRow) : whole
      const open = isEscaped ? { ...data, cells: data.cells.map((cells) => cells.map(plainCell)) } : data
      count += open.numbers.length
      fill.see(open.cells)
      if (isFile) for (const [at, cells] of open.cells.entries()) second.see(open.numbers[at] ?? 0, cells)
      const offered = isFile ? withValuesAbove(open, above) : open
      const isSame = offered === whole
      const rows = isSame ? packed : { numbers: open.numbers, text: packCells(open.cells), extras: offered.extras }
      return { rows, ...(await checkBlock(offered)) }
    },
    async end() {
      const loss = contents === undefined ? null : lossOf(contents, counter)
      return { rows: count, loss, second: second.found(), columns: fill.columns() }
    },
    close: () => undefined,
  }
}

/** Checks rows in this thread, whatever their number. */
export const checksHere: RowsChecks = {
  prepare: () => undefined,
  begin: async (sources, input) => createRowsCheck(sources, input),
}
