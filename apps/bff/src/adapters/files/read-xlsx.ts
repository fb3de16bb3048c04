import { type RowsWord, readOnThread, type ThreadLimits } from './file-thread.ts'
import type { SheetFacts } from './xlsx-rows.ts'

/** What the thread is told. `sheetName` null: the first sheet that is not hidden. */
export interface XlsxOrder {
  readonly path: string
  readonly sheetName: string | null
  /** Also says how many rows the other sheets have. */
  readonly countOthers?: boolean
}

/** What the thread says besides rows. */
export type XlsxWord =
  | { readonly kind: 'sheets'; readonly sheets: readonly { readonly name: string; readonly hidden: boolean }[] }
  | {
      readonly kind: 'done'
      readonly sheet: string
      readonly facts: SheetFacts
      readonly others: readonly (readonly [sheet: string, rows: number | null])[]
    }

/** Everything a workbook says, in order, read on a thread of its own. */
export function readXlsx(order: XlsxOrder, limits: ThreadLimits = {}): AsyncGenerator<XlsxWord | RowsWord> {
  return readOnThread<XlsxWord>(new URL('./xlsx-worker.ts', import.meta.url), order, limits)
}
