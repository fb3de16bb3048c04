import { isCauseKey } from '@muster/core/upload/upload-cause-key'
import { firstIssue } from '@muster/core/upload-block/read-block'
import { flag, type IssueEntry, type RowFacts } from '@muster/core/upload-block/row-facts'
import { type TextKey, textKey } from '@muster/core/upload-block/text-key'
import type { IssueCount, RowFilter, RowQuery, UploadTally } from '../../../features/uploads/ports.ts'
import { type GroupCount, IssueGroups } from './issue-groups.ts'
import {
  type MarkedRows,
  mark,
  markAllDuplicates,
  markDuplicatesOf,
  type TouchedUsers,
  touch,
} from './row-duplicates.ts'

/** The group of rows that repeat the user of an earlier row. */
export const duplicateKey = 'duplicate_person::'

/** A block as the index has it. */
export interface IndexedBlock extends MarkedRows {
  readonly block: number
  readonly version: number
  /** The kind and column of each entry of its dictionary. */
  readonly causes: readonly string[]
}

/** A row by its block and its position in it. */
export interface RowPlace {
  readonly block: IndexedBlock
  readonly at: number
}

export type Counts = UploadTally['counts']
/** A group of issues without its rows. */
export type GroupText = Omit<IssueCount, 'count' | 'firstRow'>

export const causesOf = (entries: readonly Pick<IssueEntry, 'code' | 'column'>[]) =>
  entries.map(({ code, column }) => `${code}:${column ?? ''}`)

export const noCounts: Counts = { rows: 0, ready: 0, errors: 0, warnings: 0, notes: 0, excluded: 0, done: 0 }

const mostTouched = 100
/** Replaced blocks beyond which the groups are counted anew, without those that nothing has any more. */
const mostReplaced = 16
const levelFilters = ['ready', 'note', 'warning', 'error'] as const

/** State of a row: excluded, done, with errors, with warnings or notes, or ready. */
function classOf({ facts, marks, duplicates }: MarkedRows, at: number): RowFilter {
  const marked = marks[at] ?? 0
  if ((marked & mark.excluded) !== 0) return 'excluded'
  if (((facts.flags[at] ?? 0) & flag.done) !== 0 || (marked & mark.retriedElsewhere) !== 0) return 'done'
  if (duplicates[at] !== 0) return 'error'
  return levelFilters[facts.levels[at] ?? 0] ?? 'ready'
}

const isOfClass = (found: RowFilter, requested: RowFilter) =>
  found === requested || (requested === 'ready' && (found === 'warning' || found === 'note'))

export function isRequested(block: MarkedRows, at: number): boolean {
  const found = classOf(block, at)
  return found !== 'excluded' && found !== 'done'
}

/** Adds the rows of a block to counts. */
export function countRows(counts: Counts, block: MarkedRows): Counts {
  const sums = { ...counts, rows: counts.rows + block.facts.numbers.length }
  for (let at = 0; at < block.facts.numbers.length; at += 1) {
    const found = classOf(block, at)
    if (found === 'excluded' || found === 'done') sums[found] += 1
    else if (found === 'error') sums.errors += 1
    else {
      sums.ready += 1
      if (found === 'warning') sums.warnings += 1
      if (found === 'note') sums.notes += 1
    }
  }
  return sums
}

/** The marks that a block has when it is new: footers of the table are excluded. */
export const firstMarks = ({ flags }: RowFacts) =>
  Uint8Array.from(flags, (flags_) => ((flags_ & flag.footer) === 0 ? 0 : mark.excluded))

/** The facts of an upload's rows: finds duplicates, counts, groups issues, and pages rows by class or issue. */
export class UploadIndex {
  /** The version of the upload's rows that it has. */
  version: number
  readonly #blocks: IndexedBlock[] = []
  #groups = new IssueGroups()
  #touched: TouchedUsers = { subjects: [], forms: [] }
  /** All rows are to be searched for duplicates. */
  #isNew = true
  #replaced = 0
  /** Texts of groups, by `textOf`. */
  readonly texts = new Map<string, GroupText>()

  constructor(version: number) {
    this.version = version
  }

  get blocks(): readonly IndexedBlock[] {
    return this.#blocks
  }

  get rows(): number {
    return this.#blocks.reduce((sum, { facts }) => sum + facts.numbers.length, 0)
  }

  /** Adds a block. Ignores one it has: an index read while the block was being stored may have it already. */
  append(block: Omit<IndexedBlock, 'duplicates'>): void {
    if (this.#blocks.some((one) => one.block === block.block)) return
    const added = { ...block, duplicates: new Uint32Array(block.facts.numbers.length) }
    this.#blocks.push(added)
    this.#isNew = true
    for (let at = 0; at < added.facts.numbers.length; at += 1) this.#group(added, at, 'add')
  }

  #group({ facts, marks }: MarkedRows, at: number, act: 'add' | 'remove'): void {
    if (((marks[at] ?? 0) & mark.excluded) !== 0) return
    const row = facts.numbers[at] ?? 0
    for (let issue = firstIssue(facts, at); facts.issueRows[issue] === at; issue += 1) {
      const key = facts.groupKeys[issue] ?? 0
      if (key !== 0) this.#groups[act](key, facts.groupChecks[issue] ?? 0, row)
    }
  }

