import { type RowsWord, readOnThread, type ThreadLimits } from './file-thread.ts'
import type { Merge } from './xlsx-merges.ts'
import type { SheetFacts } from './xlsx-rows.ts'

/** What the thread is told. `sheetName` null: the first sheet that is not hidden. */
export interface XlsxOrder {
  readonly path: string
  readonly sheetName: string | null
  /** Also says how many rows the other sheets have. */
  readonly countOthers?: boolean
  /** Says the merged cells of the sheet, and reads nothing else of it. */
  readonly onlyMerges?: boolean
  /** Merged cells of the sheet: what they cover is marked in each row. */
  readonly merges?: readonly Merge[]
}

/** What the thread says besides rows. */
export type XlsxWord =
  | { readonly kind: 'sheets'; readonly sheets: readonly { readonly name: string; readonly hidden: boolean }[] }
  | { readonly kind: 'merges'; readonly merges: readonly Merge[] }
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

/**
 * The rows of a sheet with the cells marked that merged cells cover. These stand behind the rows in the file, so the sheet
 * is read for them alone before; each reading has its own time.
 */
export async function* readMergedXlsx(order: XlsxOrder): AsyncGenerator<XlsxWord | RowsWord> {
  yield* readXlsx({ ...order, merges: await findMerges(order) })
}

async function findMerges(order: XlsxOrder): Promise<readonly Merge[]> {
  for await (const word of readXlsx({ ...order, onlyMerges: true })) if (word.kind === 'merges') return word.merges
  return []
}
