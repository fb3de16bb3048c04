import type { UploadColumn } from '@muster/contracts/uploads'
import { matchColumns, shapeOf, suggestMeanings } from '@muster/core/upload-columns'
import { guessHeaderRow } from '@muster/core/upload-header'
import type { BlankMeaning, ColumnMeaning } from '@muster/core/upload-meaning'
import type { FileRow } from './ports.ts'

const longestSample = 80
const mostSamples = 4

interface RememberedColumn {
  readonly meaning: ColumnMeaning
  readonly blank: BlankMeaning
}

/** The row that names the columns and the rows below it. `headerRow` 0 means there is none. */
export function partHeader(
  sample: readonly FileRow[],
  wished: number | undefined,
): { headerRow: number; header: readonly string[]; data: readonly FileRow[] } {
  const headerRow = wished ?? guessHeaderRow(sample)
  const header = sample.find(({ row }) => row === headerRow)?.cells ?? []
  return { headerRow, header, data: sample.filter(({ row }) => row > headerRow) }
}

/** A key for files of the same shape. */
export const shapeOfHeader = shapeOf

function valuesOf(data: readonly FileRow[], index: number): readonly string[] {
  return data.map(({ cells }) => cells[index] ?? '').filter((value) => value.trim() !== '')
}

/** Every column with its header, what it may mean, its first values and how full it is. */
export function readColumns(input: {
  readonly header: readonly string[]
  readonly data: readonly FileRow[]
  readonly remembered: readonly RememberedColumn[] | null
}): readonly UploadColumn[] {
  const { header, data, remembered } = input
  const width = Math.max(header.length, ...data.map(({ cells }) => cells.length))
  const drafts = Array.from({ length: width }, (_, index) => {
    const values = valuesOf(data, index)
    return {
      index,
      header: header[index] ?? '',
      values,
      suggestions: suggestMeanings({ header: header[index] ?? '', values }),
    }
  })
  const matched = matchColumns(drafts.map(({ suggestions }) => suggestions))
  return drafts.map(({ index, header: name, values, suggestions }) => {
    const before = remembered?.[index]
    return {
      index,
      header: name.trim() === '' ? `Column ${index + 1}` : name.trim(),
      meaning: before?.meaning ?? matched[index] ?? 'ignore',
      suggestions: [...suggestions],
      samples: [...new Set(values.map((value) => value.trim().slice(0, longestSample)))].slice(0, mostSamples),
      fillRate: data.length === 0 ? 0 : Math.round((values.length / data.length) * 100) / 100,
      blank: before?.blank ?? 'keep',
      remembered: before !== undefined,
    }
  })
}
