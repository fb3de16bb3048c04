import type { UploadEntry } from '@muster/contracts/uploads'
import type { Directory } from '@muster/contracts/users'
import { mostMarkedMerges } from '@muster/core/upload/upload-merges'
import { formatNumber, formatPlural } from '../../lib/format.ts'

type Detection = UploadEntry['detected']

/** The server is at work on the file: nothing in it can be changed now. */
export function isProcessing({ state }: Pick<UploadEntry, 'state'>): boolean {
  return state === 'reading' || state === 'checking'
}

/** What moved in the directory since the rows were checked, in a sentence; null where nothing did. */
export function sinceChecked(
  { checkedAt }: Pick<UploadEntry, 'checkedAt'>,
  { state, syncedAt }: Pick<Directory, 'state' | 'syncedAt'>,
): string | null {
  if (checkedAt === null) return null
  if (syncedAt === null)
    return state === 'loading'
      ? 'The directory is still being read for the first time: people who were not come to yet stand here as unknown. Check the rows again once it is there.'
      : null
  return syncedAt > checkedAt ? 'The directory was read again after these rows were checked.' : null
}

export const encodingWords: Readonly<Record<NonNullable<Detection['encoding']>, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 (little endian)',
  'utf-16be': 'UTF-16 (big endian)',
  'windows-1252': 'Windows-1252 (Western European)',
  'windows-1250': 'Windows-1250 (Central European)',
  'windows-1251': 'Windows-1251 (Cyrillic)',
  'windows-1253': 'Windows-1253 (Greek)',
  'windows-1254': 'Windows-1254 (Turkish)',
  'windows-1255': 'Windows-1255 (Hebrew)',
  'windows-1256': 'Windows-1256 (Arabic)',
  'windows-1257': 'Windows-1257 (Baltic)',
  'windows-1258': 'Windows-1258 (Vietnamese)',
  'windows-874': 'Windows-874 (Thai)',
  gb18030: 'GB18030 (Chinese, simplified)',
  big5: 'Big5 (Chinese, traditional)',
  shift_jis: 'Shift JIS (Japanese)',
  'euc-jp': 'EUC-JP (Japanese)',
  'iso-2022-jp': 'ISO-2022-JP (Japanese)',
  'euc-kr': 'EUC-KR (Korean)',
  'iso-8859-2': 'ISO-8859-2 (Central European)',
  'iso-8859-3': 'ISO-8859-3 (South European)',
  'iso-8859-4': 'ISO-8859-4 (North European)',
  'iso-8859-5': 'ISO-8859-5 (Cyrillic)',
  'iso-8859-6': 'ISO-8859-6 (Arabic)',
  'iso-8859-7': 'ISO-8859-7 (Greek)',
  'iso-8859-8': 'ISO-8859-8 (Hebrew)',
  'iso-8859-10': 'ISO-8859-10 (Nordic)',
  'iso-8859-13': 'ISO-8859-13 (Baltic)',
  'iso-8859-14': 'ISO-8859-14 (Celtic)',
  'iso-8859-15': 'ISO-8859-15 (Western European)',
  'iso-8859-16': 'ISO-8859-16 (Romanian)',
  'koi8-r': 'KOI8-R (Russian)',
  'koi8-u': 'KOI8-U (Ukrainian)',
  ibm866: 'IBM 866 (Cyrillic, DOS)',
  macintosh: 'Mac OS Roman',
  'x-mac-cyrillic': 'Mac OS Cyrillic',
}

export const delimiterWords: Readonly<Record<NonNullable<Detection['delimiter']>, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'pipe',
  addresses: 'Each address is a row',
}

/** As the server names it. */
const koreImport = "Kore.ai's own import file"

const formatWords = { csv: 'Text', xlsx: 'Excel workbook', json: 'JSON' } as const

/** What was understood, part by part: to be joined with dots. */
export function detectedParts(detected: Detection): readonly string[] {
  const { format, encoding, byteOrderMark, delimiter, sheet, sheets, headerRow } = detected
  const parts: string[] = [formatWords[format]]
  if (encoding !== null) parts.push(`${encodingWords[encoding]}${byteOrderMark ? ' with byte order mark' : ''}`)
  if (delimiter === 'addresses') parts.push('each address is a row')
  else if (delimiter !== null) parts.push(`separated by ${delimiterWords[delimiter]}`)
  if (sheet !== null) {
    const others = sheets.length - 1
    parts.push(`sheet “${sheet}”${others > 0 ? ` of ${formatNumber(sheets.length)}` : ''}`)
  }
  if (format !== 'json')
    parts.push(headerRow === 0 ? 'no header row' : `column names in row ${formatNumber(headerRow)}`)
  return parts
}

/** What a person should know about the file before trusting it, each in a sentence. */
export function detectionWarnings(detected: Detection): readonly string[] {
  const { hiddenRows, hiddenColumns, formulas, sheets, sheet } = detected
  const hiddenSheets = sheets.filter((other) => other.hidden && other.name !== sheet)
  const isHidden = sheets.some((other) => other.hidden && other.name === sheet)
  const otherSheets = sheets.filter((other) => !other.hidden && other.name !== sheet && other.rows !== 0)
  const said = (when: boolean, sentence: string): readonly string[] => (when ? [sentence] : [])
  return [
    ...said(
      detected.recognisedAs === koreImport,
      'Muster changes groups, roles and flags, and removes people. Names, phones, titles and departments in the file are not sent; rows that invite or activate are errors.',
    ),
    ...said(isHidden, 'The sheet that is read is hidden in the workbook.'),
    ...said(
      otherSheets.length > 0,
      `${formatPlural(otherSheets.length, 'other sheet')} ${otherSheets.length === 1 ? 'is' : 'are'} not read: ${namesOf(otherSheets)}.`,
    ),
    ...said(hiddenSheets.length > 0, `Hidden and not read: ${namesOf(hiddenSheets)}.`),
    ...said(
      hiddenRows > 0,
      `${formatPlural(hiddenRows, 'row is', 'rows are')} hidden in the sheet; they count like any other.`,
    ),
    ...said(hiddenColumns > 0, `${formatPlural(hiddenColumns, 'column is', 'columns are')} hidden in the sheet.`),
    ...mergeWarning(detected),
    ...said(formulas > 0, `${formatPlural(formulas, 'formula')}: the stored value counts, nothing is calculated.`),
  ]
}

function mergeWarning({ mergedCells, merges = [] }: Detection): readonly string[] {
  if (mergedCells === 0) return []
  const places = merges.length === 0 ? '' : ` (${merges.join(', ')}${mergedCells > merges.length ? ', …' : ''})`
  const marked = mergedCells > mostMarkedMerges ? `those of the first ${formatNumber(mostMarkedMerges)}` : 'the others'
  return [
    `${formatPlural(mergedCells, 'merged cell')}${places}: the value counts for the first row of each; in columns that are read ${marked} are marked, to be filled in or left.`,
  ]
}

/** “Leavers” (312 rows), “Notes”. */
const namesOf = (sheets: readonly { readonly name: string; readonly rows: number | null }[]) =>
  sheets
    .map(({ name, rows }) => `“${name}”${rows === null || rows === 0 ? '' : ` (${formatPlural(rows, 'row')})`}`)
    .join(', ')

/** 1536 → "1.5 KB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return formatPlural(bytes, 'byte')
  const inKb = bytes / 1024
  if (inKb < 1024) return `${inKb < 10 ? inKb.toFixed(1) : formatNumber(Math.round(inKb))} KB`
  return `${Number((inKb / 1024).toFixed(1))} MB`
}
