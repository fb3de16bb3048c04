import type { UploadColumn } from '@muster/contracts/uploads'
import { comparableIdentifier, type IdentifierKind, readIdentifier } from '@muster/core/identifier/read-identifier'
import {
  isReversed,
  matchColumns,
  type Suggestion,
  suggestionsOfAll,
  suggestMappings,
} from '@muster/core/upload/upload-columns'
import { dayFinder } from '@muster/core/upload/upload-condition'
import { isDecidedBelow, isFilledByApproval, isTakingAway } from '@muster/core/upload/upload-decision'
import { ambiguousMarkFinder } from '@muster/core/upload/upload-flag'
import { guessHeaderRow, headingsOf } from '@muster/core/upload/upload-header'
import { comparableHeading, isKnownHeading, isPrivateAddress, shapeOf } from '@muster/core/upload/upload-headings'
import type { ColumnMapping } from '@muster/core/upload/upload-mapping'
import { neighborsOf } from '@muster/core/upload/upload-rights'
import { type KnownNames, mayNameGroups } from '@muster/core/upload/upload-shape'
import { namesUsers } from '@muster/core/upload/upload-user-heading'
import { withdrawalsBelow } from '@muster/core/upload/upload-withdrawal'
import type { FileRow } from '../file-ports.ts'
import type { RememberedColumn } from '../ports.ts'
import { filledHeader } from '../template/template-cells.ts'
import { mayBeOfOthers } from './address-owner.ts'

const maxSampleLength = 80
const maxSamples = 4

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

/** Whether titles above the headings divide columns of the same heading. */
function isDivided(index: number, header: readonly string[], titles: readonly FileRow[]): boolean {
  const name = comparableHeading(header[index] ?? '')
  const own = aboveColumn(titles, index)
  return (
    titles.length > 0 &&
    name !== '' &&
    header.some((other, at) => at !== index && comparableHeading(other) === name && aboveColumn(titles, at) !== own)
  )
}

const share = (part: number, whole: number) => (whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000)

/** Columns up to the last nonblank one: spreadsheets write hundreds of blank ones. */
const widthOf = (cells: readonly string[]) => cells.findLastIndex((cell) => cell.trim() !== '') + 1

/** The suggestions of a column that is no question, as one that repeats another. */
const withoutQuestion = (suggestions: readonly Suggestion[]): UploadColumn['suggestions'] => [
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
      ...(beyondHeader ? { beyondHeader } : {}),
    }
  })
}

/** Whether a cell is not blank. Most begin with a visible ASCII character, which saves a copy. */
const isFilled = (cell: string) => (cell.charCodeAt(0) > 0x20 && cell.charCodeAt(0) < 0x7f) || cell.trim() !== ''

const maxDistinct = 200
/** Cells of a column that are compared with the groups: more differ in columns of names and numbers only. */
const maxCompared = 20_000

/** The first distinct values of a column that is not used, over all rows, the first that takes something away, and whether one is a group. */
function unusedValues(known: KnownNames, heading: string, today: number, isBesideFlag: boolean) {
  const values = new Set<string>()
  const isWithdrawal = withdrawalsBelow(heading, isBesideFlag)
  const days = dayFinder(heading, today)
  let withdrawal: string | undefined
  let isOpen = false
  let hasGroup = false
  let left = mayNameGroups(heading) ? maxCompared : 0
  return {
    /** A row of a user without a value. */
    miss(isUser: () => boolean): void {
      if (!isOpen) isOpen = isUser()
    },
    see(cell: string): void {
      if (values.has(cell)) return
      if (withdrawal === undefined && isWithdrawal(cell)) withdrawal = cell.trim().slice(0, maxSampleLength)
      days.see(cell)
      if (left > 0 && !hasGroup) {
        left -= 1
        hasGroup = known.group(cell.trim())
      }
      if (values.size < maxDistinct) values.add(cell.trim().slice(0, maxSampleLength))
    },
    extend(column: UploadColumn): UploadColumn {
      const { header, samples } = column
      const unseen = samples.length === 0 ? [...values] : []
      const day = days.found()
      const shown = typeof day === 'string' ? [day.trim().slice(0, maxSampleLength)] : []
      const isUnapproved =
        isOpen && values.size > 0 && (isFilledByApproval(header) || isDecidedBelow(header, [...values], true))
      const unapproved = withdrawal ?? (isUnapproved ? '' : undefined)
      const sample = { header, values: unseen, withdrawal: unapproved, hasGroup }
      const suggestions = suggestionsOfAll(column.suggestions, sample, known)
      return {
        ...column,
        suggestions: [...suggestions],
        ...(withdrawal === undefined ? {} : { withdrawal }),
        days: day === undefined ? undefined : day === null ? 'past' : 'ahead',
        samples: [...new Set([...shown, ...samples, ...values])].slice(0, maxSamples),
      }
    },
  }
}

