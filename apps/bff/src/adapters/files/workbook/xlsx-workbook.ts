import { message } from '@muster/wording/message'
import { fileLimits } from '../file-limits.ts'
import { FileRefusal } from '../file-refusal.ts'
import type { XlsxContainer } from './xlsx-container.ts'
import { type Looks, readLooks } from './xlsx-looks.ts'
import { createNumberFormat, createTextFormat, type NumberFormat, type TextFormat } from './xlsx-number.ts'
import { findWorkbookPart, type PartLink, partOfKind, readLinks, resolvePart } from './xlsx-parts.ts'
import { richText, type TextRun } from './xlsx-text.ts'
import { isTrue, readXml } from './xlsx-xml.ts'

export interface XlsxSheet {
  readonly name: string
  readonly hidden: boolean
  /** Displayed when the workbook is opened. */
  readonly active: boolean
  /** The part that contains it, e.g. `xl/worksheets/sheet1.xml`. */
  readonly part: string
}

export interface XlsxWorkbook {
  readonly sheets: readonly XlsxSheet[]
  /** Days count from 1904 instead of 1900. */
  readonly from1904: boolean
  readonly strings: readonly string[]
  /** By index, the parts of strings of which one may be hidden or is struck through. */
  readonly runs: ReadonlyMap<number, readonly TextRun[]>
  /** The number format of a cell style, by style number. */
  readonly styles: readonly NumberFormat[]
  /** How a cell style displays texts, by style number. */
  readonly textStyles: readonly TextFormat[]
  readonly looks: Looks
  /** The file requests a calculation of its formulas: its stored values may be placeholders. */
  readonly calculatesOnLoad: boolean
  /** The file proves that its formulas were calculated, so a stored 0 is a result, not a placeholder. */
  readonly isCalculated: boolean
}

interface WorkbookPart {
  readonly sheets: readonly XlsxSheet[]
  readonly from1904: boolean
  readonly calculatesOnLoad: boolean
}

// Chart sheets, dialog sheets and macro sheets have no rows. Some programs write no types.
const hasRows = ({ kind, isExternal }: PartLink) => !isExternal && (kind === 'worksheet' || kind === '')

async function readWorkbookPart(
  container: XlsxContainer,
  part: string,
  links: readonly PartLink[],
): Promise<WorkbookPart> {
  const targets = new Map(links.filter(hasRows).map(({ id, target }) => [id, target]))
  const linked = new Set(links.map(({ id }) => id))
  const sheets: XlsxSheet[] = []
  let from1904 = false
  let calculatesOnLoad = false
  // Comes before the sheets, and counts those without rows as well.
  let activeAt: number | null = null
  let at = -1
  await readXml(part, await container.open(part), {
    open(name, { date1904, fullCalcOnLoad, activeTab = '0', id = '', name: title = '', state = 'visible' }) {
      if (name === 'workbookPr') from1904 = isTrue(date1904)
      if (name === 'calcPr') calculatesOnLoad = isTrue(fullCalcOnLoad)
      if (name === 'workbookView') activeAt ??= Number(activeTab)
      if (name !== 'sheet') return
      at += 1
      const target = targets.get(id)
      if (target !== undefined && container.has(target))
        sheets.push({ name: title, hidden: state !== 'visible', active: at === (activeAt ?? 0), part: target })
      else if (target !== undefined || !linked.has(id))
        throw new FileRefusal(message('workbook.sheet_missing', { sheet: title }))
    },
  })
  return { sheets, from1904, calculatesOnLoad }
}

/** Programs that always calculate but do not write the part by which Excel proves it. */
const calculating = /LibreOffice|OpenOffice|Numbers|WPS|Gnumeric|ONLYOFFICE|Google/i

