import type { UploadIssueGroup } from '@muster/contracts/uploads'
import type { IssueLevel, UploadIssueCode } from '@muster/core/upload/upload-mapping'
import { isTossUp } from '@muster/core/upload/upload-suggestion'

/** One kind of issue in one column, with every value that has it. */
export interface IssueKind {
  readonly key: string
  readonly code: UploadIssueCode
  readonly level: IssueLevel
  readonly title: string
  readonly column: number | null
  /** Number of issues of all its values. */
  readonly count: number
  readonly groups: readonly UploadIssueGroup[]
}

/** Whether a group covers all merged cells of a column, as in a sheet with very many. Each of its rows has its own cell and value. */
export function isOfManyMerges({ code, key }: Pick<UploadIssueGroup, 'code' | 'key'>): boolean {
  return code === 'cell_merged' && key.endsWith(':')
}

const ofManyValues = new Set<UploadIssueCode>([
  'identifier_read',
  'blank_below',
  'cell_commented',
  'report_id_changed',
  'report_user_changed',
])

/** Whether each row of a group has its own value. */
export function isOfManyValues(group: Pick<UploadIssueGroup, 'code' | 'key'>): boolean {
  return ofManyValues.has(group.code) || isOfManyMerges(group)
}

/** Drops the value and suggestions of a group of many values, because they apply only to its first row. */
function unlessOfMany(group: UploadIssueGroup): UploadIssueGroup {
  return isOfManyValues(group) ? { ...group, value: null, suggestions: [] } : group
}

/** Groups issues by code and column, in their order. */
export function issueKindsOf(issues: readonly UploadIssueGroup[]): readonly IssueKind[] {
  const byKey = Map.groupBy(issues.map(unlessOfMany), ({ code, column }) => `${code}:${column ?? ''}`)
  return [...byKey].flatMap(([key, groups]) => {
    const [first] = groups
    if (first === undefined) return []
    const { code, level, title, column } = first
    return [{ key, code, level, title, column, count: groups.reduce((sum, { count }) => sum + count, 0), groups }]
  })
}

/** The issue selected to fix: one invalid value, or an issue kind with all its values. */
export interface SelectedIssue extends UploadIssueGroup {
  /** The issue groups it covers. */
  readonly values: readonly UploadIssueGroup[]
}

/** The issue with this key, as long as a row has it. */
export function selectedIssue(issues: readonly UploadIssueGroup[], key: string | undefined): SelectedIssue | undefined {
  const group = issues.map(unlessOfMany).find((one) => one.key === key)
  if (group !== undefined) return { ...group, values: [group] }
  const kind = issueKindsOf(issues).find((one) => one.key === key)
  const [first] = kind?.groups ?? []
  if (kind === undefined || first === undefined) return undefined
  return { ...first, key: kind.key, value: null, suggestions: [], count: kind.count, values: kind.groups }
}

/** The best suggestion for each value of an issue; none if the choice would be arbitrary. */
export function bestSuggestions({ code, values }: SelectedIssue): readonly (readonly [from: string, to: string])[] {
  if (isTossUp(code)) return []
  return values.flatMap(({ value, suggestions: [best] }) =>
    value === null || best === undefined ? [] : [[value, best] as const],
  )
}

/** How to fix one issue in all its rows. */
export interface IssueFixes {
  /** Source of the new value; null if no single value fits all rows. */
  readonly choose: 'group' | 'role' | 'bot' | 'text' | null
  /** Whether blanking the invalid value is a fix. */
  readonly mayClear: boolean
  /** Whether the value identifies one user. Several invalid values then need different replacements. */
  readonly isPersonal: boolean
}

const chosenFrom: Readonly<Partial<Record<UploadIssueCode, NonNullable<IssueFixes['choose']>>>> = {
  group_unknown: 'group',
  group_ambiguous: 'group',
  role_unknown: 'role',
  role_ambiguous: 'role',
  bot_unknown: 'bot',
  bot_ambiguous: 'bot',
  role_unrecognized: 'text',
  role_without_bot: 'text',
  role_bots_unclear: 'text',
  person_unknown: 'text',
  identifier_ambiguous: 'text',
  person_ambiguous: 'text',
  email_invalid: 'text',
  identifier_invalid: 'text',
  email_several: 'text',
  email_lookalike: 'text',
  name_differs: 'text',
  flag_unrecognized: 'text',
  flag_ambiguous: 'text',
  flags_conflict: 'text',
  action_unrecognized: 'text',
  erase_unrecognized: 'text',
  cell_error: 'text',
  cell_without_value: 'text',
  number_displayed: 'text',
  digits_lost: 'text',
  address_in_link: 'text',
  link_differs: 'text',
  cell_merged: 'text',
  cell_too_long: 'text',
  quote_not_closed: 'text',
  report_id_changed: 'text',
  report_user_changed: 'text',
  quote_split: 'text',
  quote_over_rows: 'text',
}
// Only issues about a whole value: blanking a part of "Testr on Billing" would leave an invalid value.
const clearable = new Set<UploadIssueCode>([
  'group_unknown',
  'group_ambiguous',
  'role_unrecognized',
  'role_without_bot',
  'list_conflict',
  'set_conflict',
  'flag_unrecognized',
  'flag_ambiguous',
  'action_unrecognized',
  'cell_error',
  'cell_merged',
  'blank_below',
])

const personal = new Set<UploadIssueCode>([
  'person_unknown',
  'identifier_ambiguous',
  'person_ambiguous',
  'email_invalid',
  'identifier_invalid',
  'email_several',
  'email_lookalike',
  'name_differs',
  'address_in_link',
  'digits_lost',
  'link_differs',
  'report_id_changed',
  'report_user_changed',
])

/** The options to fix an issue in all its rows. */
export function fixOptionsOf({ code, column }: Pick<UploadIssueGroup, 'code' | 'column'>): IssueFixes {
  const isPersonal = personal.has(code)
  if (column === null) return { choose: null, mayClear: false, isPersonal }
  return { choose: chosenFrom[code] ?? null, mayClear: clearable.has(code), isPersonal }
}

interface Named {
  readonly id: string
  readonly name: string
}

/** Names to choose from for a cell; by id if two entries share a name. */
export function nameChoices(entries: readonly Named[]): readonly { readonly value: string; readonly label: string }[] {
  const byName = Map.groupBy(entries, ({ name }) => name.trim().toLowerCase())
  return entries.map(({ id, name }) =>
    (byName.get(name.trim().toLowerCase())?.length ?? 0) > 1
      ? { value: id, label: `${name} (${id})` }
      : { value: name, label: name },
  )
}
