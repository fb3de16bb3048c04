import { isFound, type Titled, type TitleSearch } from '@muster/core/search/title-search'

const rowsAtOnce = 1000

export interface TitlePage {
  readonly before: string | null
  readonly limit: number
}

/**
 * The IDs of a page of the search, newest first. No database folds texts as the search is folded, so the rows are read in
 * parts until the page is full.
 */
export async function findTitles(
  search: TitleSearch,
  { before, limit }: TitlePage,
  read: (page: TitlePage) => Promise<readonly Titled[]>,
): Promise<readonly string[]> {
  const found: string[] = []
  for (let below = before; ; ) {
    const rows = await read({ before: below, limit: rowsAtOnce })
    found.push(...rows.filter((row) => isFound(search, row)).map(({ id }) => id))
    const last = rows.at(-1)
    if (last === undefined || rows.length < rowsAtOnce || found.length >= limit) return found.slice(0, limit)
    below = last.id
  }
}
