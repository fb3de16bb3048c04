import type { AccountNames } from '@muster/core/upload/account-names'
import { issueKey } from '@muster/core/upload/issue-key'
import { levelOf } from '@muster/core/upload/issue-level'
import type { UploadIssueCode } from '@muster/core/upload/upload-mapping'
import { type AddedIssue, BlockBuilder, identifierKinds } from '@muster/core/upload-block/block-builder'
import { type OpenRows, rowAt } from '@muster/core/upload-block/packed-rows'
import { type BlockDictionary, flag, type RowFacts } from '@muster/core/upload-block/row-facts'
import { noKey, type TextKey, textKey } from '@muster/core/upload-block/text-key'
import type { CheckSources, KeyKind } from '../check-ports.ts'
import type { CheckedRow } from '../ports.ts'
import { isExamplePerson } from '../template/template-help.ts'
import { createFastRows, type PlainRequest } from './fast-rows.ts'
import { createUserKeys, type FoundUser, type RequestedKey } from './user-keys.ts'
import { type CheckedUpload, checkRows } from './validate-rows.ts'

const slowBatch = 500

export interface BlockCheck {
  readonly upload: CheckedUpload
  readonly names: AccountNames
  /** Expected rows of the whole upload. */
  readonly rows: number
}

/** A request as the rows of one block share it. */
interface SharedRequest {
  readonly change: number
  readonly issues: readonly AddedIssue[]
}

/** The issue of a plain row that the directory does not know; null if it does. */
function personCode(found: FoundUser, { identifier, request }: PlainRequest): UploadIssueCode | null {
  if (found.kind === 'ambiguous') return 'identifier_ambiguous'
  if (found.kind === 'user') return null
  if (isExamplePerson(identifier.value)) return 'example_row'
  return request.change?.kind === 'erase' ? null : 'person_unknown'
}

/** Adds plain rows to a block. */
function fastAdder(builder: BlockBuilder, find: (by: KeyKind, key: TextKey) => FoundUser) {
  const shared = new Map<CheckedRow, SharedRequest>()
  const entries = new Map<string, AddedIssue>()
  const requestOf = (request: CheckedRow): SharedRequest => {
    const before = shared.get(request)
    if (before !== undefined) return before
    const made = {
      change: request.change === null ? 0 : builder.changeOf(request.change),
      issues: request.issues.map((issue) => builder.issueOf(issue, request.cells)),
    }
    shared.set(request, made)
    return made
  }
  const personIssue = (code: UploadIssueCode, { identifier: { column, value } }: PlainRequest): AddedIssue => {
    const isOfRow = code === 'example_row'
    const issue = { code, column: isOfRow ? null : column, value: isOfRow ? null : value, suggestions: [] }
    const known = entries.get(`${code}:${column}`)
    if (known !== undefined) return isOfRow ? known : { ...known, group: textKey(issueKey(issue)) }
    const cells: string[] = []
    cells[column] = value
    const added = builder.issueOf({ ...issue, level: levelOf[code], key: issueKey(issue) }, cells)
    entries.set(`${code}:${column}`, added)
    return added
  }
  return (at: number, fast: PlainRequest): void => {
    const { column, by, text, key } = fast.identifier
    const found = find(by, key)
    const { change, issues } = requestOf(fast.request)
    builder.setChange(at, change)
    builder.setIdentifierColumn(at, column)
    builder.setPerson(at, {
      subject: found.kind === 'user' ? found.subject : textKey(text, `${by}:`),
      alike: by === 'email' ? key : noKey,
      flags: found.kind === 'user' || by === 'userId' ? flag.knownById : 0,
    })
    for (const issue of issues) builder.addIssue(at, issue)
    const code = personCode(found, fast)
    if (code !== null) builder.addIssue(at, personIssue(code, fast))
  }
}

/** The keys of plain rows, by the kind of identifier. */
function keysOf(rows: readonly (PlainRequest | null)[]): ReadonlyMap<KeyKind, readonly RequestedKey[]> {
  const keys = new Map<KeyKind, RequestedKey[]>()
  for (const fast of rows) {
    if (fast === null) continue
    const { by } = fast.identifier
    const list = keys.get(by)
    if (list === undefined) keys.set(by, [fast.identifier])
    else list.push(fast.identifier)
  }
  return keys
}

/**
 * Validates blocks of rows. Plain rows are validated once for each distinct request, and their users found in hash
 * tables; all others take the slow path, which decides what a row means.
 */
export function createBlockCheck(sources: CheckSources, check: BlockCheck, { isFast = true } = {}) {
  const fastRow = createFastRows(check.upload, check.names)
  const users = createUserKeys(sources.keys, check.rows)
  const kinds = identifierKinds(check.upload.columns)

  async function checkSlow(rows: OpenRows, positions: readonly number[]): Promise<Map<number, CheckedRow>> {
    const checked = new Map<number, CheckedRow>()
    for (let from = 0; from < positions.length; from += slowBatch) {
      const some = positions.slice(from, from + slowBatch)
      const batch = { rows: some.map((at) => rowAt(rows, at)), upload: check.upload, names: check.names }
      for (const [index, row] of (await checkRows(sources, batch)).entries()) checked.set(some[index] ?? 0, row)
    }
    return checked
  }
  return async (rows: OpenRows): Promise<{ readonly facts: RowFacts; readonly dictionary: BlockDictionary }> => {
    const fast = rows.cells.map((_, at) => (isFast ? fastRow(rows, at) : null))
    const slow = await checkSlow(
      rows,
      fast.flatMap((row, at) => (row === null ? [at] : [])),
    )
    for (const [by, keys] of keysOf(fast)) await users.prepare(by, keys)
    const builder = new BlockBuilder(rows.numbers, kinds)
    const addFast = fastAdder(builder, users.find)
    for (const [at, row] of fast.entries()) {
      const checked = slow.get(at)
      if (row !== null) addFast(at, row)
      else if (checked !== undefined) builder.add(at, rows.cells[at] ?? [], checked)
    }
    return builder.build()
  }
}
