import { message } from '@muster/wording/message'
import type { ContentsCount } from '../../../features/uploads/file-ports.ts'
import { FileRefusal } from '../file-refusal.ts'
import type { FileRow } from '../file-row.ts'
import { chooseSheet } from './xlsx-choice.ts'
import { openXlsx, type XlsxContainer } from './xlsx-container.ts'
import { countContents, countSheets } from './xlsx-count.ts'
import { hasMarks, readMarks, type SheetMarks } from './xlsx-marks.ts'
import { readSheet, type SheetFacts } from './xlsx-rows.ts'
import { readWorkbook, type XlsxSheet, type XlsxWorkbook } from './xlsx-workbook.ts'

export interface XlsxOrder {
  readonly path: string
  /** Null: the sheet that looks most like a list of users. */
  readonly sheetName: string | null
}

/** Consumes rows; resolves when they are processed, which bounds memory. */
export type TakeRows = (rows: readonly FileRow[]) => Promise<void>

interface OpenSheet {
  readonly container: XlsxContainer
  readonly workbook: XlsxWorkbook
  readonly sheet: XlsxSheet
}

async function withSheet<T>({ path, sheetName }: XlsxOrder, use: (open: OpenSheet) => Promise<T>): Promise<T> {
  const container = await openXlsx(path)
  try {
    const workbook = await readWorkbook(container)
    const sheet =
      sheetName === null
        ? await chooseSheet(container, workbook)
        : workbook.sheets.find(({ name }) => name === sheetName)
    if (sheet === undefined) throw new FileRefusal(message('workbook.no_such_sheet', { sheet: sheetName ?? '' }))
    return await use({ container, workbook, sheet })
  } finally {
    container.close()
  }
}

export interface XlsxSurvey {
  readonly sheet: string
  /** Every sheet with its row count; null for very many rows or an unreadable sheet. */
  readonly sheets: { readonly name: string; readonly hidden: boolean; readonly rows: number | null }[]
  readonly facts: SheetFacts
}

/** Reads a sheet to its end once: its hidden rows and merged cells are known only then. */
export async function surveyXlsx(order: XlsxOrder, take: TakeRows): Promise<XlsxSurvey> {
  return withSheet(order, async (open) => {
    const { container, workbook, sheet } = open
    const facts = await readSheet(open, take)
    const others = workbook.sheets.filter((other) => other !== sheet)
    const counts = new Map([...(await countSheets(container, others)), [sheet.name, facts.rows] as const])
    const sheets = workbook.sheets.map(({ name, hidden }) => ({ name, hidden, rows: counts.get(name) ?? null }))
    return { sheet: sheet.name, sheets, facts }
  })
}

/** Opened separately, so data unpacked twice counts once. */
async function marksOf(order: XlsxOrder, hasMerges: boolean): Promise<SheetMarks | undefined> {
  return withSheet(order, async ({ container, workbook: { looks }, sheet: { part } }) => {
    return hasMerges || (await hasMarks(container, part, looks)) ? readMarks(container, part, looks) : undefined
  })
}

/** Reads the rows of a sheet and marks their merged cells, links and conditional formats, which come after the rows in the file. */
export async function readXlsx(
  order: XlsxOrder & { readonly hasMerges: boolean },
  take: TakeRows,
): Promise<SheetFacts> {
  const marks = await marksOf(order, order.hasMerges)
  return withSheet(order, (open) => readSheet({ ...open, ...(marks === undefined ? {} : { marks }) }, take))
}

/** Counts the content of a sheet independently. Opened separately, so data unpacked twice counts once. */
export async function countXlsx(order: XlsxOrder): Promise<ContentsCount> {
  return withSheet(order, ({ container, workbook, sheet }) => countContents(container, workbook, sheet.part))
}
