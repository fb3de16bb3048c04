import { type UploadEntry, uploadDelimiters, uploadEncodings } from '@muster/contracts/uploads'
import type { Correction } from '../queries.ts'

/** Changed values of the form. */
export interface FileDraft {
  readonly encoding?: string
  readonly delimiter?: string
  readonly sheet?: string
  readonly headerRow?: string
}

/** The differences from the detected format; null if there are none, or if the row number is invalid. */
export function correctionOf(draft: FileDraft, detected: UploadEntry['detected']): Correction | null {
  const encoding = uploadEncodings.find((known) => known === draft.encoding)
  const delimiter = uploadDelimiters.find((known) => known === draft.delimiter)
  const typed = draft.headerRow?.trim()
  if (typed !== undefined && !/^\d{1,7}$/.test(typed)) return null
  const headerRow = typed === undefined ? detected.headerRow : Number(typed)
  const correction: Correction = {
    ...(encoding === undefined || encoding === detected.encoding ? {} : { encoding }),
    ...(delimiter === undefined || delimiter === detected.delimiter ? {} : { delimiter }),
    ...(draft.sheet === undefined || draft.sheet === detected.sheet ? {} : { sheet: draft.sheet }),
    ...(headerRow === detected.headerRow ? {} : { headerRow }),
  }
  return Object.keys(correction).length === 0 ? null : correction
}
