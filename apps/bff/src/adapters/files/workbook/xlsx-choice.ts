import { isEmailShaped } from '@muster/core/identifier/address'
import { guessHeaderRow } from '@muster/core/upload/upload-header'
import { isKnownHeading } from '@muster/core/upload/upload-headings'
import { FileRefusal } from '../file-refusal.ts'
import type { FileRow } from '../file-row.ts'
import type { XlsxContainer } from './xlsx-container.ts'
import { readSheet } from './xlsx-rows.ts'
import type { XlsxSheet, XlsxWorkbook } from './xlsx-workbook.ts'

const maxSheets = 20
const sampleRows = 30

class EnoughRowsError extends Error {}

async function firstRows(
  container: XlsxContainer,
  workbook: XlsxWorkbook,
  sheet: XlsxSheet,
): Promise<readonly FileRow[]> {
  const sample: FileRow[] = []
  try {
    await readSheet({ container, workbook, sheet }, async (rows) => {
      sample.push(...rows)
      if (sample.length >= sampleRows) throw new EnoughRowsError()
    })
  } catch (error) {
    // An unreadable sheet is refused only if it is the one to read.
    if (!(error instanceof EnoughRowsError) && !(error instanceof FileRefusal)) throw error
  }
  return sample.slice(0, sampleRows)
}

/** How much a sheet looks like a list of users: known headings first, then addresses below them. */
function likeness(rows: readonly FileRow[]): number {
  const headerRow = guessHeaderRow(rows)
  const headings = rows.find(({ row }) => row === headerRow)?.cells.filter(isKnownHeading).length ?? 0
  const below = rows.filter(({ row }) => row > headerRow)
  const hasAddress = below.some(({ cells }) => cells.some((cell) => isEmailShaped(cell.trim())))
  return headings * 4 + (hasAddress ? 2 : 0) + (rows.length > 0 ? 1 : 0)
}

/** The default sheet: of the visible ones, the one that looks most like a list of users; of equal ones, the active one. */
export async function chooseSheet(container: XlsxContainer, workbook: XlsxWorkbook): Promise<XlsxSheet | undefined> {
  const visible = workbook.sheets
    .filter(({ hidden }) => !hidden)
    .toSorted((a, b) => Number(b.active) - Number(a.active))
  let best = visible[0] ?? workbook.sheets[0]
  if (visible.length < 2) return best
  let most = -1
  for (const sheet of visible.slice(0, maxSheets)) {
    const score = likeness(await firstRows(container, workbook, sheet))
    if (score <= most) continue
    most = score
    best = sheet
  }
  return best
}
