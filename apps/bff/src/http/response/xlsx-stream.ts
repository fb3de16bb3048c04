import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { RowBatches } from './csv-stream.ts'

/** A sheet to write. */
export interface Sheet {
  readonly name: string
  readonly rows: RowBatches
  /** Widths in characters, by column. */
  readonly widths?: readonly number[]
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const mediaType = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

// Characters that XML cannot contain or would change are written as _xHHHH_ (ECMA-376, part 1, 22.9.2.19: ST_Xstring);
// so is text that already looks like that.
const unwritable =
  // oxlint-disable-next-line no-control-regex -- the control characters are the point
  /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|_(?=x[0-9A-Fa-f]{4}_)/g
const escaped = (unit: string) => `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function xmlText(text: string): string {
  return text.replaceAll(unwritable, escaped).replaceAll(/[&<>"]/g, (mark) => entities[mark] ?? mark)
}

/** Column letters, from 0: A, B, … Z, AA. */
export function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter
}

const names = Array.from({ length: 300 }, (_, index) => columnName(index))

/** Strings typed as text: no program interprets one as a formula or a number. Style 1 keeps them text when members edit them. */
function rowXml(cells: readonly string[], row: number): string {
  let xml = `<row r="${row}">`
  for (const [index, cell] of cells.entries()) {
    if (cell === '') continue
    const keep = /^\s|\s$|\n/.test(cell) ? ' xml:space="preserve"' : ''
    const name = names[index] ?? columnName(index)
    xml += `<c r="${name}${row}" s="1" t="inlineStr"><is><t${keep}>${xmlText(cell)}</t></is></c>`
  }
  return `${xml}</row>`
}

async function* sheetXml({ rows, widths = [] }: Sheet) {
  const column = (width: number, at: number) =>
    `<col min="${at + 1}" max="${at + 1}" width="${width}" style="1" customWidth="1"/>`
  const columns = widths.length === 0 ? '' : `<cols>${widths.map(column).join('')}</cols>`
  const frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
  const views = `<sheetViews><sheetView workbookViewId="0">${frozen}</sheetView></sheetViews>`
  yield `${head}<worksheet xmlns="${main}">${views}${columns}<sheetData>`
  let row = 0
  for await (const batch of rows) {
    let xml = ''
    for (const cells of batch) xml += rowXml(cells, (row += 1))
    yield xml
  }
  yield '</sheetData></worksheet>'
}

function contentTypes(sheets: readonly Sheet[]): string {
  const part = (name: string, kind: string) =>
    `<Override PartName="/xl/${name}.xml" ContentType="${mediaType}.${kind}+xml"/>`
  const parts = sheets.map((_, at) => part(`worksheets/sheet${at + 1}`, 'worksheet')).join('')
  return `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part('workbook', 'sheet.main')}${part('styles', 'styles')}${parts}</Types>`
}

function workbookXml(sheets: readonly Sheet[]): string {
  const list = sheets.map(({ name }, at) => `<sheet name="${xmlText(name)}" sheetId="${at + 1}" r:id="s${at + 1}"/>`)
  return `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${list.join('')}</sheets></workbook>`
}

function relations(list: readonly (readonly [id: string, type: string, target: string])[]): string {
  const items = list.map(
    ([id, type, target]) => `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`,
  )
  return `${head}<Relationships xmlns="${packages}/relationships">${items.join('')}</Relationships>`
}

const styles = `${head}<styleSheet xmlns="${main}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`

/** A workbook, written as its rows arrive, in constant memory. */
export function xlsxStream(sheets: readonly Sheet[]): Readable {
  const zip = new ZipFile()
  const sources = sheets.map((sheet) => Readable.from(sheetXml(sheet), { objectMode: false }))
  const out = Readable.from(zip.outputStream)
  const add = (name: string, xml: string) => zip.addBuffer(Buffer.from(xml), name)
  add('[Content_Types].xml', contentTypes(sheets))
  add('_rels/.rels', relations([['w', 'officeDocument', 'xl/workbook.xml']]))
  add('xl/workbook.xml', workbookXml(sheets))
  const parts = sheets.map((_, at) => [`s${at + 1}`, 'worksheet', `worksheets/sheet${at + 1}.xml`] as const)
  add('xl/_rels/workbook.xml.rels', relations([...parts, ['t', 'styles', 'styles.xml']]))
  add('xl/styles.xml', styles)
  // A low level: fast, and far from the compression ratios that uploads refuse as zip bombs.
  for (const [at, source] of sources.entries())
    zip.addReadStream(source, `xl/worksheets/sheet${at + 1}.xml`, { compressionLevel: 1 })
  for (const source of sources) source.once('error', (error) => out.destroy(error))
  zip.on('error', (error: Error) => out.destroy(error))
  out.once('close', () => {
    for (const source of sources) source.destroy()
  })
  zip.end()
  return out
}
