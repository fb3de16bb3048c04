import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, plural, t } from '@lingui/core/macro'
import type { RecognizedFile, UploadEntry } from '@muster/contracts/uploads'
import type { Directory } from '@muster/contracts/users'
import { mostMarkedMerges } from '@muster/core/upload/upload-merges'
import { formatList, formatNumber } from '../../lib/format.ts'

type Detection = UploadEntry['detected']

/** Whether the server is reading or checking the file. Nothing in it can change meanwhile. */
export function isProcessing({ state }: Pick<UploadEntry, 'state'>): boolean {
  return state === 'reading' || state === 'checking'
}

/** How the directory changed since the rows were checked; null if it did not. */
export function sinceChecked(
  { checkedAt }: Pick<UploadEntry, 'checkedAt'>,
  { state, syncedAt }: Pick<Directory, 'state' | 'syncedAt'>,
): string | null {
  if (checkedAt === null) return null
  if (syncedAt === null) {
    if (state !== 'loading') return null
    return t`The first sync is still running. Users not synced yet appear as unknown: check the rows again when it ends.`
  }
  return syncedAt > checkedAt ? t`The directory was synced after these rows were checked.` : null
}

/** Label of each encoding. */
export const encodingWords: Readonly<Record<NonNullable<Detection['encoding']>, MessageDescriptor>> = {
  'utf-8': msg`UTF-8`,
  'utf-16le': msg`UTF-16 (little endian)`,
  'utf-16be': msg`UTF-16 (big endian)`,
  'windows-1252': msg`Windows-1252 (Western European)`,
  'windows-1250': msg`Windows-1250 (Central European)`,
  'windows-1251': msg`Windows-1251 (Cyrillic)`,
  'windows-1253': msg`Windows-1253 (Greek)`,
  'windows-1254': msg`Windows-1254 (Turkish)`,
  'windows-1255': msg`Windows-1255 (Hebrew)`,
  'windows-1256': msg`Windows-1256 (Arabic)`,
  'windows-1257': msg`Windows-1257 (Baltic)`,
  'windows-1258': msg`Windows-1258 (Vietnamese)`,
  'windows-874': msg`Windows-874 (Thai)`,
  gb18030: msg`GB18030 (Chinese, simplified)`,
  big5: msg`Big5 (Chinese, traditional)`,
  shift_jis: msg`Shift JIS (Japanese)`,
  'euc-jp': msg`EUC-JP (Japanese)`,
  'iso-2022-jp': msg`ISO-2022-JP (Japanese)`,
  'euc-kr': msg`EUC-KR (Korean)`,
  'iso-8859-2': msg`ISO-8859-2 (Central European)`,
  'iso-8859-3': msg`ISO-8859-3 (South European)`,
  'iso-8859-4': msg`ISO-8859-4 (North European)`,
  'iso-8859-5': msg`ISO-8859-5 (Cyrillic)`,
  'iso-8859-6': msg`ISO-8859-6 (Arabic)`,
  'iso-8859-7': msg`ISO-8859-7 (Greek)`,
  'iso-8859-8': msg`ISO-8859-8 (Hebrew)`,
  'iso-8859-10': msg`ISO-8859-10 (Nordic)`,
  'iso-8859-13': msg`ISO-8859-13 (Baltic)`,
  'iso-8859-14': msg`ISO-8859-14 (Celtic)`,
  'iso-8859-15': msg`ISO-8859-15 (Western European)`,
  'iso-8859-16': msg`ISO-8859-16 (Romanian)`,
  'koi8-r': msg`KOI8-R (Russian)`,
  'koi8-u': msg`KOI8-U (Ukrainian)`,
  ibm866: msg`IBM 866 (Cyrillic, DOS)`,
  macintosh: msg`Mac OS Roman`,
  'x-mac-cyrillic': msg`Mac OS Cyrillic`,
}

/** Label of each delimiter, for the form. */
export const delimiterLabels: Readonly<Record<NonNullable<Detection['delimiter']>, MessageDescriptor>> = {
  ',': msg`Comma`,
  ';': msg`Semicolon`,
  '\t': msg`Tab`,
  '|': msg`Pipe`,
  addresses: msg`Each address is a row`,
}

const delimiterParts: typeof delimiterLabels = {
  ',': msg`separated by comma`,
  ';': msg`separated by semicolon`,
  '\t': msg`separated by tab`,
  '|': msg`separated by pipe`,
  addresses: msg`each address is a row`,
}

const recognizedFiles: Readonly<Record<RecognizedFile, MessageDescriptor>> = {
  kore_import: msg`Kore.ai's own import file`,
  muster_report: msg`a report of Muster`,
  update_users: msg`the body of Kore.ai's Update Users`,
  remove_users: msg`the body of Kore.ai's Remove Users`,
  erase_data: msg`the body of Kore.ai's Delete Customer Data`,
}

export const recognizedText = (file: RecognizedFile): string => i18n._(recognizedFiles[file])

const formats: Readonly<Record<Detection['format'], MessageDescriptor>> = {
  csv: msg`Text`,
  xlsx: msg`Excel workbook`,
  json: msg`JSON`,
}

/** The detected format in parts, to join with dots. */
export function detectedParts(detected: Detection): readonly string[] {
  const { format, encoding, delimiter, headerRow } = detected
  const parts: string[] = [i18n._(formats[format])]
  if (encoding !== null) parts.push(encodingPart(encoding, detected.byteOrderMark))
  if (delimiter !== null) parts.push(i18n._(delimiterParts[delimiter]))
  if (detected.sheet !== null) parts.push(sheetPart(detected.sheet, detected.sheets.length))
  if (format !== 'json')
    parts.push(headerRow === 0 ? t`no header row` : t`column names in row ${{ row: formatNumber(headerRow) }}`)
  return parts
}

