import { mostMarkedMerges } from '@muster/core/upload/upload-merges'
import { fileLimits } from '../file-limits.ts'
import type { CellOffer } from '../file-row.ts'
import { readComments } from './xlsx-comments.ts'
import { type Condition, conditionCollector } from './xlsx-conditions.ts'
import type { XlsxContainer } from './xlsx-container.ts'
import { addressOfLink } from './xlsx-links.ts'
import type { Looks } from './xlsx-looks.ts'
import { type Merge, rangeOf } from './xlsx-merges.ts'
import { readLinks } from './xlsx-parts.ts'
import { tableConditions } from './xlsx-tables.ts'
import { readXml } from './xlsx-xml.ts'

/** Cell properties that a sheet lists after its rows, so a first pass reads only them. */
export interface SheetMarks {
  /** From the top; only as many as are marked. */
  readonly merges: readonly Merge[]
  /** Email addresses of hyperlinks, and comments, by row. */
  readonly offers: ReadonlyMap<number, readonly CellOffer[]>
  readonly conditions: readonly Condition[]
}

// More than any sheet of users has; hyperlinks are held in memory.
const maxLinks = 200_000

/** Adds the cells of a hyperlink; a range counts up to the limits. */
function addLink(
  links: Map<number, CellOffer[]>,
  { top, bottom, left, right }: Merge,
  value: string,
  room: number,
): number {
  let added = 0
  for (let row = top; row <= bottom && added < room; row += 1) {
    const offers = links.get(row) ?? []
    for (let column = left; column <= right && column < fileLimits.columns && added < room; column += 1, added += 1)
      offers.push({ column, kind: 'link', value })
    links.set(row, offers)
  }
  return added
}

/** Reads the merged cells, the email links and the formats of a sheet that depend on conditions or tables. */
async function readListed(container: XlsxContainer, part: string, looks: Looks): Promise<SheetMarks> {
  const addresses = new Map<string, string>()
  for (const { id, target, isExternal } of await readLinks(container, part)) {
    const address = isExternal ? addressOfLink(target) : null
    if (address !== null) addresses.set(id, address)
  }
  const merges: Merge[] = []
  const links = new Map<number, CellOffer[]>()
  const collector = conditionCollector(looks)
  let count = 0
  await readXml(part, await container.open(part), {
    ...collector,
    open(name, attributes) {
      collector.open(name, attributes)
      const { ref = '', id = '' } = attributes
      if (name !== 'mergeCell' && name !== 'hyperlink') return
      const range = rangeOf(ref)
      if (range === null || range.left >= fileLimits.columns || range.right < range.left) return
      const address = addresses.get(id)
      if (name === 'mergeCell' && merges.length < mostMarkedMerges) merges.push(range)
      if (name === 'hyperlink' && address !== undefined) count += addLink(links, range, address, maxLinks - count)
    },
  })
  return {
    merges: merges.toSorted((a, b) => a.top - b.top || a.left - b.left),
    offers: links,
    conditions: [...collector.conditions(), ...(await tableConditions(container, part, looks))],
  }
}

/** Whether a sheet has email links. */
async function hasAddressLinks(container: XlsxContainer, part: string): Promise<boolean> {
  const links = await readLinks(container, part)
  return links.some(({ isExternal, target }) => isExternal && addressOfLink(target) !== null)
}

const formatTag = /dxf[\s>]|showValue="(?:0|false)"/
const longestTag = 20

/** Whether a sheet has formats of its own: in its extension list, or icons instead of values. Searches the text, which is faster than reading its XML. */
async function hasOwnFormats(container: XlsxContainer, part: string): Promise<boolean> {
  const bytes = await container.open(part)
  let end = ''
  try {
    const chunks: AsyncIterable<Buffer> = bytes
    for await (const chunk of chunks) {
      const text = end + chunk.toString('latin1')
      if (formatTag.test(text)) return true
      end = text.slice(-longestTag)
    }
    return false
  } finally {
    bytes.destroy()
  }
}

/** Whether a sheet may have marks besides merged cells and comments. */
async function hasMarks(container: XlsxContainer, part: string, looks: Looks): Promise<boolean> {
  if (looks.tables.size > 0 || looks.conditional.some(looks.mayHide)) return true
  if ((await tableConditions(container, part, looks)).length > 0 || (await hasAddressLinks(container, part)))
    return true
  return hasOwnFormats(container, part)
}

const noMarks: SheetMarks = { merges: [], offers: new Map(), conditions: [] }

/** Reads the marks of a sheet; undefined if it has none. */
export async function readMarks(
  container: XlsxContainer,
  { part, looks, hasMerges }: { readonly part: string; readonly looks: Looks; readonly hasMerges: boolean },
): Promise<SheetMarks | undefined> {
  const isListed = hasMerges || (await hasMarks(container, part, looks))
  const listed = isListed ? await readListed(container, part, looks) : undefined
  const comments = await readComments(container, part)
  if (comments.count === 0) return listed
  const offers = new Map(comments.offers)
  for (const [row, others] of listed?.offers ?? []) offers.set(row, [...others, ...(offers.get(row) ?? [])])
  return { ...(listed ?? noMarks), offers }
}
