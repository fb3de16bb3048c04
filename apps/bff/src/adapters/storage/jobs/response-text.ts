import { openText, placeOf, type Seal, sealText } from '../database/seal.ts'
import { storableText } from '../database/storable-json.ts'

interface Answer {
  readonly jobId: string
  readonly seq: number
  readonly answer: string | null
}

/** Kore.ai's response to an item as its row has it. */
export const sealedResponse = (seal: Seal, { jobId, seq, answer }: Answer): string | null =>
  answer === null ? null : sealText(seal, storableText(answer), placeOf('answer', jobId, seq))

export const openedResponse = (seal: Seal, { jobId, seq, answer }: Answer): string | null =>
  answer === null ? null : openText(seal, answer, placeOf('answer', jobId, seq))
