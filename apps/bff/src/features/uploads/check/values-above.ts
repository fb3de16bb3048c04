import type { UploadColumn } from '@muster/contracts/uploads'
import { columnsInDoubt } from '@muster/core/upload/upload-doubt'
import { isFooterText } from '@muster/core/upload/upload-footer'
import type { ColumnMapping } from '@muster/core/upload/upload-mapping'
import type { RowExtras } from '@muster/core/upload-block/packed-rows'
import type { CellOffer } from '../file-ports.ts'

const naming = new Set<ColumnMapping>(['email', 'org_user_id', 'user_id', 'channel_user_id'])
/** Lists, and the bots of the roles beside them. A blank action or mark is an action or mark of its own. */
export const isListMapping = (mapping: ColumnMapping) => /^(?:groups|roles)_|^role_bot$/.test(mapping)

/** A longer one is not stored again. */
const longestValue = 1000
/** Of a file: each is stored with its row. */
const mostOffers = 100_000

const none: readonly CellOffer[] = []
const isMerged = (column: number, extras: RowExtras | undefined) =>
  extras?.merged?.some((cell) => cell.column === column) === true

/** Which columns are lists, and the indexes of those that divide their table. */
function dividingColumns(columns: readonly UploadColumn[]) {
  const user = columns.findIndex(({ mapping }) => naming.has(mapping))
  const inDoubt = new Set(columnsInDoubt(columns))
  const isList = columns.map((column) => isListMapping(column.mapping) || inDoubt.has(column))
  const dividing = columns
    .slice(0, user + 1)
    .filter(({ index, mapping }) => naming.has(mapping) || isList[index] === true)
    .map(({ index }) => index)
  return { isList, dividing }
}

/**
 * Offers the value above for blank cells of a column that divides its table: a group before the users that it is
 * written over once, or a user over rows of their groups. Behind the user, a blank cell requests nothing.
 */
export function valuesAbove(columns: readonly UploadColumn[]) {
  const { isList, dividing } = dividingColumns(columns)
  /** A row with anything else, as a name, is about another user; one with a list before the user begins a section. */
  const isMeant = (column: number, cells: readonly string[]) =>
    isList[column] === true ||
    cells.every((cell, index) => (isList[index] === true && index > column) || cell.trim() === '')
  const last = new Map<number, string>()
  /** The last value that was judged, and may be offered. */
  const offerable = new Map<number, string>()
  let offered = 0
  /** The value above in a column; judged when a blank cell follows, because most are followed by others. */
  const valueAbove = (column: number): string => {
    const value = last.get(column) ?? ''
    if (value === '' || offerable.get(column) === value) return value
    if (value.length > longestValue || isFooterText(value)) {
      last.delete(column)
      return ''
    }
    offerable.set(column, value)
    return value
  }
  return {
    /** The facts of the next row below the headings, with what it is offered. */
    extend(cells: readonly string[], extras: RowExtras | undefined): RowExtras | undefined {
      let offers: readonly CellOffer[] = extras?.offers ?? none
      for (const column of dividing) {
        const value = (cells[column] ?? '').trim()
        if (value !== '') {
          last.set(column, value)
          continue
        }
        const above = valueAbove(column)
        if (above === '' || offered >= mostOffers || !isMeant(column, cells) || isMerged(column, extras)) continue
        offered += 1
        offers = [...offers, { column, kind: 'above', value: above }]
      }
      return offers === (extras?.offers ?? none) ? extras : { ...extras, offers }
    },
  }
}
