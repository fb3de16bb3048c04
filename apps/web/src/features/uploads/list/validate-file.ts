import { uploadLimits } from '@muster/contracts/uploads'
import { formatBytes } from '../upload-words.ts'

/** Names a file may end in; what is inside decides all the same. */
export const acceptedEndings = ['.csv', '.tsv', '.txt', '.xlsx', '.json'] as const

const otherEndings: Readonly<Record<string, string>> = {
  '.xls': 'This is the old Excel format. Save it as .xlsx and send that.',
  '.xlsm': 'Workbooks with macros are not read. Save it as .xlsx and send that.',
  '.xlsb': 'Binary workbooks are not read. Save it as .xlsx and send that.',
  '.ods': 'OpenDocument sheets are not read. Save it as .xlsx or .csv and send that.',
  '.numbers': 'Numbers documents are not read. Export it as .xlsx or .csv and send that.',
  '.zip': 'Archives are not read. Unpack it and send the file inside.',
  '.pdf': 'A PDF has no rows to read. Send the sheet it was made of.',
}

/** Why a file cannot be sent, before a byte of it is; null where it can. The server checks again. */
export function validateFile(file: { readonly name: string; readonly size: number }): string | null {
  const ending = /\.[^.]*$/.exec(file.name.toLowerCase())?.[0] ?? ''
  const other = otherEndings[ending]
  if (other !== undefined) return other
  if (!acceptedEndings.some((accepted) => accepted === ending))
    return `“${file.name}” is no file Muster reads. Send CSV, TSV, TXT, XLSX or JSON.`
  if (file.size === 0) return `“${file.name}” is empty.`
  if (file.size > uploadLimits.fileBytes)
    return `“${file.name}” has ${formatBytes(file.size)}; the most is ${formatBytes(uploadLimits.fileBytes)}. Split it and send the parts.`
  return null
}