  /** Replaces a block by one with the same rows: new results, or new marks. */
  replace(block: Omit<IndexedBlock, 'duplicates'>): void {
    const position = this.#blocks.findIndex((one) => one.block === block.block)
    const before = this.#blocks[position]
    if (before === undefined) return
    const after = { ...block, duplicates: before.duplicates }
    this.#blocks[position] = after
    this.#replaced += 1
    for (let at = 0; at < after.facts.numbers.length; at += 1) {
      if (after.facts !== before.facts || after.marks[at] !== before.marks[at]) {
        this.#group(before, at, 'remove')
        this.#group(after, at, 'add')
      }
      this.#touchChanged(before, after, at)
    }
  }

  /** Notes the users of a row if the row may repeat others, or be repeated, differently. */
  #touchChanged(before: MarkedRows, after: MarkedRows, at: number): void {
    const [old, now] = [before.facts, after.facts]
    const isSame =
      old.subjectKeys[at] === now.subjectKeys[at] &&
      old.subjectChecks[at] === now.subjectChecks[at] &&
      old.alikeKeys[at] === now.alikeKeys[at] &&
      old.alikeChecks[at] === now.alikeChecks[at] &&
      old.flags[at] === now.flags[at] &&
      before.marks[at] === after.marks[at]
    if (isSame || this.#isNew) return
    touch(this.#touched, old, at)
    touch(this.#touched, now, at)
    this.#isNew = this.#touched.subjects.length > mostTouched
  }

  /** Counts groups anew after many blocks were replaced. */
  #regroup(): void {
    if (this.#replaced <= mostReplaced) return
    this.#replaced = 0
    this.#groups = new IssueGroups()
    for (const block of this.#blocks)
      for (let at = 0; at < block.facts.numbers.length; at += 1) this.#group(block, at, 'add')
  }

  /** Finds duplicates as rows are now. */
  findDuplicates(): void {
    const isDone = !this.#isNew && markDuplicatesOf(this.#blocks, this.#touched)
    if (!isDone) markAllDuplicates(this.#blocks)
    this.#isNew = false
    this.#touched = { subjects: [], forms: [] }
    this.#regroup()
  }

  counts(): Counts {
    return this.#blocks.reduce(countRows, noCounts)
  }

  largestGroups(most: number): readonly GroupCount[] {
    return this.#groups.largest(most, (group) => {
      for (const place of this.#withGroup(group)) if (classOf(place.block, place.at) !== 'excluded') return rowOf(place)
      return 0
    })
  }

  duplicates(): { readonly count: number; readonly firstRow: number } {
    let count = 0
    let firstRow = 0
    for (const block of this.#blocks)
      for (let at = 0; at < block.duplicates.length; at += 1) {
        if (block.duplicates[at] === 0 || classOf(block, at) === 'excluded') continue
        count += 1
        firstRow ||= block.facts.numbers[at] ?? 0
      }
    return { count, firstRow }
  }

  *#withGroup({ key, check }: TextKey): Generator<RowPlace> {
    for (const block of this.#blocks) {
      const { groupKeys, groupChecks, issueRows } = block.facts
      for (let issue = groupKeys.indexOf(key); issue !== -1; issue = groupKeys.indexOf(key, issue + 1))
        if (groupChecks[issue] === check) yield { block, at: issueRows[issue] ?? 0 }
    }
  }

  *#withCause(cause: string): Generator<RowPlace> {
    for (const block of this.#blocks) {
      const entries = new Set(block.causes.flatMap((one, entry) => (one === cause ? [entry] : [])))
      if (entries.size === 0) continue
      let last = -1
      for (const [issue, entry] of block.facts.issueEntries.entries()) {
        const at = block.facts.issueRows[issue] ?? 0
        if (!entries.has(entry) || at === last) continue
        last = at
        yield { block, at }
      }
    }
  }

  *#everyRow(after: number): Generator<RowPlace> {
    for (const block of this.#blocks) {
      if ((block.facts.numbers.at(-1) ?? 0) <= after) continue
      for (let at = 0; at < block.facts.numbers.length; at += 1) yield { block, at }
    }
  }

  *#withDuplicates(): Generator<RowPlace> {
    for (const place of this.#everyRow(0)) if (place.block.duplicates[place.at] !== 0) yield place
  }

  #candidates({ issue, after }: Pick<RowQuery, 'issue' | 'after'>): Generator<RowPlace> {
    if (issue === undefined) return this.#everyRow(after)
    if (issue === duplicateKey) return this.#withDuplicates()
    return isCauseKey(issue) ? this.#withCause(issue) : this.#withGroup(textKey(issue))
  }

  /** The rows of a page, in order. */
  match(query: RowQuery): readonly RowPlace[] {
    const found: RowPlace[] = []
    for (const place of this.#candidates(query)) {
      if (rowOf(place) <= query.after) continue
      if (query.level !== undefined && !isOfClass(classOf(place.block, place.at), query.level)) continue
      found.push(place)
      if (found.length >= query.limit) break
    }
    return found
  }

  /** The places of rows, in order; rows that do not exist are absent. */
  placesOf(rows: readonly number[]): readonly RowPlace[] {
    return rows
      .toSorted((one, other) => one - other)
      .flatMap((row) => {
        const block = this.#blocks.find(({ facts }) => (facts.numbers.at(-1) ?? 0) >= row)
        const at = block?.facts.numbers.indexOf(row) ?? -1
        return block === undefined || at === -1 ? [] : [{ block, at }]
      })
  }
}

export const rowOf = ({ block, at }: RowPlace) => block.facts.numbers[at] ?? 0
