import { comparableName, likeness } from './name-index.ts'
import { readFlag } from './upload-cell.ts'
import type { ColumnMeaning } from './upload-meaning.ts'
import { isEmailShaped } from './upload-row.ts'

/** What a column looks like: its header and the values seen so far. */
export interface ColumnSample {
  readonly header: string
  /** Non-blank values, up to some hundreds. */
  readonly values: readonly string[]
}

export interface Suggestion {
  readonly meaning: ColumnMeaning
  /** 0 to 1. */
  readonly score: number
}

// Kore.ai's import file says Email ID, Alternate ID, User Status (Importing Users and User Data); its API says emailId,
// orgUserId, isDeveloper, canCreateBot. The rest is what people write.
const headers: Readonly<Partial<Record<ColumnMeaning, readonly string[]>>> = {
  email: [
    'email id',
    'email',
    'e-mail',
    'email address',
    'e-mail address',
    'emailid',
    'mail',
    'username',
    'user name',
    'login',
    'upn',
    'user principal name',
  ],
  org_user_id: [
    'alternate id',
    'organisation id',
    'organization id',
    'org user id',
    'orguserid',
    'employee id',
    'employee number',
    'staff id',
    'personnel number',
    'enterprise id',
  ],
  user_id: ['user id', 'userid', 'kore user id', 'kore id'],
  channel_user_id: ['channel user id', 'channeluserid'],
  channel_id: ['channel id', 'channelid', 'channel'],
  action: ['action', 'user status', 'operation', 'what to do'],
  groups_add: ['groups', 'group', 'add groups', 'add to groups', 'groups to add', 'add group'],
  groups_remove: ['remove groups', 'remove from groups', 'groups to remove', 'remove group'],
  groups_set: ['set groups', 'groups exactly', 'exact groups', 'all groups'],
  roles_add: ['roles', 'role', 'add roles', 'roles to add', 'add role'],
  roles_remove: ['remove roles', 'roles to remove', 'remove role'],
  roles_set: ['set roles', 'roles exactly', 'exact roles', 'all roles'],
  is_developer: ['developer', 'is developer', 'isdeveloper', 'builder access', 'bot builder access'],
  can_create_bot: [
    'can create bots',
    'can create bot',
    'cancreatebot',
    'bot creator',
    'app creation access',
    'create bots',
  ],
  remove: ['remove', 'delete', 'remove user', 'offboard'],
  erase: ['erase', 'erase data', 'erase from', 'delete data', 'erasure'],
  // Not "outcome" alone: in somebody's own file it says something else, and its rows would be skipped.
  outcome: ['muster outcome'],
  ignore: [
    'first name',
    'last name',
    'name',
    'full name',
    'work phone',
    'title',
    'department',
    'company',
    'status',
    'notes',
    'comment',
    'row',
    'reason',
    'remedy',
    'code',
  ],
}

function headerScore(header: string, meaning: ColumnMeaning): number {
  const comparable = comparableName(header.replaceAll(/[_.-]+/g, ' '))
  if (comparable === '') return 0
  const scores = (headers[meaning] ?? []).map((known) => {
    const other = comparableName(known.replaceAll(/[_.-]+/g, ' '))
    if (other === comparable || other.replaceAll(' ', '') === comparable.replaceAll(' ', '')) return 1
    return likeness(comparable, other) * 0.8
  })
  return Math.max(0, ...scores)
}

const shareOf = (values: readonly string[], is: (value: string) => boolean) =>
  values.length === 0 ? 0 : values.filter((value) => is(value.trim())).length / values.length

/** What the values alone suggest: addresses, Kore.ai ids, flags and "role on bot" are told by their shape. */
function valueScores(values: readonly string[]): Readonly<Partial<Record<ColumnMeaning, number>>> {
  return {
    email: shareOf(values, isEmailShaped) * 0.95,
    user_id: shareOf(values, (value) => /^u-[0-9a-f-]{36}$/i.test(value)),
    roles_add: shareOf(values, (value) => /\S\s+on\s+\S/i.test(value)) * 0.7,
    is_developer: shareOf(values, (value) => readFlag(value) !== null) * 0.2,
  }
}

const worthSaying = 0.35

/** What a column may mean, best first. The header counts more than the values; a clear shape decides without one. */
export function suggestMeanings(column: ColumnSample): readonly Suggestion[] {
  const byValue = valueScores(column.values)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of this very record
  const meanings = Object.keys(headers) as ColumnMeaning[]
  return meanings
    .map((meaning) => {
      const header = headerScore(column.header, meaning)
      const value = byValue[meaning] ?? 0
      const score = header === 1 ? 1 : Math.max(header, value, Math.min(1, header * 0.6 + value * 0.5))
      return { meaning, score: Math.round(score * 100) / 100 }
    })
    .filter(({ score }) => score >= worthSaying)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, 4)
}

const sureEnough = 0.6
// Only one column may name the person one way, or say one flag; lists may be spread over several.
const onlyOnce = new Set<ColumnMeaning>([
  'email',
  'org_user_id',
  'user_id',
  'channel_user_id',
  'channel_id',
  'action',
  'is_developer',
  'can_create_bot',
  'remove',
  'erase',
  'outcome',
])

/** One meaning a column, the surest first; what is not sure is ignored until a person says so. */
export function matchColumns(suggestions: readonly (readonly Suggestion[])[]): readonly ColumnMeaning[] {
  const meanings: ColumnMeaning[] = suggestions.map(() => 'ignore')
  const taken = new Set<ColumnMeaning>()
  const claims = suggestions
    .flatMap((options, index) => options.map((option) => ({ ...option, index })))
    .filter(({ score }) => score >= sureEnough)
    .toSorted((a, b) => b.score - a.score || a.index - b.index)
  const settled = new Set<number>()
  for (const { meaning, index } of claims) {
    if (settled.has(index) || (onlyOnce.has(meaning) && taken.has(meaning))) continue
    meanings[index] = meaning
    taken.add(meaning)
    settled.add(index)
  }
  return meanings
}

/** A key for files of the same shape: their headers in order, without case and accents. */
export function shapeOf(headerRow: readonly string[]): string {
  return headerRow.map(comparableName).join('\u001f')
}
