import { parentPort, workerData } from 'node:worker_threads'
import { FileRefusal } from './file-refusal.ts'
import type { XlsxOrder, XlsxWord } from './read-xlsx.ts'
import { openXlsx } from './xlsx-container.ts'
import { countSheets } from './xlsx-count.ts'
import { readSheet, type SheetFacts } from './xlsx-rows.ts'
import { readWorkbook } from './xlsx-workbook.ts'

/** Reads a workbook on a thread of its own, with a heap of its own: what a hostile file breaks ends here. */
const port = parentPort
if (port === null) throw new Error('this file is run as a worker only')
const say = (word: XlsxWord) => port.postMessage(word)
const untilTaken = () => new Promise<void>((resolve) => port.once('message', () => resolve()))

async function work({ path, sheetName, countOthers = false }: XlsxOrder): Promise<void> {
  const container = await openXlsx(path)
  try {
    const workbook = await readWorkbook(container)
    say({ kind: 'sheets', sheets: workbook.sheets.map(({ name, hidden }) => ({ name, hidden })) })
    const sheet =
      sheetName === null
        ? (workbook.sheets.find(({ hidden }) => !hidden) ?? workbook.sheets[0])
        : workbook.sheets.find(({ name }) => name === sheetName)
    if (sheet === undefined) throw new FileRefusal(`The workbook has no sheet named “${sheetName ?? ''}”.`)
    const facts: SheetFacts = await readSheet({ container, workbook, sheet }, async (rows) => {
      const taken = untilTaken()
      say({ kind: 'rows', rows })
      await taken
    })
    const others = countOthers ? workbook.sheets.filter((other) => other !== sheet) : []
    say({ kind: 'done', sheet: sheet.name, facts, others: await countSheets(container, others) })
  } finally {
    container.close()
  }
}

try {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- posted by read-xlsx.ts only
  await work(workerData as XlsxOrder)
} catch (error) {
  say({
    kind: 'failed',
    refusal: error instanceof FileRefusal ? error.message : null,
    detail: error instanceof Error ? error.message : String(error),
  })
}
port.close()
