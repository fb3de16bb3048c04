import { workerData } from 'node:worker_threads'
import { FileRefusal } from './file-refusal.ts'
import type { XlsxOrder, XlsxWord } from './read-xlsx.ts'
import { doThreadWork } from './thread-work.ts'
import { openXlsx } from './xlsx-container.ts'
import { countSheets } from './xlsx-count.ts'
import { readMerges } from './xlsx-merges.ts'
import { readSheet, type SheetFacts } from './xlsx-rows.ts'
import { readWorkbook } from './xlsx-workbook.ts'

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- given by read-xlsx.ts only
const { path, sheetName, countOthers = false, onlyMerges = false, merges = [] } = workerData as XlsxOrder

/** Reads a workbook on a thread of its own. */
await doThreadWork<XlsxWord>(async ({ say, hand }) => {
  const container = await openXlsx(path)
  try {
    const workbook = await readWorkbook(container)
    say({ kind: 'sheets', sheets: workbook.sheets.map(({ name, hidden }) => ({ name, hidden })) })
    const sheet =
      sheetName === null
        ? (workbook.sheets.find(({ hidden }) => !hidden) ?? workbook.sheets[0])
        : workbook.sheets.find(({ name }) => name === sheetName)
    if (sheet === undefined) throw new FileRefusal(`The workbook has no sheet named “${sheetName ?? ''}”.`)
    if (onlyMerges) {
      say({ kind: 'merges', merges: await readMerges(container, sheet.part) })
      return
    }
    const facts: SheetFacts = await readSheet({ container, workbook, sheet, merges }, hand)
    const others = countOthers ? workbook.sheets.filter((other) => other !== sheet) : []
    say({ kind: 'done', sheet: sheet.name, facts, others: await countSheets(container, others) })
  } finally {
    container.close()
  }
})
