import { createWriteStream } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'

const rels =
  '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="worksheets/sheet2.xml"/></Relationships>'
const workbook = (attributes: string) =>
  `<workbook xmlns:r="r"><workbookPr ${attributes}/><sheets><sheet name="People" r:id="r1"/><sheet name="Secret" state="hidden" r:id="r2"/></sheets></workbook>`
const styles =
  '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/><numFmt numFmtId="171" formatCode="000000"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>'

export interface WorkbookParts {
  /** XML inside sheetData of the first sheet. */
  readonly rows?: string
  /** The whole first sheet. */
  readonly sheet?: string
  readonly strings?: string
  readonly workbookAttributes?: string
  /** More parts by name. */
  readonly parts?: Readonly<Record<string, string | Buffer>>
}

/** Writes a workbook for a test, however odd, and returns its path. */
export async function writeWorkbook({
  rows = '',
  sheet,
  strings = '',
  workbookAttributes = '',
  parts = {},
}: WorkbookParts): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'muster-xlsx-')), 'book.xlsx')
  const zip = new ZipFile()
  const all: Record<string, string | Buffer> = {
    'xl/_rels/workbook.xml.rels': rels,
    'xl/workbook.xml': workbook(workbookAttributes),
    'xl/styles.xml': styles,
    'xl/sharedStrings.xml': `<sst>${strings}</sst>`,
    'xl/worksheets/sheet1.xml': sheet ?? `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
    'xl/worksheets/sheet2.xml': '<worksheet><sheetData/></worksheet>',
    ...parts,
  }
  for (const [name, content] of Object.entries(all)) zip.addBuffer(Buffer.from(content as string), name)
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(path))
  return path
}
