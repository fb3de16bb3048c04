import type { Detection } from '../file-ports.ts'

/** What is understood of a file before anything was looked at. */
export const emptyDetection: Detection = {
  format: 'csv',
  encoding: null,
  byteOrderMark: false,
  delimiter: null,
  sheet: null,
  sheets: [],
  headerRow: 0,
  hiddenRows: 0,
  hiddenColumns: 0,
  mergedCells: 0,
  formulas: 0,
  recognisedAs: null,
}
