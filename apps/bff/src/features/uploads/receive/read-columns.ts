import type { UploadColumn } from '@muster/contracts/uploads'
import { isReversed, matchColumns, type Suggestion, suggestMappings } from '@muster/core/upload/upload-columns'
import { isTakingAway } from '@muster/core/upload/upload-decision'
import { guessHeaderRow, headingsOf } from '@muster/core/upload/upload-header'
import {
  comparableHeading,
  isKnownHeading,
  isPrivateAddress,
  mappingOfHeading,
  shapeOf,
} from '@muster/core/upload/upload-headings'
import { neighborsOf } from '@muster/core/upload/upload-rights'
import type { KnownNames } from '@muster/core/upload/upload-shape'
import { namesUsers } from '@muster/core/upload/upload-user-heading'
import type { FileRow } from '../file-ports.ts'
import type { RememberedColumn } from '../ports.ts'
import { mayBeOfOthers } from './address-owner.ts'

/** Characters of a sample. */
export const maxSampleLength = 80
export const maxSamples = 4

/** The heading row and the rows below it. `headerRow` 0 means there is none. */
export function partHeader(
  sample: readonly FileRow[],
  corrected: number | undefined,
): { headerRow: number; header: readonly string[]; data: readonly FileRow[]; titles: readonly FileRow[] } {
  const headerRow = corrected ?? guessHeaderRow(sample)
  const written = sample.find(({ row }) => row === headerRow)?.cells ?? []
  const header = headingsOf(written, sample.find(({ row }) => row === headerRow - 1)?.cells ?? [])
  const data = sample.filter(({ row }) => row > headerRow)
  return { headerRow, header, data, titles: sample.filter(({ row }) => row < headerRow) }
}

/** Whether a row was used for headings although none is known and no row is below it. */
export function isHeadingInDoubt(columns: readonly { readonly header: string }[], rowsBelow: number): boolean {
  return rowsBelow === 0 && !columns.some(({ header }) => isKnownHeading(header))
}

/** A key for files of the same shape. */
export const shapeOfHeader = shapeOf

function valuesOf(data: readonly FileRow[], index: number): readonly string[] {
  return data.map(({ cells }) => cells[index] ?? '').filter((value) => value.trim() !== '')
}

/** Cells to the right of the last heading: unnamed columns, or, if few rows have them, one delimiter too many. */
function isBeyondHeader(index: number, header: readonly string[], data: readonly FileRow[]): boolean {
  const named = header.findLastIndex((name) => name.trim() !== '')
  return named !== -1 && index > named && valuesOf(data, index).length * 2 < data.length
}

/** Cells of a text file without even a blank heading: one delimiter too many in most rows, unless the member decides otherwise. */
function isWithoutHeading(index: number, header: readonly string[], isText: boolean): boolean {
  return isText && header.some((name) => name.trim() !== '') && index >= header.length
}

/** The titles that are about a column: those of the whole table, and of several columns the next one to the left. */
function aboveColumn(titles: readonly FileRow[], index: number): string {
  return titles
    .map(({ cells }) => {
      const isOfTable = cells.filter((cell) => cell.trim() !== '').length === 1
      return (isOfTable ? cells : cells.slice(0, index + 1)).findLast((cell) => cell.trim() !== '') ?? ''
    })
    .join('\n')
}

/** A row right below the headings that divides them, as "add" and "remove" below "Groups" and "Groups". */
function subheadingsOf([first]: readonly FileRow[]): readonly FileRow[] {
  if (first === undefined || first.cells.some((cell) => /[@\d]/.test(cell))) return []
  return first.cells.some((cell) => isTakingAway(cell)) ? [first] : []
}

const identifying = new Set<string | null>(['email', 'org_user_id', 'user_id'])

/**
 * Whether a column is of a second table beside the first: one that names users again begins behind a blank column, or with
 * the headings of the first.
 */
function isOfNextTable(index: number, header: readonly string[]): boolean {
  const names = header.map(comparableHeading)
  const mappings = header.map(mappingOfHeading)
  const isRepeated = (at: number) => names[at] !== '' && names.indexOf(names[at] ?? '') < at
  return mappings.slice(0, index).some((mapping, at) => {
    if (!identifying.has(mapping) || mappings.indexOf(mapping) === at) return false
    return names[at - 1] === '' || (isRepeated(at) && isRepeated(index))
  })
}

