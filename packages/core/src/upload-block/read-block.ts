import type { Identifier } from '../account/user.ts'
import { issueKey } from '../upload/issue-key.ts'
import { levelOf } from '../upload/issue-level.ts'
import type { UploadIssue } from '../upload/upload-mapping.ts'
import {
  type BlockDictionary,
  flag,
  type IssueEntry,
  ownIdentifier,
  type RowFacts,
  type RowResult,
} from './row-facts.ts'

/** What a block has of a row, except the keys of its user. */
export type ReadResult = Omit<RowResult, 'subject' | 'resembles'>

interface ReadableBlock {
  readonly facts: RowFacts
  readonly dictionary: BlockDictionary
}

function valueOf({ from, value, column }: IssueEntry, cells: readonly string[]): string | null {
  if (from === 'value' || column === null) return value
  const cell = cells[column] ?? ''
  return from === 'cell' ? cell : cell.trim()
}

/** An issue of a row with these cells. */
export function issueFrom(entry: IssueEntry, cells: readonly string[]): RowResult['issues'][number] {
  const { code, column, suggestions, anyValue } = entry
  const issue: UploadIssue = { code, column, value: valueOf(entry, cells), suggestions }
  return { ...issue, level: levelOf[code], key: issueKey(anyValue ? { ...issue, value: null } : issue) }
}

/** The first issue of a row at this position or after it. */
export function firstIssue({ issueRows }: Pick<RowFacts, 'issueRows'>, at: number): number {
  let low = 0
  let high = issueRows.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((issueRows[middle] ?? 0) < at) low = middle + 1
    else high = middle
  }
  return low
}

function identifierOf({ facts, dictionary }: ReadableBlock, at: number, cells: readonly string[]): Identifier | null {
  const place = facts.identifiers[at] ?? 0
  if (place === 0) return null
  if (place === ownIdentifier) return dictionary.identifiers[String(at)] ?? null
  const by = dictionary.kinds[String(place - 1)]
  return by === undefined ? null : { by, value: cells[place - 1] ?? '' }
}

/** The results of the row at a position. Rows with the same change share it. */
export function resultAt(block: ReadableBlock, at: number, cells: readonly string[]): ReadResult {
  const { facts, dictionary } = block
  const issues: RowResult['issues'][number][] = []
  for (let issue = firstIssue(facts, at); facts.issueRows[issue] === at; issue += 1) {
    const entry = dictionary.entries[facts.issueEntries[issue] ?? -1]
    if (entry !== undefined) issues.push(issueFrom(entry, cells))
  }
  const flags = facts.flags[at] ?? 0
  return {
    identifier: identifierOf(block, at, cells),
    change: dictionary.changes[(facts.changes[at] ?? 0) - 1] ?? null,
    done: (flags & flag.done) !== 0,
    isFooter: (flags & flag.footer) !== 0,
    issues,
  }
}
