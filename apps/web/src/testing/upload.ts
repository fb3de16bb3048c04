import type { UploadEntry } from '@muster/contracts/uploads'

/** A checked file of one row. */
export const upload: UploadEntry = {
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
