import type { UploadColumn } from '@muster/contracts/uploads'
import { comparableIdentifier, type IdentifierKind, readIdentifier } from '@muster/core/identifier/read-identifier'
import { suggestionsOfAll } from '@muster/core/upload/upload-columns'
import { dayFinder } from '@muster/core/upload/upload-condition'
import { isDecidedBelow, isFilledByApproval } from '@muster/core/upload/upload-decision'
import { ambiguousMarkFinder } from '@muster/core/upload/upload-flag'
import type { ColumnMapping } from '@muster/core/upload/upload-mapping'
import { type KnownNames, mayNameGroups } from '@muster/core/upload/upload-shape'
import { withdrawalsBelow } from '@muster/core/upload/upload-withdrawal'
import { maxSampleLength, maxSamples, share, withoutQuestion } from '../receive/read-columns.ts'
import { filledHeader } from '../template/template-cells.ts'

/** Whether a cell is not blank. Most begin with a visible ASCII character, which saves a copy. */
const isFilled = (cell: string) => (cell.charCodeAt(0) > 0x20 && cell.charCodeAt(0) < 0x7f) || cell.trim() !== ''

const maxDistinct = 200
/** Cells of a column that are compared with the groups: more differ in columns of names and numbers only. */
const maxCompared = 20_000

/** Finds whether one of the first distinct cells below a heading is a group. */
function groupFinder(known: KnownNames, heading: string) {
  let isFound = false
  let left = mayNameGroups(heading) ? maxCompared : 0
  return {
    see(cell: string): void {
      if (left === 0 || isFound) return
      left -= 1
      isFound = known.group(cell.trim())
    },
    isFound: () => isFound,
  }
}

/** The first distinct values of a column that is not used, over all rows, the first that takes something away, and whether one is a group. */
function unusedValues(known: KnownNames, heading: string, today: number, isBesideFlag: boolean) {
  const values = new Set<string>()
  const isWithdrawal = withdrawalsBelow(heading, isBesideFlag)
  const days = dayFinder(heading, today)
  let withdrawal: string | undefined
  let isOpen = false
  const groups = groupFinder(known, heading)
  return {
    /** A row of a user without a value. */
    miss(isUser: () => boolean): void {
      if (!isOpen) isOpen = isUser()
    },
    see(cell: string): void {
      if (values.has(cell)) return
      if (withdrawal === undefined && isWithdrawal(cell)) withdrawal = cell.trim().slice(0, maxSampleLength)
      days.see(cell)
      groups.see(cell)
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
      const sample = { header, values: unseen, withdrawal: unapproved, hasGroup: groups.isFound() }
      const suggestions = suggestionsOfAll(column.suggestions, sample, known)
      return {
        ...column,
        suggestions: [...suggestions],
        ...(withdrawal === undefined ? {} : { withdrawal }),
        isOpen: isUnapproved,
        days: day === undefined ? undefined : day === null ? 'past' : 'ahead',
        ahead: typeof day === 'string' ? days.allAhead()?.slice() : undefined,
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

/** Whether a row has something like an identifier of a user. */
function userFinder(columns: readonly UploadColumn[]) {
  const users = columns.filter(({ mapping }) => identifierKinds[mapping] !== undefined).map(({ index }) => index)
  return (cells: readonly string[]): boolean => users.some((at) => /[@\d]/.test(cells[at] ?? ''))
}

/**
 * Counts the fill rate of each column over all rows, and finds its ambiguous marks and, with the account's names, what a
 * column that is not used suggests: the first rows reveal little about a long file. Days are ahead of `now`, in milliseconds since 1970.
 */
export function fillCounter(columns: readonly UploadColumn[], known: KnownNames | null, now: number) {
  const unused = known === null ? null : unusedOf(columns, known, now)
  const namesUser = userFinder(columns)
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
            unused?.get(index)?.miss(() => namesUser(cells))
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
        const ambiguousMarks = [
          ...new Set([...(column.ambiguousMarks ?? []), ...(finders[column.index]?.marks() ?? [])]),
        ]
        const whole = unused?.get(column.index)?.extend(column) ?? column
        const suggestions = repeats.isRepeat(column.index) ? withoutQuestion(whole.suggestions) : whole.suggestions
        return { ...whole, suggestions, fillRate, ...(ambiguousMarks.length === 0 ? {} : { ambiguousMarks }) }
      }),
  }
}
