import type { UploadColumn } from '@muster/contracts/uploads'
import type { User } from '@muster/core/account/user'
import { isIdentifier } from '@muster/core/identifier/read-identifier'
import { isReportHeader } from '@muster/core/outcome/report-columns'
import type { AccountNames } from '@muster/core/upload/account-names'
import { uploadLimits } from '@muster/core/upload/upload-file'
import { isFooterText } from '@muster/core/upload/upload-footer'
import { unreadKeysHeading } from '@muster/core/upload/upload-headings'
import { cellEnd, type OpenRows, type RowExtras } from '@muster/core/upload-block/packed-rows'
import { type TextKey, textKey } from '@muster/core/upload-block/text-key'
import type { KeyKind } from '../check-ports.ts'
import type { CheckedRow } from '../ports.ts'
import { hasNameToCompare } from './other-name.ts'
import { type CheckedUpload, checkRowOf, isSurplusColumn } from './validate-rows.ts'

/** An identifier that is exactly its cell. */
export interface PlainIdentifier {
  readonly column: number
  readonly by: KeyKind
  readonly value: string
  /** The value in the form in which its kind is compared, and the key of this text. */
  readonly text: string
  readonly key: TextKey
}

/** A request that rows with the same cells share, with the identifier of one of them. */
export interface PlainRequest {
  readonly identifier: PlainIdentifier
  /** What any row with these cells requests, and its issues, for a known user. */
  readonly request: CheckedRow
}

const kinds: Readonly<Partial<Record<UploadColumn['mapping'], KeyKind>>> = {
  email: 'email',
  org_user_id: 'orgUserId',
  user_id: 'userId',
}

/**
 * Plain addresses and IDs: read as they are, without look-alikes, and compared in lower case. Anything else takes the
 * slow path.
 */
const plainAddress = /^[a-z0-9][a-z0-9._+-]*@(?:[a-z0-9_-]+\.)+[a-z]{2,}$/i
const plainId = /^(?=.*\d)[a-z0-9_-]+$/i
const longestAddress = 254

function isPlain(by: KeyKind, value: string): boolean {
  if (by === 'email') return value.length <= longestAddress && plainAddress.test(value) && !/xn--/i.test(value)
  return plainId.test(value) && (by !== 'userId' || value === value.toLowerCase()) && !isFooterText(value)
}

/** Each identifier is one that Kore.ai could have: of an ID of zeros, no erasure is requested. */
const anyone: User = {
  id: 'u-11111111-1111-5111-a111-111111111111',
  email: 'a@example.com',
  firstName: '',
  lastName: '',
  orgUserId: 'A1',
  status: 'active',
  groups: [],
  roles: [],
  canCreateBot: false,
  isDeveloper: false,
}
const cellOfAnyone = { email: anyone.email, orgUserId: 'A1', userId: anyone.id } as const

/** Plain identifiers are of ASCII letters: addresses differ by case alone. */
function plainIdentifier(column: number, by: KeyKind, value: string): PlainIdentifier {
  const text = by === 'email' ? value.toLowerCase() : value
  return { column, by, value, text, key: textKey(text) }
}

const mostRequests = 50_000

/** Whether some rows of an upload are plain enough for the fast path. */
function hasFastRows({ columns, detected }: CheckedUpload): boolean {
  const awkward: readonly UploadColumn['mapping'][] = ['outcome', 'channel_user_id', 'channel_id']
  if (columns.some(({ mapping, header }) => awkward.includes(mapping) || header === unreadKeysHeading)) return false
  if (isReportHeader(columns.map(({ header }) => header))) return false
  const hasUnread = columns.some(({ mapping, chosen }) => mapping === 'ignore' && chosen !== true)
  return detected.format !== 'csv' || detected.headerRow !== 0 || !hasUnread
}

const isOnlyRetry = (extras: RowExtras) => Object.keys(extras).every((name) => name === 'retriesSeq' || name === 'line')

/** The shape that a fast row has. */
function shapeOf({ columns, detected }: CheckedUpload) {
  const lastUsed = columns.findLastIndex(({ mapping }) => mapping !== 'ignore')
  return {
    isText: detected.format === 'csv',
    mostCells: columns.length,
    leastCells: detected.format === 'csv' ? lastUsed + 1 : 0,
    surplus: columns.filter(isSurplusColumn).map(({ index }) => index),
    identifiers: columns.flatMap(({ index, mapping }) => {
      const by = kinds[mapping]
      return by === undefined ? [] : [{ column: index, by }]
    }),
    requests: columns.filter(({ mapping }) => mapping !== 'ignore' && kinds[mapping] === undefined),
  }
}

type Shape = ReturnType<typeof shapeOf>

/** Whether a row has every cell that is used, and nothing beside the columns. */
function isRegular({ isText, leastCells, mostCells, surplus }: Shape, cells: readonly string[], hasSpecial: boolean) {
  if (cells.length < leastCells) return false
  for (let at = mostCells; at < cells.length; at += 1) if (cells[at]?.trim() !== '') return false
  if (surplus.some((at) => (cells[at] ?? '').trim() !== '')) return false
  for (const cell of cells) if (cell.length > uploadLimits.cellCharacters) return false
  // `requestOf` separates cells by `cellEnd`.
  return !hasSpecial || !cells.some((cell) => cell.includes(cellEnd) || (isText && cell.includes('\ufffd')))
}

/** The only identifier of a row, if it is plain. */
function identifierOf({ identifiers }: Shape, cells: readonly string[]): PlainIdentifier | null {
  let found: Shape['identifiers'][number] | null = null
  for (const identifier of identifiers) {
    const value = cells[identifier.column] ?? ''
    if (value === '') continue
    if (found !== null || !isPlain(identifier.by, value)) return null
    found = identifier
  }
  return found === null ? null : plainIdentifier(found.column, found.by, cells[found.column] ?? '')
}

/** Recognizes rows that are plain, and validates each distinct request of theirs once. */
export function createFastRows(upload: CheckedUpload, names: AccountNames) {
  const shape = shapeOf(upload)
  const { columns } = upload
  const isEligible = hasFastRows(upload)
  const known = new Map<string, CheckedRow>()

  function requestOf(cells: readonly string[], { column, by }: PlainIdentifier): CheckedRow {
    let key = String(column)
    for (const { index } of shape.requests) key += cellEnd + (cells[index] ?? '')
    const before = known.get(key)
    if (before !== undefined) return before
    const own = columns.map(({ index, mapping }) =>
      mapping === 'ignore' || kinds[mapping] !== undefined ? '' : (cells[index] ?? ''),
    )
    own[column] = cellOfAnyone[by]
    const row = { row: 0, cells: own, edited: [], hidden: false, formulas: [], errors: [] }
    const request = checkRowOf(anyone, row, { upload, names })
    if (known.size >= mostRequests) known.clear()
    known.set(key, request)
    return request
  }
  return (rows: OpenRows, at: number): PlainRequest | null => {
    const cells = rows.cells[at]
    const extras = rows.extras.get(at)
    if (!isEligible || cells === undefined || (extras !== undefined && !isOnlyRetry(extras))) return null
    if (!isRegular(shape, cells, rows.hasSpecial)) return null
    if (hasNameToCompare({ row: rows.numbers[at] ?? 0, cells }, columns)) return null
    const identifier = identifierOf(shape, cells)
    if (identifier === null) return null
    const request = requestOf(cells, identifier)
    if (request.change?.kind === 'erase' && !isIdentifier(identifier)) return null
    return { identifier, request }
  }
}
