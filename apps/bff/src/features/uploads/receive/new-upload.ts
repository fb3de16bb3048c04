import type { UploadRecord } from '../ports.ts'
import { emptyDetection } from './empty-detection.ts'

type Known = Pick<UploadRecord, 'id' | 'fileName' | 'createdBy' | 'createdAt'>

/** A new upload: not read yet, with its initial facts. */
export function newUpload(known: Known & Partial<UploadRecord>): UploadRecord {
  return {
    bytes: 0,
    state: 'reading',
    attempt: 0,
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

/** The creator of an upload, as stored. */
export const madeBy = ({ memberId, email }: UploadRecord['createdBy']): UploadRecord['createdBy'] => ({
  memberId,
  email,
})
