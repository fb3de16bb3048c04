import type { UploadColumn } from '@muster/contracts/uploads'
import { isTakingAway, isWithoutEffect } from '@muster/core/upload/upload-decision'
import { headingsIn } from '@muster/core/upload/upload-header'
import { mappingOfHeading } from '@muster/core/upload/upload-headings'
import { isOfLeavers } from '@muster/core/upload/upload-leaving'
import type { ColumnMapping } from '@muster/core/upload/upload-mapping'

/** Where another table, or a part with a title of its own, begins. */
export interface SecondTable {
  readonly row: number
  readonly text: string
}

const longestTitle = 80
/** Most rows name their user by an address or a number, and are no headings. */
const namesUser = /[@\d]/
const naming = new Set<ColumnMapping>(['email', 'org_user_id', 'user_id', 'channel_user_id'])

/** Whether a row repeats the headings in another order, or has others. */
function differs(cells: readonly string[], columns: readonly UploadColumn[]): boolean {
  if (headingsIn(cells) < 2) return false
  return cells.some((cell, index) => {
    const mapping = mappingOfHeading(cell)
    return mapping !== null && mapping !== mappingOfHeading(columns[index]?.header ?? '') && mapping !== 'ignore'
  })
}

/**
 * Finds a second table below the first: "Groups to remove" over rows that would be read as "Groups to add". A title
 * between rows that takes away, or keeps the rows below from taking effect, counts once a row follows it.
 */
export function secondTableFinder(columns: readonly UploadColumn[]) {
  const identifying = columns.filter(({ mapping }) => naming.has(mapping)).map(({ index }) => index)
  let title: SecondTable | null = null
  let found: SecondTable | null = null
  let hasUser = false
  const isPlain = (cells: readonly string[]) =>
    identifying.length > 0
      ? identifying.some((index) => namesUser.test(cells[index] ?? ''))
      : cells.some((cell) => namesUser.test(cell))
  return {
    see(row: number, cells: readonly string[]): void {
      if (found !== null) return
      const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
      const [text = ''] = filled
      // First, because a title may have a number: "Leavers Q3: remove access".
      const isTitle = filled.length === 1 && text.length <= longestTitle && !text.includes('@')
      if (isTitle && (isTakingAway(text) || isOfLeavers(text) || isWithoutEffect(text))) {
        title ??= { row, text }
        return
      }
      if (isPlain(cells)) {
        hasUser ||= identifying.length > 0 || cells.some((cell) => cell.includes('@'))
        found = title
        return
      }
      // Headings below a line with a date, before any user, are no second table.
      if (hasUser && differs(cells, columns)) found = { row, text: filled.join(' · ').slice(0, longestTitle) }
    },
    found: (): SecondTable | null => found,
  }
}
