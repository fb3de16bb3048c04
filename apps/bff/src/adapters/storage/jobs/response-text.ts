import { openText, placeOf, type Seal, sealText } from '../database/seal.ts'
import { storableText } from '../database/storable-json.ts'

interface KeptResponse {
  readonly jobId: string
  readonly seq: number
  readonly response: string | null
}

/** Kore.ai's response to an item as its row has it. */
export const sealedResponse = (seal: Seal, { jobId, seq, response }: KeptResponse): string | null =>
  response === null ? null : sealText(seal, storableText(response), placeOf('response', jobId, seq))

export const openedResponse = (seal: Seal, { jobId, seq, response }: KeptResponse): string | null =>
  response === null ? null : openText(seal, response, placeOf('response', jobId, seq))
