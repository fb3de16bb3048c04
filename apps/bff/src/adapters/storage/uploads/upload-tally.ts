import { issueFrom } from '@muster/core/upload-block/read-block'
import { textKey } from '@muster/core/upload-block/text-key'
import type { IssueCount, UploadTally } from '../../../features/uploads/ports.ts'
import { storableJson } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import type { GroupCount } from './issue-groups.ts'
import { wholeBlocks } from './upload-blocks.ts'
import { duplicateKey, type GroupText, type UploadIndex } from './upload-index.ts'

/** Groups that an upload lists. */
const mostGroups = 500

const duplicate: GroupText = {
  key: duplicateKey,
  code: 'duplicate_person',
  column: null,
  value: null,
  suggestions: [],
}

const nameOf = ({ key, check }: Pick<GroupCount, 'key' | 'check'>) => `${key} ${check}`

/** Reads the texts of groups from their first rows. */
async function readTexts(db: Db, id: string, index: UploadIndex, groups: readonly GroupCount[]): Promise<void> {
  const unknown = groups.filter((group) => !index.texts.has(nameOf(group)))
  const places = index.placesOf([...new Set(unknown.map(({ firstRow }) => firstRow))])
  const numbers = [...new Set(places.map(({ block }) => block.block))]
  for await (const { block: number, rows, facts, dictionary } of wholeBlocks(db, id, numbers)) {
    const first = new Set(places.filter(({ block }) => block.block === number).map(({ at }) => at))
    for (const [issue, at] of facts.issueRows.entries()) {
      const entry = dictionary.entries[facts.issueEntries[issue] ?? -1]
      if (!first.has(at) || entry === undefined) continue
      const { code, column, value, suggestions, key } = issueFrom(entry, rows.cells[at] ?? [])
      index.texts.set(nameOf(textKey(key)), { key, code, column, value, suggestions: [...suggestions] })
    }
  }
}

/** Groups of issues over the rows that count, with duplicates as their own group; the 500 largest. */
async function groupIssues(db: Db, id: string, index: UploadIndex): Promise<readonly IssueCount[]> {
  const groups = index.largestGroups(mostGroups)
  await readTexts(db, id, index, groups)
  const listed = groups.flatMap((group): IssueCount[] => {
    const text = index.texts.get(nameOf(group))
    return text === undefined ? [] : [{ ...text, count: group.count, firstRow: group.firstRow }]
  })
  const repeated = index.duplicates()
  const all = repeated.count === 0 ? listed : [...listed, { ...duplicate, ...repeated }]
  const byKey = (one: IssueCount, other: IssueCount) => (one.key < other.key ? -1 : 1)
  return all.toSorted((one, other) => other.count - one.count || byKey(one, other)).slice(0, mostGroups)
}

/**
 * Finds duplicates and counts everything as the index has it, and stores the result. Rows that changed meanwhile are
 * counted by their own change.
 */
export async function keepTally(db: Db, id: string, index: UploadIndex): Promise<void> {
  index.findDuplicates()
  const { version } = index
  const counts = index.counts()
  const tally: UploadTally = { counts, groups: await groupIssues(db, id, index) }
  await db
    .updateTable('uploads')
    .set({ tally: storableJson(tally) })
    .where('id', '=', id)
    .where('version', '=', version)
    .execute()
}
