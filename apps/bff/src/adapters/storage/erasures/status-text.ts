import { LostKeyError, openText, placeOf, type Seal, sealText } from '../database/seal.ts'
import { storableText } from '../database/storable-json.ts'

interface Status {
  readonly erasureId: string
  readonly n: number
  readonly status: string | null
}

/** Kore.ai's response to the erasure of a person as its row has it. */
export const sealedStatus = (seal: Seal, { erasureId, n, status }: Status): string | null =>
  status === null ? null : sealText(seal, storableText(status), placeOf('status', erasureId, n))

/** Null also if its key was given up: the list of erasures stays readable. */
export function openedStatus(seal: Seal, { erasureId, n, status }: Status): string | null {
  try {
    return status === null ? null : openText(seal, status, placeOf('status', erasureId, n))
  } catch (error) {
    if (!(error instanceof LostKeyError)) throw error
    return null
  }
}
