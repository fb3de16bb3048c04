import { message } from '@muster/wording/message'
import type { ContentsCount } from '../../../features/uploads/file-ports.ts'
import { FileRefusal } from '../file-refusal.ts'
import type { FileRow } from '../file-row.ts'
import { chooseSheet } from './xlsx-choice.ts'
import { readComments, type SheetComments } from './xlsx-comments.ts'
import { openXlsx, type XlsxContainer } from './xlsx-container.ts'
import { contentsHandlers, countSheets } from './xlsx-count.ts'
import type { SheetFacts } from './xlsx-facts.ts'
import { readMarks, type SheetMarks } from './xlsx-marks.ts'
import { readSheet } from './xlsx-rows.ts'
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
  readonly comments: Omit<SheetComments, 'offers'>
  readonly contents: ContentsCount
}

/**
 * Reads a sheet to its end once: its hidden rows and merged cells are known only then. Counts its content beside,
 * independently of its rows.
 */
export async function surveyXlsx(order: XlsxOrder, take: TakeRows): Promise<XlsxSurvey> {
  return withSheet(order, async (open) => {
    const { container, workbook, sheet } = open
    const counter = contentsHandlers(workbook)
    const facts = await readSheet(open, take, counter.handlers)
    const others = workbook.sheets.filter((other) => other !== sheet)
    const counts = new Map([...(await countSheets(container, others)), [sheet.name, facts.rows] as const])
    const sheets = workbook.sheets.map(({ name, hidden }) => ({ name, hidden, rows: counts.get(name) ?? null }))
    const { offers: _, ...comments } = await readComments(container, sheet.part)
    return { sheet: sheet.name, sheets, facts, comments, contents: counter.end() }
  })
}

/** Opens the container again, so data unpacked twice counts once. */
async function marksOf({ path, hasMerges }: SheetOrder, open: OpenSheet): Promise<SheetMarks | undefined> {
  const container = await openXlsx(path)
  try {
    return await readMarks(container, { part: open.sheet.part, looks: open.workbook.looks, hasMerges })
  } finally {
    container.close()
  }
}

interface SheetOrder extends XlsxOrder {
  readonly hasMerges: boolean
}

/** Reads the rows of a sheet and marks their merged cells, links, comments and conditional formats, which come after the rows in the file. */
export async function readXlsx(order: SheetOrder, take: TakeRows): Promise<SheetFacts> {
  return withSheet(order, async (open) => {
    const marks = await marksOf(order, open)
    return readSheet({ ...open, ...(marks === undefined ? {} : { marks }) }, take)
  })
}
