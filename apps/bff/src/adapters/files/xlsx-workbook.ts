import { fileLimits } from './file-limits.ts'
import { FileRefusal } from './file-refusal.ts'
import type { XlsxContainer } from './xlsx-container.ts'
import { readXml } from './xlsx-xml.ts'

export interface XlsxSheet {
  readonly name: string
  readonly hidden: boolean
  /** The part that holds it, e.g. `xl/worksheets/sheet1.xml`. */
  readonly part: string
}

export interface NumberStyle {
  readonly isDate: boolean
  /** Digits a whole number is filled up to with zeros: 42 shown as 000042 is somebody's id. */
  readonly digits: number
}

export interface XlsxWorkbook {
  readonly sheets: readonly XlsxSheet[]
  /** Days count from 1904 instead of 1900. */
  readonly from1904: boolean
  readonly strings: readonly string[]
  /** How a cell style shows numbers, by style number. */
  readonly styles: readonly NumberStyle[]
}

async function readTargets(container: XlsxContainer): Promise<ReadonlyMap<string, string>> {
  const targets = new Map<string, string>()
  const part = 'xl/_rels/workbook.xml.rels'
  await readXml(part, await container.open(part), {
    open(name, { Id, Target, TargetMode }) {
      if (name !== 'Relationship' || Id === undefined || Target === undefined || TargetMode === 'External') return
      targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`)
    },
  })
  return targets
}

async function readSheets(container: XlsxContainer): Promise<{ sheets: readonly XlsxSheet[]; from1904: boolean }> {
  const targets = await readTargets(container)
  const sheets: XlsxSheet[] = []
  let from1904 = false
  const part = 'xl/workbook.xml'
  await readXml(part, await container.open(part), {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = attributes['date1904'] === '1' || attributes['date1904'] === 'true'
      if (name !== 'sheet') return
      const target = targets.get(attributes['id'] ?? '')
      if (target !== undefined && container.has(target))
        sheets.push({
          name: attributes['name'] ?? '',
          hidden: (attributes['state'] ?? 'visible') !== 'visible',
          part: target,
        })
    },
  })
  return { sheets, from1904 }
}

/** Shared strings, rich text as its plain text; phonetic hints (`rPh`) left out. */
async function readStrings(container: XlsxContainer): Promise<readonly string[]> {
  const part = 'xl/sharedStrings.xml'
  if (!container.has(part)) return []
  const strings: string[] = []
  let current: string | null = null
  let inText = false
  let hints = 0
  await readXml(part, await container.open(part), {
    open(name) {
      if (name === 'si') current = ''
      if (name === 'rPh') hints += 1
      inText = name === 't'
    },
    text(text) {
      if (inText && current !== null && hints === 0) current += text
    },
    close(name) {
      if (name === 't') inText = false
      if (name === 'rPh') hints -= 1
      if (name !== 'si' || current === null) return
      if (current.length > fileLimits.cellCharacters)
        throw new FileRefusal(
          `A cell of the workbook is longer than ${fileLimits.cellCharacters.toLocaleString('en')} characters.`,
        )
      strings.push(current)
      current = null
    },
  })
  return strings
}

// Built-in formats 14 to 22 and 45 to 47 show dates and times (ECMA-376, part 1, 18.8.30).
const isBuiltInDate = (id: number) => (id >= 14 && id <= 22) || (id >= 45 && id <= 47)
const isDateCode = (code: string) => /[ymdhs]/i.test(code.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]/g, ''))

const styleOf = (id: number, code: string): NumberStyle => ({
  isDate: isBuiltInDate(id) || isDateCode(code),
  digits: /^0{2,15}$/.test(code) ? code.length : 0,
})

async function readStyles(container: XlsxContainer): Promise<readonly NumberStyle[]> {
  const part = 'xl/styles.xml'
  if (!container.has(part)) return []
  const codes = new Map<number, string>()
  const styles: NumberStyle[] = []
  let inCellStyles = false
  await readXml(part, await container.open(part), {
    open(name, attributes) {
      const format = Number(attributes['numFmtId'])
      if (name === 'numFmt') codes.set(format, attributes['formatCode'] ?? '')
      if (name === 'cellXfs') inCellStyles = true
      if (name === 'xf' && inCellStyles) styles.push(styleOf(format, codes.get(format) ?? ''))
    },
    close(name) {
      if (name === 'cellXfs') inCellStyles = false
    },
  })
  return styles
}

/** Everything of a workbook but its cells. */
export async function readWorkbook(container: XlsxContainer): Promise<XlsxWorkbook> {
  const { sheets, from1904 } = await readSheets(container)
  if (sheets.length === 0) throw new FileRefusal('The workbook has no sheet with cells.')
  return { sheets, from1904, strings: await readStrings(container), styles: await readStyles(container) }
}
