import { isCauseKey } from '@muster/core/upload/issue-key'
import { firstIssue } from '@muster/core/upload-block/read-block'
import { flag, type IssueEntry, type RowFacts } from '@muster/core/upload-block/row-facts'
import { type TextKey, textKey } from '@muster/core/upload-block/text-key'
import type { IssueCount, RowFilter, RowQuery } from '../../../features/uploads/ports.ts'
import { type GroupCount, IssueGroups } from './issue-groups.ts'
import { type BlockSummary, type Counts, classOf, countOf, isOfClass, summaryOf, sumOf } from './row-counts.ts'
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

/** A group of issues without its rows. */
export type GroupText = Omit<IssueCount, 'count' | 'firstRow'>

export const causesOf = (entries: readonly Pick<IssueEntry, 'code' | 'column'>[]) =>
  entries.map(({ code, column }) => `${code}:${column ?? ''}`)

const mostTouched = 100
const endsBefore = ({ facts }: IndexedBlock, after: number) => (facts.numbers.at(-1) ?? 0) <= after

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
  #summaries = new WeakMap<IndexedBlock, BlockSummary>()
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
    // A row without a user repeats none, and is no longer found by its user.
    if (now.subjectKeys[at] === 0) after.duplicates[at] = 0
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

  /** Counts groups anew after many of them lost their rows. */
  #regroup(): void {
    if (!this.#groups.hasManyEmpty) return
    this.#groups = new IssueGroups()
    for (const block of this.#blocks)
      for (let at = 0; at < block.facts.numbers.length; at += 1) this.#group(block, at, 'add')
  }

  /** Finds duplicates as rows are now. */
  findDuplicates(): void {
    const marked = this.#isNew ? null : markDuplicatesOf(this.#blocks, this.#touched)
    if (marked === null) {
      markAllDuplicates(this.#blocks)
      this.#summaries = new WeakMap()
    } else for (const block of marked) this.#summaries.delete(block)
    this.#isNew = false
    this.#touched = { subjects: [], forms: [] }
    this.#regroup()
  }

  #summaryOf(block: IndexedBlock): BlockSummary {
    const known = this.#summaries.get(block)
    if (known !== undefined) return known
    const summary = summaryOf(block)
    this.#summaries.set(block, summary)
    return summary
  }

  counts(): Counts {
    return sumOf(this.#blocks.map((block) => this.#summaryOf(block).counts))
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
    for (const block of this.#blocks) {
      const { duplicates } = this.#summaryOf(block)
      count += duplicates.count
      firstRow ||= duplicates.firstRow
    }
    return { count, firstRow }
  }

  *#withGroup({ key, check }: TextKey, after = 0): Generator<RowPlace> {
    for (const block of this.#blocks) {
      if (endsBefore(block, after)) continue
      const { groupKeys, groupChecks, issueRows } = block.facts
      for (let issue = groupKeys.indexOf(key); issue !== -1; issue = groupKeys.indexOf(key, issue + 1))
        if (groupChecks[issue] === check) yield { block, at: issueRows[issue] ?? 0 }
    }
  }

  *#withCause(cause: string, after: number): Generator<RowPlace> {
    for (const block of this.#blocks) {
      if (endsBefore(block, after)) continue
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

  *#everyRow(after: number, level: RowFilter | undefined): Generator<RowPlace> {
    for (const block of this.#blocks) {
      if (endsBefore(block, after) || (level !== undefined && this.#summaryOf(block).counts[countOf[level]] === 0))
        continue
      for (let at = 0; at < block.facts.numbers.length; at += 1) yield { block, at }
    }
  }

  *#withDuplicates(after: number): Generator<RowPlace> {
    for (const block of this.#blocks) {
      if (endsBefore(block, after) || this.#summaryOf(block).duplicates.marked === 0) continue
      for (let at = 0; at < block.duplicates.length; at += 1) if (block.duplicates[at] !== 0) yield { block, at }
    }
  }

  #candidates({ issue, after, level }: Pick<RowQuery, 'issue' | 'after' | 'level'>): Generator<RowPlace> {
    if (issue === undefined) return this.#everyRow(after, level)
    if (issue === duplicateKey) return this.#withDuplicates(after)
    return isCauseKey(issue) ? this.#withCause(issue, after) : this.#withGroup(textKey(issue), after)
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
