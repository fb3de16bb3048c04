import type { Identifier } from '../account/user.ts'
import type { Change } from '../change/change.ts'
import { issueKey } from '../upload/issue-key.ts'
import type { UploadIssue } from '../upload/upload-mapping.ts'
import { firstIssue } from './read-block.ts'
import {
  type BlockDictionary,
  type CheckedBlock,
  flag,
  type IssueEntry,
  levels,
  ownIdentifier,
  type RowFacts,
  type RowResult,
} from './row-facts.ts'
import { noKey, type TextKey, textKey } from './text-key.ts'

/** An issue as the builder adds it: its entry in the dictionary and the key of its group. */
export interface AddedIssue {
  readonly entry: number
  readonly group: TextKey
  /** As in `levels`. */
  readonly level: number
}

export const levelNumber = (level: RowResult['issues'][number]['level']) => levels.indexOf(level)

/** Where the value of an issue comes from. */
function sourceOf({ column, value }: UploadIssue, cells: readonly string[]): IssueEntry['from'] {
  const cell = column === null ? undefined : cells[column]
  if (value === null || cell === undefined || cell === '') return 'value'
  if (cell === value) return 'cell'
  return cell.trim() === value ? 'trimmed' : 'value'
}

/** Positions of values in a list without repetitions. An object that comes again is not compared again. */
function uniqueList<T extends object>() {
  const positions = new Map<string, number>()
  const objects = new Map<T, number>()
  const list: T[] = []
  const add = (value: T): number => {
    const text = JSON.stringify(value)
    const known = positions.get(text)
    if (known !== undefined) return known
    positions.set(text, list.length)
    list.push(value)
    return list.length - 1
  }
  return {
    list,
    positionOf(value: T): number {
      const known = objects.get(value)
      if (known !== undefined) return known
      const position = add(value)
      objects.set(value, position)
      return position
    },
  }
}

/** Builds the facts and the dictionary of a block. Rows come in order. */
export class BlockBuilder {
  readonly #facts: Omit<RowFacts, 'issueRows' | 'issueEntries' | 'groupKeys' | 'groupChecks'>
  readonly #kinds: BlockDictionary['kinds']
  readonly #changes = uniqueList<Change>()
  readonly #entries = uniqueList<IssueEntry>()
  readonly #identifiers: Record<string, Identifier> = {}
  readonly #issueRows: number[] = []
  readonly #issueEntries: number[] = []
  readonly #groupKeys: number[] = []
  readonly #groupChecks: number[] = []

