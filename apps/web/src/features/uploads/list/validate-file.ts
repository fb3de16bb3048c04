import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { uploadLimits } from '@muster/core/upload/upload-file'
import { formatBytes } from '../upload-text.ts'

/** Accepted extensions. The server detects the format by the contents. */
export const acceptedEndings = ['.csv', '.tsv', '.txt', '.xlsx', '.json'] as const

const otherEndings: Readonly<Record<string, MessageDescriptor>> = {
  '.xls': msg`This is the old Excel format. Save it as .xlsx and send that file.`,
  '.xlsm': msg`Muster does not read workbooks with macros. Save it as .xlsx and send that file.`,
  '.xlsb': msg`Muster does not read binary workbooks. Save it as .xlsx and send that file.`,
  '.ods': msg`Muster does not read OpenDocument sheets. Save it as .xlsx or .csv and send that file.`,
  '.numbers': msg`Muster does not read Numbers documents. Export it as .xlsx or .csv and send that file.`,
  '.zip': msg`Muster does not read archives. Unpack it and send the file inside.`,
  '.pdf': msg`Muster does not read PDFs. Send the sheet that the PDF was made from.`,
}

/** Why a file cannot be sent, before any byte is sent; null if it can. The server validates it again. */
export function validateFile({ name, size }: { readonly name: string; readonly size: number }): string | null {
  const ending = /\.[^.]*$/.exec(name.toLowerCase())?.[0] ?? ''
  const other = otherEndings[ending]
  if (other !== undefined) return i18n._(other)
  if (!acceptedEndings.some((accepted) => accepted === ending))
    return t`Muster cannot read “${name}”. Send CSV, TSV, TXT, XLSX or JSON.`
  if (size === 0) return t`“${name}” is empty.`
  if (size > uploadLimits.fileBytes)
    return t`“${name}” has ${{ bytes: formatBytes(size) }}; the limit is ${{ limit: formatBytes(uploadLimits.fileBytes) }}. Split it and send the parts.`
  return null
}