async function wroteCalculated(container: XlsxContainer, links: readonly PartLink[]): Promise<boolean> {
  const part = partOfKind(container, links, 'extended-properties')
  if (part === null) return false
  let program = ''
  let inside = ''
  try {
    await readXml(part, await container.open(part), {
      open: (name) => void (inside = name),
      text: (text) => void (inside === 'Application' && program.length < 100 && (program += text)),
      close: () => void (inside = ''),
    })
  } catch (error) {
    // Nothing else is read from this part, so a damaged one is no reason to refuse the file.
    if (!(error instanceof FileRefusal)) throw error
  }
  return calculating.test(program)
}

/** Shared strings, rich text as plain text, without phonetic hints (`rPh`). */
async function readStrings(
  container: XlsxContainer,
  part: string | null,
): Promise<Pick<XlsxWorkbook, 'strings' | 'runs'>> {
  const strings: string[] = []
  const runs = new Map<number, readonly TextRun[]>()
  if (part === null) return { strings, runs }
  let current: ReturnType<typeof richText> | null = null
  let inText = false
  let hints = 0
  await readXml(part, await container.open(part), {
    open(name, attributes) {
      if (name === 'si') current = richText()
      if (name === 'rPh') hints += 1
      inText = name === 't'
      current?.open(name, attributes)
    },
    text(text) {
      if (inText && hints === 0) current?.add(text)
    },
    close(name) {
      if (name === 't') inText = false
      if (name === 'rPh') hints -= 1
      if (name !== 'si' || current === null) return
      if (current.whole().length > fileLimits.cellCharacters)
        throw new FileRefusal(message('workbook.cell_length', { most: fileLimits.cellCharacters }))
      const parts = current.runs()
      if (parts !== null) runs.set(strings.length, parts)
      strings.push(current.whole())
      current = null
    },
  })
  return { strings, runs }
}

async function readStyles(
  container: XlsxContainer,
  part: string | null,
  from1904: boolean,
): Promise<Pick<XlsxWorkbook, 'styles' | 'textStyles'>> {
  const codes = new Map<number, string>()
  const formats = new Map<number, { number: NumberFormat; text: TextFormat }>()
  const styles: NumberFormat[] = []
  const textStyles: TextFormat[] = []
  if (part === null) return { styles, textStyles }
  let inCellStyles = false
  const addStyle = (id: number) => {
    const code = codes.get(id)
    const format = formats.get(id) ?? {
      number: createNumberFormat(id, code, from1904),
      text: createTextFormat(id, code),
    }
    formats.set(id, format)
    styles.push(format.number)
    textStyles.push(format.text)
  }
  await readXml(part, await container.open(part), {
    open(name, { numFmtId, formatCode = '' }) {
      if (name === 'numFmt') codes.set(Number(numFmtId), formatCode)
      if (name === 'cellXfs') inCellStyles = true
      if (name === 'xf' && inCellStyles) addStyle(Number(numFmtId ?? 0))
    },
    close(name) {
      if (name === 'cellXfs') inCellStyles = false
    },
  })
  return { styles, textStyles }
}

/** Reads everything of a workbook except its cells. */
export async function readWorkbook(container: XlsxContainer): Promise<XlsxWorkbook> {
  const rootLinks = await readLinks(container, '')
  const part = await findWorkbookPart(container, rootLinks)
  const links = await readLinks(container, part)
  const { sheets, from1904, calculatesOnLoad } = await readWorkbookPart(container, part, links)
  if (sheets.length === 0) throw new FileRefusal(message('workbook.no_sheet'))
  const partOf = (kind: string) => {
    const usual = resolvePart(part, `${kind}.xml`) ?? ''
    return partOfKind(container, links, kind) ?? (container.has(usual) ? usual : null)
  }
  const hasCalculationChain = partOf('calcChain') !== null
  return {
    sheets,
    from1904,
    ...(await readStrings(container, partOf('sharedStrings'))),
    ...(await readStyles(container, partOf('styles'), from1904)),
    looks: await readLooks(container, partOf('styles')),
    calculatesOnLoad,
    isCalculated: !calculatesOnLoad && (hasCalculationChain || (await wroteCalculated(container, rootLinks))),
  }
}
