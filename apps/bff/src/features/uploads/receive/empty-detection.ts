import type { Detection } from '../file-ports.ts'

/** The detected format of a file before its inspection. */
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
  recognizedAs: null,
}
