import type { UploadRecord } from '../ports.ts'
import { emptyDetection } from './empty-detection.ts'

type Known = Pick<UploadRecord, 'id' | 'fileName' | 'createdBy' | 'createdAt'>

/** An upload as it begins: nothing of it read yet, but what is known of it beforehand. */
export function newUpload(known: Known & Partial<UploadRecord>): UploadRecord {
  return {
    bytes: 0,
    state: 'reading',
    problem: null,
    progress: { rows: 0, total: null },
    detected: emptyDetection,
    columns: [],
    tally: null,
    checkedAt: null,
    planId: null,
    corrects: null,
    ...known,
  }
}

/** Who makes an upload, as it is kept. */
export const madeBy = ({ memberId, email }: UploadRecord['createdBy']): UploadRecord['createdBy'] => ({
  memberId,
  email,
})
