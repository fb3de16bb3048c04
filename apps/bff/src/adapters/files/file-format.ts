import { FileRefusal } from './file-refusal.ts'

export type FileFormat = 'csv' | 'xlsx' | 'json'

const starts = (bytes: Uint8Array, ...signature: number[]) => signature.every((byte, at) => bytes[at] === byte)
const ending = (name: string) => /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
const textEndings = new Set(['csv', 'tsv', 'txt', 'tab', ''])

function refuseOtherContainers(bytes: Uint8Array): void {
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0))
    throw new FileRefusal(
      'It is an old Excel file (.xls) or password-protected. Save it as .xlsx or .csv without a password.',
    )
  if (starts(bytes, 0x25, 0x50, 0x44, 0x46)) throw new FileRefusal('It is a PDF. Send a CSV or XLSX file.')
  if (starts(bytes, 0x1f, 0x8b))
    throw new FileRefusal('It is compressed. Unpack it and send the CSV or XLSX file inside.')
}

/** UTF-32: four bytes a character, of which two or three are zero. No decoder reads it. */
function isUtf32(bytes: Uint8Array): boolean {
  if (starts(bytes, 0xff, 0xfe, 0, 0) || starts(bytes, 0, 0, 0xfe, 0xff)) return true
  const start = bytes.subarray(0, 4096)
  return start.length >= 8 && start.filter((byte) => byte === 0).length > start.length * 0.7
}

/** Text is identified by its beginning: a page saved as a table is not CSV, and the body of an endpoint may be pasted unchanged. */
function textFormat(end: string, bytes: Uint8Array): FileFormat {
  if (isUtf32(bytes)) throw new FileRefusal('It is text in UTF-32. Save it in UTF-8.')
  const start = new TextDecoder().decode(bytes.subarray(0, 512)).trimStart()
  if (/^<(?:[!?]|html|head|meta|body|table)/i.test(start))
    throw new FileRefusal(
      'It is a web page or XML, regardless of its name. Open it in your spreadsheet program and save it as .xlsx or .csv.',
    )
  return end !== 'csv' && /^\{\s*"/.test(start) ? 'json' : 'csv'
}

const openDocumentEndings = new Set(['ods', 'fods', 'ots', 'odt'])

const openDocument = 'It is an OpenDocument file. Open it in your spreadsheet program and save it as .xlsx or .csv.'

/** An OpenDocument container begins with its media type, uncompressed. */
const isOpenDocument = (bytes: Uint8Array) =>
  new TextDecoder('latin1').decode(bytes.subarray(0, 120)).includes('mimetypeapplication/vnd.oasis.opendocument')

/** Detects the format by the first bytes; the file extension must match. */
export function fileFormat(name: string, bytes: Uint8Array): FileFormat {
  if (bytes.length === 0) throw new FileRefusal('It is empty.')
  refuseOtherContainers(bytes)
  const end = ending(name)
  const zipped = starts(bytes, 0x50, 0x4b, 0x03, 0x04)
  if (end === 'xlsx') {
    if (zipped && !isOpenDocument(bytes)) return 'xlsx'
    if (zipped) throw new FileRefusal(openDocument)
    throw new FileRefusal('It ends in .xlsx but is not an Excel workbook. If it is a text file, name it .csv.')
  }
  if (zipped && (openDocumentEndings.has(end) || isOpenDocument(bytes))) throw new FileRefusal(openDocument)
  if (zipped)
    throw new FileRefusal(
      'It is a ZIP container, and Muster reads only .xlsx workbooks. Save a workbook with macros (.xlsm) as .xlsx.',
    )
  if (end === 'json') return 'json'
  if (textEndings.has(end)) return textFormat(end, bytes)
  throw new FileRefusal(`Files that end in .${end} are not read. Send CSV, TSV, TXT, XLSX or JSON.`)
}
