import { t } from '@lingui/core/macro'
import type { UploadEntry } from '@muster/contracts/uploads'
import { uploadDelimiters, uploadEncodings } from '@muster/core/upload/upload-file'
import * as z from 'zod/mini'
import type { Correction } from '../queries.ts'

type Detected = UploadEntry['detected']

/** Values of the form. An empty one is unknown. */
const draftSchema = z.object({
  encoding: z.string(),
  delimiter: z.string(),
  sheet: z.string(),
  headerRow: z.string(),
})
type FileDraft = z.output<typeof draftSchema>

/** The form filled with the detected format. */
export const detectedDraft = ({ encoding, delimiter, sheet, headerRow }: Detected): FileDraft => ({
  encoding: encoding ?? '',
  delimiter: delimiter ?? '',
  sheet: sheet ?? '',
  headerRow: String(headerRow),
})

/** The differences from the detected format. */
function correctionOf(draft: FileDraft, detected: Detected): Correction {
  const encoding = uploadEncodings.find((known) => known === draft.encoding)
  const delimiter = uploadDelimiters.find((known) => known === draft.delimiter)
  const headerRow = Number(draft.headerRow)
  return {
    ...(encoding === undefined || encoding === detected.encoding ? {} : { encoding }),
    ...(delimiter === undefined || delimiter === detected.delimiter ? {} : { delimiter }),
    ...(draft.sheet === (detected.sheet ?? '') ? {} : { sheet: draft.sheet }),
    ...(headerRow === detected.headerRow ? {} : { headerRow }),
  }
}

/** The form of a correction, which becomes the differences from the detected format. */
export const fileCorrectionSchema = (detected: Detected) =>
  z.pipe(
    draftSchema.check(
      z.refine(({ headerRow }) => /^\s*\d{1,7}\s*$/.test(headerRow), {
        error: t`Enter a row number, or 0`,
        path: ['headerRow'],
        abort: true,
      }),
      z.refine((draft) => Object.keys(correctionOf(draft, detected)).length > 0, {
        error: t`Change at least one field`,
        path: ['headerRow'],
      }),
    ),
    z.transform((draft) => correctionOf(draft, detected)),
  )
