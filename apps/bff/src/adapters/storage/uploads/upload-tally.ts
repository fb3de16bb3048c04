import { issueFrom } from '@muster/core/upload-block/read-block'
import { textKey } from '@muster/core/upload-block/text-key'
import type { IssueCount } from '../../../features/uploads/ports.ts'
import { sealOf } from '../database/seal.ts'
import { storableJson } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { issuesColumn, issuesPlace } from './block-bytes.ts'
import type { GroupCount } from './issue-groups.ts'
import type { RecentBlocks } from './recent-blocks.ts'
import type { KeptIssues } from './recent-issues.ts'
import { knownBlocks } from './upload-blocks.ts'
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

/** The rows to count. */
interface Counted {
  readonly db: Db
  readonly id: string
  readonly index: UploadIndex
  /** Blocks in memory. */
  readonly recent?: RecentBlocks | undefined
}

const nameOf = ({ key, check }: Pick<GroupCount, 'key' | 'check'>) => `${key} ${check}`

/** Reads the texts of groups from their first rows. */
async function readTexts({ db, id, index, recent }: Counted, groups: readonly GroupCount[]): Promise<void> {
  const unknown = groups.filter((group) => !index.texts.has(nameOf(group)))
  const places = index.placesOf([...new Set(unknown.map(({ firstRow }) => firstRow))])
  const blocks = [...new Set(places.map(({ block }) => block))]
  for await (const { block: number, rows, facts, dictionary } of knownBlocks(db, id, blocks, { recent })) {
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
async function groupIssues(counted: Counted): Promise<readonly IssueCount[]> {
  const { index } = counted
  const groups = index.largestGroups(mostGroups)
  await readTexts(counted, groups)
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
 * Finds duplicates and counts everything as the index has it, and stores the result. Null if rows changed meanwhile:
 * they are counted by their own change.
 */
export async function keepTally(counted: Counted): Promise<KeptIssues | null> {
  const { db, id, index } = counted
  index.findDuplicates()
  const { version } = index
  const counts = index.counts()
  const groups = await groupIssues(counted)
  const kept = await db
    .updateTable('uploads')
    .set({ counts: storableJson(counts), issues_version: version })
    .set({ issues: await issuesColumn(groups, issuesPlace(sealOf(db), id, version)) })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return kept.numUpdatedRows === 1n ? { version, groups } : null
}