  constructor(numbers: Uint32Array, kinds: BlockDictionary['kinds']) {
    const size = numbers.length
    this.#kinds = kinds
    this.#facts = {
      numbers,
      levels: new Uint8Array(size),
      flags: new Uint8Array(size),
      changes: new Uint16Array(size),
      identifiers: new Uint16Array(size),
      subjectKeys: new Float64Array(size),
      subjectChecks: new Uint32Array(size),
      alikeKeys: new Float64Array(size),
      alikeChecks: new Uint32Array(size),
    }
  }

  changeOf(change: Change): number {
    return this.#changes.positionOf(change) + 1
  }

  /** An issue of a row with these cells, in the form that rows share. */
  issueOf(issue: RowResult['issues'][number], cells: readonly string[]): AddedIssue {
    const { code, column, value, suggestions, key } = issue
    const from = sourceOf(issue, cells)
    const anyValue = key !== issueKey(issue)
    const entry = { code, column, from, value: from === 'value' ? value : null, suggestions, anyValue }
    return { entry: this.#entries.positionOf(entry), group: textKey(key), level: levelNumber(issue.level) }
  }

  addIssue(at: number, { entry, group, level }: AddedIssue): void {
    this.#issueRows.push(at)
    this.#issueEntries.push(entry)
    const isCounted = this.#hasGroup(at, group)
    this.#groupKeys.push(isCounted ? 0 : group.key)
    this.#groupChecks.push(isCounted ? 0 : group.check)
    if (level > (this.#facts.levels[at] ?? 0)) this.#facts.levels[at] = level
  }

  /** A row counts once in a group. */
  #hasGroup(at: number, { key, check }: TextKey): boolean {
    for (let last = this.#issueRows.length - 2; last >= 0 && this.#issueRows[last] === at; last -= 1)
      if (this.#groupKeys[last] === key && this.#groupChecks[last] === check) return true
    return false
  }

  setChange(at: number, change: number): void {
    this.#facts.changes[at] = change
  }

  /** The identifier is exactly the cell of this column. */
  setIdentifierColumn(at: number, column: number): void {
    this.#facts.identifiers[at] = column + 1
  }

  setPerson(at: number, person: { readonly subject: TextKey; readonly alike: TextKey; readonly flags: number }): void {
    this.#facts.subjectKeys[at] = person.subject.key
    this.#facts.subjectChecks[at] = person.subject.check
    this.#facts.alikeKeys[at] = person.alike.key
    this.#facts.alikeChecks[at] = person.alike.check
    this.#facts.flags[at] = person.flags
  }

  #setIdentifier(at: number, identifier: Identifier, cells: readonly string[]): void {
    const column = cells.findIndex(
      (cell, index) => this.#kinds[String(index)] === identifier.by && cell === identifier.value,
    )
    if (column !== -1) return this.setIdentifierColumn(at, column)
    this.#facts.identifiers[at] = ownIdentifier
    this.#identifiers[String(at)] = identifier
  }

  /** Adds a row with everything that was found. */
  add(at: number, cells: readonly string[], found: RowResult): void {
    const { identifier, change, subject, resembles, done, isFooter = false, issues } = found
    if (change !== null) this.setChange(at, this.changeOf(change))
    if (identifier !== null) this.#setIdentifier(at, identifier, cells)
    const isKnownById = subject?.startsWith('userId:') === true
    this.setPerson(at, {
      subject: subject === null ? noKey : textKey(subject),
      alike: resembles === null ? noKey : textKey(resembles),
      flags: (done ? flag.done : 0) | (isFooter ? flag.footer : 0) | (isKnownById ? flag.knownById : 0),
    })
    for (const issue of issues) this.addIssue(at, this.issueOf(issue, cells))
  }

  /** Adds a row as another block has it, with the same cells and kinds of identifiers. */
  copy(at: number, { facts, dictionary }: Omit<CheckedBlock, 'rows'>): void {
    const change = dictionary.changes[(facts.changes[at] ?? 0) - 1]
    if (change !== undefined) this.setChange(at, this.changeOf(change))
    this.#facts.identifiers[at] = facts.identifiers[at] ?? 0
    const identifier = dictionary.identifiers[String(at)]
    if (identifier !== undefined) this.#identifiers[String(at)] = identifier
    this.setPerson(at, {
      subject: { key: facts.subjectKeys[at] ?? 0, check: facts.subjectChecks[at] ?? 0 },
      alike: { key: facts.alikeKeys[at] ?? 0, check: facts.alikeChecks[at] ?? 0 },
      flags: facts.flags[at] ?? 0,
    })
    this.#facts.levels[at] = facts.levels[at] ?? 0
    for (let issue = firstIssue(facts, at); facts.issueRows[issue] === at; issue += 1) {
      const entry = dictionary.entries[facts.issueEntries[issue] ?? -1]
      if (entry === undefined) continue
      this.#issueRows.push(at)
      this.#issueEntries.push(this.#entries.positionOf(entry))
      this.#groupKeys.push(facts.groupKeys[issue] ?? 0)
      this.#groupChecks.push(facts.groupChecks[issue] ?? 0)
    }
  }

  build(): { readonly facts: RowFacts; readonly dictionary: BlockDictionary } {
    return {
      facts: {
        ...this.#facts,
        issueRows: Uint16Array.from(this.#issueRows),
        issueEntries: Uint32Array.from(this.#issueEntries),
        groupKeys: Float64Array.from(this.#groupKeys),
        groupChecks: Uint32Array.from(this.#groupChecks),
      },
      dictionary: {
        changes: this.#changes.list,
        entries: this.#entries.list,
        identifiers: this.#identifiers,
        kinds: this.#kinds,
      },
    }
  }
}

const identifierMappings = { email: 'email', org_user_id: 'orgUserId', user_id: 'userId' } as const

/** The kind of identifier in each column that has one. */
export function identifierKinds(
  columns: readonly { readonly index: number; readonly mapping: string }[],
): BlockDictionary['kinds'] {
  const kinds: Record<string, 'email' | 'orgUserId' | 'userId'> = {}
  for (const { index, mapping } of columns)
    for (const [name, by] of Object.entries(identifierMappings)) if (name === mapping) kinds[String(index)] = by
  return kinds
}
