import type { Identifier } from '../account/user.ts'
import type { Change } from '../change/change.ts'
import type { IssueLevel, UploadIssue } from '../upload/upload-mapping.ts'
import type { PackedRows } from './packed-rows.ts'

/** What the check of a row found. */
export interface RowResult {
  readonly identifier: Identifier | null
  readonly change: Change | null
  /** `subjectKey` of core: two rows with the same key concern the same user. */
  readonly subject: string | null
  /** Visual form of the row's address; null without one. */
  readonly resembles: string | null
  /** Already done, according to the report that this file is. */
  readonly done: boolean
  /** It is a total or a footer of the table: excluded until the user includes it. */
  readonly isFooter?: boolean
  readonly issues: readonly (UploadIssue & { readonly level: IssueLevel; readonly key: string })[]
}

/** Bits of a row's flags. */
export const flag = { done: 1, footer: 2, knownById: 4 } as const
/** The position of an identifier that differs from its cell, and is in the dictionary. */
export const ownIdentifier = 0xffff
/** Levels by number: the worse, the higher. */
export const levels = [null, 'note', 'warning', 'error'] as const satisfies readonly (IssueLevel | null)[]

/** The results of a block's rows as numbers; texts are in its dictionary. */
export interface RowFacts {
  readonly numbers: Uint32Array
  /** The worst level of the row's own issues, as in `levels`. */
  readonly levels: Uint8Array
  readonly flags: Uint8Array
  /** Position of the change in the dictionary plus 1; 0 without one. */
  readonly changes: Uint16Array
  /** Column of the identifier plus 1; 0 without one, `ownIdentifier` if it differs from its cell. */
  readonly identifiers: Uint16Array
  /** Keys of the subject and of the visual form; 0 without one. */
  readonly subjectKeys: Float64Array
  readonly subjectChecks: Uint32Array
  readonly alikeKeys: Float64Array
  readonly alikeChecks: Uint32Array
  /** Each issue: its row's position, its entry in the dictionary, and the key of its group (0: counted already). */
  readonly issueRows: Uint16Array
  readonly issueEntries: Uint32Array
  readonly groupKeys: Float64Array
  readonly groupChecks: Uint32Array
}

/** An issue as rows of a block share it. */
export interface IssueEntry {
  readonly code: UploadIssue['code']
  readonly column: number | null
  /** `cell` and `trimmed`: the text of its cell. */
  readonly from: 'value' | 'cell' | 'trimmed'
  readonly value: string | null
  readonly suggestions: readonly string[]
  /** Its group has no value. */
  readonly anyValue: boolean
}

/** Texts that rows of a block share, each once. */
export interface BlockDictionary {
  readonly changes: readonly Change[]
  readonly entries: readonly IssueEntry[]
  /** Identifiers that differ from their cells, by position. */
  readonly identifiers: Readonly<Record<string, Identifier>>
  /** The kind of identifier in each column that has one. */
  readonly kinds: Readonly<Record<string, Exclude<Identifier['by'], 'channelUserId'>>>
}

/** Rows of a file with their results: the unit of storage. */
export interface CheckedBlock {
  readonly rows: PackedRows
  readonly facts: RowFacts
  readonly dictionary: BlockDictionary
}

const format = 1
const headerBytes = 16

const inOrder = (facts: RowFacts): readonly ArrayBufferView[] => [
  facts.subjectKeys,
  facts.alikeKeys,
  facts.groupKeys,
  facts.numbers,
  facts.subjectChecks,
  facts.alikeChecks,
  facts.groupChecks,
  facts.issueEntries,
  facts.changes,
  facts.identifiers,
  facts.issueRows,
  facts.levels,
  facts.flags,
]

/** Facts as bytes, wide numbers first: each array is aligned. */
export function encodeFacts(facts: RowFacts): Uint8Array<ArrayBuffer> {
  const header = new Uint32Array([format, facts.numbers.length, facts.issueRows.length, 0])
  const parts = [header, ...inOrder(facts)]
  const bytes = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0))
  let at = 0
  for (const { buffer, byteOffset, byteLength } of parts) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at)
    at += byteLength
  }
  return bytes
}

export function decodeFacts(encoded: Uint8Array): RowFacts {
  const { buffer } = new Uint8Array(encoded)
  const [version, rows = 0, issues = 0] = new Uint32Array(buffer, 0, headerBytes / 4)
  if (version !== format) throw new Error(`facts of a block have format ${version}`)
  let at = headerBytes
  const next = (bytes: number) => {
    at += bytes
    return at - bytes
  }
  return {
    subjectKeys: new Float64Array(buffer, next(8 * rows), rows),
    alikeKeys: new Float64Array(buffer, next(8 * rows), rows),
    groupKeys: new Float64Array(buffer, next(8 * issues), issues),
    numbers: new Uint32Array(buffer, next(4 * rows), rows),
    subjectChecks: new Uint32Array(buffer, next(4 * rows), rows),
    alikeChecks: new Uint32Array(buffer, next(4 * rows), rows),
    groupChecks: new Uint32Array(buffer, next(4 * issues), issues),
    issueEntries: new Uint32Array(buffer, next(4 * issues), issues),
    changes: new Uint16Array(buffer, next(2 * rows), rows),
    identifiers: new Uint16Array(buffer, next(2 * rows), rows),
    issueRows: new Uint16Array(buffer, next(2 * issues), issues),
    levels: new Uint8Array(buffer, next(rows), rows),
    flags: new Uint8Array(buffer, next(rows), rows),
  }
}
