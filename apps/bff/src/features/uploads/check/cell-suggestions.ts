import type { ColumnMapping, UploadIssue } from '@muster/core/upload/upload-mapping'
import type { CellOffer, EditedRow } from '../file-ports.ts'
import type { UploadRecord } from '../ports.ts'
import { isListMapping } from './values-above.ts'

type Columns = UploadRecord['columns']

const maxValueLength = 200
const sameAddress = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()
const isNoAddress = (code: UploadIssue['code']) => code === 'email_invalid' || code === 'email_several'

/** A cell whose format displays more than its number: only the member knows which of the two counts. */
function displayIssue({ column, value }: CellOffer, cell: string): UploadIssue {
  return { code: 'number_displayed', column, value: cell, suggestions: value === '' ? [cell] : [value, cell] }
}

const identifying = new Set(['org_user_id', 'user_id', 'channel_user_id', 'channel_id'])

/** A number of more digits than Excel keeps, the rest zeros: as an ID it may be someone else's. */
const digitsIssue = ({ column }: CellOffer, cell: string): UploadIssue => ({
  code: 'digits_lost',
  column,
  value: cell,
  suggestions: [cell],
})

/** Whether the value above may apply to a blank cell as well: a group over its users, or a user over their groups. */
const isMeantAbove = (mapping: ColumnMapping, issues: readonly UploadIssue[]) =>
  isListMapping(mapping) || issues.some(({ code }) => code === 'person_missing')

const aboveIssue = ({ column, value }: CellOffer): UploadIssue => ({
  code: 'blank_below',
  column,
  value,
  suggestions: value === '' ? [] : [value],
})

/** A cell whose hyperlink has another address than it displays. */
function linkIssue({ column, value }: CellOffer, issues: readonly UploadIssue[], cell: string): UploadIssue {
  const hasAddress = cell.trim() !== '' && !issues.some((one) => one.column === column && isNoAddress(one.code))
  return { code: hasAddress ? 'link_differs' : 'address_in_link', column, value, suggestions: [value] }
}

/** A comment of any column: beside a name it may concern the whole row. */
const commentIssue = ({ column, value }: CellOffer, columns: Columns): UploadIssue => ({
  code: 'cell_commented',
  column: column < columns.length ? column : null,
  value,
  suggestions: [],
})

/** A cell that the sheet marks as withdrawn. It counts all the same: only the member knows. */
const markIssue = (code: UploadIssue['code'], { column, value }: CellOffer, cell: string): UploadIssue => ({
  code,
  column,
  value: cell.slice(0, maxValueLength),
  suggestions: value === '' ? [] : [value.trim()],
})

/** Whether the only cell of a row likely holds all its values: its address alone would be without the request. */
const isWholeRow = (cells: readonly string[], issues: readonly UploadIssue[]) =>
  issues.some(({ code }) => code === 'row_too_short') &&
  cells.filter((cell) => cell.trim() !== '').length === 1 &&
  cells.some((cell) => /[,;|\t]/.test(cell))

/**
 * Adds the alternative values that a workbook has for the cells of a row. They are suggestions, never applied
 * automatically; the address of a link replaces the issue that the cell has no address.
 */
export function withSuggestions(
  { cells, offers = [], edited }: Pick<EditedRow, 'cells' | 'offers' | 'edited'>,
  issues: readonly UploadIssue[],
  columns: Columns,
): readonly UploadIssue[] {
  const added = offers.flatMap((offer) => {
    const { column, kind, value } = offer
    const mapping = columns[column]?.mapping ?? 'ignore'
    const cell = cells[column] ?? ''
    if (kind === 'comment') return [commentIssue(offer, columns)]
    if (mapping === 'ignore' || edited.includes(column)) return []
    if (kind === 'above') return isMeantAbove(mapping, issues) ? [aboveIssue(offer)] : []
    if (kind === 'struck') return [markIssue('cell_struck', offer, cell)]
    if (kind === 'unseen') return [markIssue('cell_unseen', offer, cell)]
    if (kind === 'conditional') return [markIssue('cell_conditional', offer, cell)]
    if (kind === 'digits') return identifying.has(mapping) ? [digitsIssue(offer, cell)] : []
    if (kind === 'display') return [displayIssue(offer, cell)]
    return mapping === 'email' && !sameAddress(cell, value) ? [linkIssue(offer, issues, cell)] : []
  })
  const linked = new Set(added.flatMap(({ code, column }) => (code === 'address_in_link' ? [column] : [])))
  const whole = isWholeRow(cells, issues)
  const own = issues.filter(({ code, column }) => !(isNoAddress(code) && linked.has(column)))
  return [...own.map((one) => (whole && one.code === 'email_invalid' ? { ...one, suggestions: [] } : one)), ...added]
}