function encodingPart(encoding: NonNullable<Detection['encoding']>, byteOrderMark: boolean): string {
  const name = i18n._(encodingWords[encoding])
  return byteOrderMark ? t`${{ encoding: name }} with byte order mark` : name
}

function sheetPart(sheet: string, sheets: number): string {
  return sheets > 1 ? t`sheet “${sheet}” of ${{ sheets: formatNumber(sheets) }}` : t`sheet “${sheet}”`
}

/** What to know about the file before trusting its rows, each in a sentence. */
export function detectionWarnings(detected: Detection): readonly string[] {
  const { hiddenRows, hiddenColumns, formulas, sheets, sheet } = detected
  const isHidden = sheets.some((other) => other.hidden && other.name === sheet)
  const warnings: string[] = []
  if (detected.recognizedAs === 'kore_import') {
    warnings.push(
      t`Muster changes groups, roles and flags, and removes users. It does not send names, phones, titles and departments of the file; rows that invite or activate are errors.`,
    )
  }
  if (isHidden) warnings.push(t`The sheet that Muster reads is hidden in the workbook.`)
  warnings.push(...sheetWarnings(detected))
  if (hiddenRows > 0) {
    warnings.push(
      plural(hiddenRows, {
        one: '# row is hidden in the sheet. Muster reads it like any other.',
        other: '# rows are hidden in the sheet. Muster reads them like any other.',
      }),
    )
  }
  if (hiddenColumns > 0) {
    warnings.push(
      plural(hiddenColumns, {
        one: '# column is hidden in the sheet.',
        other: '# columns are hidden in the sheet.',
      }),
    )
  }
  warnings.push(...mergeWarning(detected), ...commentWarnings(detected))
  if (formulas > 0) {
    warnings.push(
      plural(formulas, {
        one: '# formula: Muster reads the stored value and calculates nothing.',
        other: '# formulas: Muster reads the stored values and calculates nothing.',
      }),
    )
  }
  return warnings
}

/** Names the sheets that Muster does not read. */
function sheetWarnings({ sheets, sheet }: Detection): readonly string[] {
  const unread = sheets.filter(({ name }) => name !== sheet)
  const visible = unread.filter(({ hidden, rows }) => !hidden && rows !== 0)
  const hidden = unread.filter((other) => other.hidden)
  const warnings: string[] = []
  const others = visible.length
  if (others > 0) {
    const names = namesOf(visible)
    warnings.push(
      plural(others, {
        one: `# other sheet is not read: ${names}.`,
        other: `# other sheets are not read: ${names}.`,
      }),
    )
  }
  if (hidden.length > 0) warnings.push(t`Hidden and not read: ${{ names: namesOf(hidden) }}.`)
  return warnings
}

function mergeWarning({ mergedCells, merges = [] }: Detection): readonly string[] {
  if (mergedCells === 0) return []
  const listed = [...merges, ...(mergedCells > merges.length ? ['…'] : [])].join(', ')
  const found =
    merges.length === 0
      ? plural(mergedCells, { one: '# merged cell.', other: '# merged cells.' })
      : plural(mergedCells, { one: `# merged cell (${listed}).`, other: `# merged cells (${listed}).` })
  const rule =
    mergedCells > mostMarkedMerges
      ? t`The value counts for the first row of each. In mapped columns, the other cells of the first ${{ merges: formatNumber(mostMarkedMerges) }} are marked, to fill in or leave blank.`
      : t`The value counts for the first row of each. In mapped columns, the other cells are marked, to fill in or leave blank.`
  return [`${found} ${rule}`]
}

function commentWarnings({ comments }: Detection): readonly string[] {
  if (comments === undefined) return []
  const { count, cells, textBoxes, isIncomplete } = comments
  const listed = [...cells, ...(count > cells.length ? ['…'] : [])].join(', ')
  const found = plural(count, {
    one: `# cell has a comment (${listed}). Muster does not act on comments: read it before you apply the changes.`,
    other: `# cells have comments (${listed}). Muster does not act on comments: read them before you apply the changes.`,
  })
  return [
    ...(count > 0 ? [found] : []),
    ...(textBoxes.length > 0
      ? [
          t`The sheet has text boxes: ${{ texts: formatList(textBoxes.map((name) => t`“${name}”`)) }}. Muster does not act on them.`,
        ]
      : []),
    ...(isIncomplete
      ? [t`Some comments of the sheet could not be read. Open the file in your spreadsheet program to read them.`]
      : []),
  ]
}

/** “Leavers” (312 rows) and “Notes”. */
const namesOf = (sheets: Detection['sheets']): string => formatList(sheets.map(sheetName))

function sheetName({ name, rows }: Detection['sheets'][number]): string {
  if (rows === null || rows === 0) return t`“${name}”`
  return plural(rows, { one: `“${name}” (# row)`, other: `“${name}” (# rows)` })
}

/** 1536 → "1.5 KB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return plural(bytes, { one: '# byte', other: '# bytes' })
  const kilobytes = bytes / 1024
  if (kilobytes < 1024)
    return t`${{ size: formatNumber(kilobytes < 10 ? toTenths(kilobytes) : Math.round(kilobytes)) }} KB`
  return t`${{ size: formatNumber(toTenths(kilobytes / 1024)) }} MB`
}

const toTenths = (value: number): number => Math.round(value * 10) / 10