/** Whether titles above the headings, or a second table beside the first, divide columns of the same heading. */
function isDivided(index: number, header: readonly string[], titles: readonly FileRow[]): boolean {
  if (isOfNextTable(index, header)) return true
  const name = comparableHeading(header[index] ?? '')
  const own = aboveColumn(titles, index)
  return (
    titles.length > 0 &&
    name !== '' &&
    header.some((other, at) => at !== index && comparableHeading(other) === name && aboveColumn(titles, at) !== own)
  )
}

/** A share of rows, to four digits. */
export const share = (part: number, whole: number) => (whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000)

/** Columns up to the last nonblank one: spreadsheets write hundreds of blank ones. */
const widthOf = (cells: readonly string[]) => cells.findLastIndex((cell) => cell.trim() !== '') + 1

/** The suggestions of a column that is no question, as one that repeats another. */
export const withoutQuestion = (suggestions: readonly Suggestion[]): UploadColumn['suggestions'] => [
  { mapping: 'ignore', score: 1 },
  ...suggestions.filter(({ mapping }) => mapping !== 'ignore'),
]

interface ColumnsToRead {
  readonly header: readonly string[]
  readonly data: readonly FileRow[]
  readonly remembered: readonly RememberedColumn[] | null
  /** The account's names; null while the directory is unknown. */
  readonly known?: KnownNames | null
  readonly isText?: boolean
  /** Rows above the headings. */
  readonly titles?: readonly FileRow[]
  /** The names of the file and of its sheet. */
  readonly about?: string
}

const hasAddresses = (values: readonly string[]) => values.some((value) => value.includes('@'))

/** Every column with what it may mean. */
function draftsOf(input: ColumnsToRead) {
  const { header, data, known = null, isText = false, about = '' } = input
  const titles = [...(input.titles ?? []), ...subheadingsOf(data)]
  const width = Math.max(widthOf(header), ...data.map(({ cells }) => widthOf(cells)))
  const columns = Array.from({ length: width }, (_, at) => ({
    header: header[at] ?? '',
    values: valuesOf(data, at),
    cells: data.map(({ cells }) => cells[at] ?? ''),
  }))
  const table = { columns, upper: input.titles?.at(-1)?.cells ?? [] }
  const namers = columns.filter(({ header: name, values }) => namesUsers(name) || hasAddresses(values))
  return columns.map((column, index) => {
    const beyondHeader = isBeyondHeader(index, header, data)
    const above = `${about}\n${aboveColumn(titles, index)}`
    const neighbors = neighborsOf(column, columns)
    const isSole = namers.every((other) => other === column)
    const isOfOthers = mayBeOfOthers(index, table)
    const sample = { ...column, above, isDivided: isDivided(index, header, titles), neighbors, isSole, isOfOthers }
    return {
      index,
      name: column.header,
      values: column.values,
      beyondHeader: beyondHeader || isWithoutHeading(index, header, isText),
      suggestions: beyondHeader ? [] : suggestMappings(sample, known),
      above,
    }
  })
}

/** Every column with its header, possible mappings, first values and fill rate. */
export function readColumns(input: ColumnsToRead): readonly UploadColumn[] {
  const { data, remembered } = input
  const drafts = draftsOf(input)
  const matched = matchColumns(drafts.map(({ suggestions }) => suggestions))
  return drafts.map(({ index, name, values, suggestions, beyondHeader, above }) => {
    const last = remembered?.[index] ?? undefined
    // A choice for another file is none for one about leavers.
    const before = last !== undefined && isReversed(last.mapping, name, above) ? undefined : last
    // Of two addresses of a user, the account knows the one of work.
    const isPrivate = matched.includes('email') && suggestions[0]?.mapping === 'email' && isPrivateAddress(name)
    return {
      index,
      header: name.trim() === '' ? `Column ${index + 1}` : name.trim(),
      mapping: before?.mapping ?? matched[index] ?? 'ignore',
      suggestions: isPrivate && matched[index] === 'ignore' ? withoutQuestion(suggestions) : [...suggestions],
      samples: [...new Set(values.map((value) => value.trim().slice(0, maxSampleLength)))].slice(0, maxSamples),
      fillRate: share(values.length, data.length),
      blank: before?.blank ?? 'keep',
      remembered: before !== undefined,
      ...(before?.ahead === undefined ? {} : { rememberedAhead: [...before.ahead] }),
      ...(beyondHeader ? { beyondHeader } : {}),
    }
  })
}
