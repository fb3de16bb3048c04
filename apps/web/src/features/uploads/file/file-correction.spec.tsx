import type { UploadEntry } from '@muster/contracts/uploads'
import { expect, it, vi } from 'vitest'
import { interceptRequests, seen, showApp, submit, type } from '../../../testing/show-app.tsx'
import { FileCorrection } from './file-correction.tsx'

const upload: UploadEntry = {
  id: 'u-1',
  fileName: 'people.csv',
  bytes: 10,
  state: 'checked',
  problem: null,
  progress: { rows: 1, total: 1 },
  detected: {
    format: 'csv',
    encoding: 'utf-8',
    byteOrderMark: false,
    delimiter: ',',
    sheet: null,
    sheets: [],
    headerRow: 1,
    hiddenRows: 0,
    hiddenColumns: 0,
    mergedCells: 0,
    formulas: 0,
    recognizedAs: null,
  },
  columns: [],
  counts: { rows: 1, ready: 1, errors: 0, warnings: 0, notes: 0, excluded: 0, done: 0 },
  issues: [],
  checkedAt: null,
  planId: null,
  corrects: null,
  createdBy: 'ben@example.com',
  createdAt: '2026-11-22T00:00:00.000Z',
}

it('counts as sent what was sent, and not what was typed since', async () => {
  const requests = interceptRequests()
  const onDirty = vi.fn<(isDirty: boolean) => void>()
  const Correction = () => <FileCorrection upload={upload} onDirty={onDirty} />
  await showApp({ '/uploads/$uploadId': Correction }, { at: '/uploads/u-1' })
  await type('[name=headerRow]', '2')
  await submit()
  await seen(() => expect(requests).toHaveLength(1))
  await type('[name=headerRow]', '3')
  await requests[0]?.respond(200, upload)
  await seen(() => expect(onDirty).toHaveBeenLastCalledWith(true))
  await type('[name=headerRow]', '2')
  await seen(() => expect(onDirty).toHaveBeenLastCalledWith(false))
})
