import { message } from '@muster/wording/message'
import { FileRefusal } from './file-refusal.ts'

export type FileFormat = 'csv' | 'xlsx' | 'json'

const starts = (bytes: Uint8Array, ...signature: number[]) => signature.every((byte, at) => bytes[at] === byte)
const ending = (name: string) => /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
const textEndings = new Set(['csv', 'tsv', 'txt', 'tab', ''])

function refuseOtherContainers(bytes: Uint8Array): void {
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) throw new FileRefusal(message('file.old_excel'))
  if (starts(bytes, 0x25, 0x50, 0x44, 0x46)) throw new FileRefusal(message('file.pdf'))
  if (starts(bytes, 0x1f, 0x8b)) throw new FileRefusal(message('file.compressed'))
}

/** UTF-32: four bytes a character, of which two or three are zero. No decoder reads it. */
function isUtf32(bytes: Uint8Array): boolean {
  if (starts(bytes, 0xff, 0xfe, 0, 0) || starts(bytes, 0, 0, 0xfe, 0xff)) return true
  const start = bytes.subarray(0, 4096)
  return start.length >= 8 && start.filter((byte) => byte === 0).length > start.length * 0.7
}

/** Text is identified by its beginning: a page saved as a table is not CSV, and the body of an endpoint may be pasted unchanged. */
function textFormat(end: string, bytes: Uint8Array): FileFormat {
  if (isUtf32(bytes)) throw new FileRefusal(message('file.utf32'))
  const start = new TextDecoder().decode(bytes.subarray(0, 512)).trimStart()
  if (/^<(?:[!?]|html|head|meta|body|table)/i.test(start)) throw new FileRefusal(message('file.web_page'))
  return end !== 'csv' && /^\{\s*"/.test(start) ? 'json' : 'csv'
}

const openDocumentEndings = new Set(['ods', 'fods', 'ots', 'odt'])

const openDocument = message('file.open_document')

/** An OpenDocument container begins with its media type, uncompressed. */
const isOpenDocument = (bytes: Uint8Array) =>
  new TextDecoder('latin1').decode(bytes.subarray(0, 120)).includes('mimetypeapplication/vnd.oasis.opendocument')

/** Detects the format by the first bytes; the file extension must match. */
export function fileFormat(name: string, bytes: Uint8Array): FileFormat {
  if (bytes.length === 0) throw new FileRefusal(message('file.empty'))
  refuseOtherContainers(bytes)
  const end = ending(name)
  const zipped = starts(bytes, 0x50, 0x4b, 0x03, 0x04)
  if (end === 'xlsx') {
    if (zipped && !isOpenDocument(bytes)) return 'xlsx'
    if (zipped) throw new FileRefusal(openDocument)
    throw new FileRefusal(message('file.not_a_workbook'))
  }
  if (zipped && (openDocumentEndings.has(end) || isOpenDocument(bytes))) throw new FileRefusal(openDocument)
  if (zipped) throw new FileRefusal(message('file.zip'))
  if (end === 'json') return 'json'
  if (textEndings.has(end)) return textFormat(end, bytes)
  throw new FileRefusal(message('file.extension', { extension: end }))
}