const identifierKinds: Readonly<Partial<Record<ColumnMapping, IdentifierKind>>> = {
  email: 'email',
  org_user_id: 'orgUserId',
  user_id: 'userId',
}

/** Whether two cells name the same user, as "Ana <ana@example.com>" and "ANA@example.com" do. */
function isSameIdentifier(by: IdentifierKind, cell: string, other: string): boolean {
  if (cell === other) return true
  const [one, two] = [readIdentifier(by, cell), readIdentifier(by, other)]
  if (one.kind !== 'one' || two.kind !== 'one') return false
  return comparableIdentifier({ by, value: one.value }) === comparableIdentifier({ by, value: two.value })
}

/** Finds the columns that are not used and only repeat the column that names the user: which of them counts is no question. */
function repeatFinder(columns: readonly UploadColumn[]) {
  const pairs = new Map<number, { readonly by: IdentifierKind; readonly used: number; seen: boolean }>()
  for (const { index, mapping, suggestions } of columns) {
    const [best] = suggestions
    const by = best === undefined || mapping !== 'ignore' ? undefined : identifierKinds[best.mapping]
    const used = columns.find((column) => column.mapping === best?.mapping)
    if (by !== undefined && used !== undefined) pairs.set(index, { by, used: used.index, seen: false })
  }
  return {
    see(cells: readonly string[]): void {
      for (const [index, pair] of pairs) {
        const cell = cells[index] ?? ''
        if (!isFilled(cell)) continue
        pair.seen = true
        if (!isSameIdentifier(pair.by, cell, cells[pair.used] ?? '')) pairs.delete(index)
      }
    },
    isRepeat: (index: number): boolean => pairs.get(index)?.seen === true,
  }
}

/** The values of the columns that are not used. */
function unusedOf(columns: readonly UploadColumn[], known: KnownNames, now: number) {
  // The status in a template with users is Kore.ai's own, and no request.
  const isTemplate = filledHeader.every((name, at) => columns[at]?.header === name)
  const isUnused = ({ mapping, beyondHeader, header }: UploadColumn) =>
    mapping === 'ignore' && beyondHeader !== true && !(isTemplate && header === 'Status')
  const today = Number(new Date(now).toISOString().slice(0, 10).replaceAll('-', ''))
  const isBesideFlag = columns.some(({ mapping }) => mapping === 'is_developer' || mapping === 'can_create_bot')
  return new Map(
    columns
      .filter(isUnused)
      .map(({ index, header }) => [index, unusedValues(known, header, today, isBesideFlag)] as const),
  )
}

/**
 * Counts the fill rate of each column over all rows, and finds its ambiguous marks and, with the account's names, what a
 * column that is not used suggests: the first rows reveal little about a long file. Days are ahead of `now`, in milliseconds since 1970.
 */
export function fillCounter(columns: readonly UploadColumn[], known: KnownNames | null, now: number) {
  const unused = known === null ? null : unusedOf(columns, known, now)
  const users = columns.filter(({ mapping }) => identifierKinds[mapping] !== undefined).map(({ index }) => index)
  const filled = columns.map(() => 0)
  const finders = columns.map(({ header }) => ambiguousMarkFinder(header))
  const repeats = repeatFinder(columns)
  let rows = 0
  return {
    see(batch: readonly (readonly string[])[]) {
      rows += batch.length
      for (const cells of batch) {
        repeats.see(cells)
        for (const { index } of columns) {
          const cell = cells[index] ?? ''
          if (!isFilled(cell)) {
            unused?.get(index)?.miss(() => users.some((at) => /[@\d]/.test(cells[at] ?? '')))
            continue
          }
          filled[index] = (filled[index] ?? 0) + 1
          finders[index]?.see(cell)
          unused?.get(index)?.see(cell)
        }
      }
    },
    columns: (): readonly UploadColumn[] =>
      columns.map((column) => {
        const fillRate = share(filled[column.index] ?? 0, rows)
        const marks = new Set([...(column.ambiguousMarks ?? []), ...(finders[column.index]?.marks() ?? [])])
        const whole = unused?.get(column.index)?.extend(column) ?? column
        const suggestions = repeats.isRepeat(column.index) ? withoutQuestion(whole.suggestions) : whole.suggestions
        return { ...whole, suggestions, fillRate, ...(marks.size === 0 ? {} : { ambiguousMarks: [...marks] }) }
      }),
  }
}
