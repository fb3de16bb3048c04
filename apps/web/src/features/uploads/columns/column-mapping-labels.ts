import type { UploadColumn } from '@muster/contracts/uploads'
import type { ColumnMapping } from '@muster/core/upload/upload-mapping'
import { formatShare } from '../../../lib/format.ts'

/** What a column can mean, as a person picks it. */
export const mappingLabels: Readonly<Record<ColumnMapping, string>> = {
  ignore: 'Not used',
  email: 'E-mail address',
  org_user_id: 'Organisation id',
  user_id: 'Kore.ai user id',
  channel_user_id: 'Channel user id',
  channel_id: 'Channel of that id',
  action: 'Action (update, remove, erase)',
  groups_add: 'Add to groups',
  groups_remove: 'Take out of groups',
  groups_set: 'Set groups to exactly',
  roles_add: 'Add roles (role on bot)',
  roles_remove: 'Take roles away',
  roles_set: 'Set roles to exactly',
  role_bot: 'Bot of the roles beside it',
  is_developer: 'Developer, yes or no',
  can_create_bot: 'May create bots, yes or no',
  remove: 'Remove from the account, yes or no',
  erase: 'Erase data from (all bots, or bots)',
  outcome: 'Outcome of an earlier job',
}

const families: readonly (readonly [name: string, mappings: readonly ColumnMapping[]])[] = [
  ['Who', ['email', 'org_user_id', 'user_id', 'channel_user_id', 'channel_id']],
  ['Groups', ['groups_add', 'groups_remove', 'groups_set']],
  ['Roles', ['roles_add', 'roles_remove', 'roles_set', 'role_bot']],
  ['Flags', ['is_developer', 'can_create_bot']],
  ['Ends', ['action', 'remove', 'erase']],
  ['Other', ['outcome', 'ignore']],
]

interface MappingGroup {
  readonly group: string
  readonly items: readonly { readonly value: ColumnMapping; readonly label: string }[]
}

/** The choices for one column: what the file suggests first with its score, then the rest by family. */
export function mappingChoices(
  column: Pick<UploadColumn, 'suggestions'>,
  chosen: ColumnMapping,
): readonly MappingGroup[] {
  const suggested = new Set<ColumnMapping>(column.suggestions.map(({ mapping }) => mapping))
  const first = column.suggestions.map(({ mapping, score }) => ({
    value: mapping,
    // The one chosen says its score beside the control.
    label: mapping === chosen ? mappingLabels[mapping] : `${mappingLabels[mapping]} · ${formatShare(score)} alike`,
  }))
  const rest = families.map(([group, mappings]) => ({
    group,
    items: mappings
      .filter((mapping) => !suggested.has(mapping))
      .map((mapping) => ({ value: mapping, label: mappingLabels[mapping] })),
  }))
  return [{ group: 'Suggested', items: first }, ...rest].filter(({ items }) => items.length > 0)
}

const who = new Set<ColumnMapping>(['email', 'org_user_id', 'user_id', 'channel_user_id'])
const besides = new Set<ColumnMapping>([...who, 'channel_id', 'role_bot', 'ignore', 'outcome'])
const clearable = new Set<ColumnMapping>(['groups_set', 'roles_set', 'is_developer', 'can_create_bot'])

/** Whether a blank cell of this meaning can ask for anything. */
export function hasBlankRule(mapping: ColumnMapping): boolean {
  return clearable.has(mapping)
}

/** What a blank cell would do: the two choices in words. */
export function blankWords(mapping: ColumnMapping): { readonly keep: string; readonly clear: string } {
  if (mapping === 'groups_set') return { keep: 'Keep groups as they are', clear: 'Take out of all groups' }
  if (mapping === 'roles_set') return { keep: 'Keep roles as they are', clear: 'Take all roles away' }
  return { keep: 'Keep as it is', clear: 'Count as no' }
}

/** What stands in the way of a plan as far as columns go; null where nothing does. */
export function columnsProblem(columns: readonly Pick<UploadColumn, 'mapping'>[]): string | null {
  if (!columns.some(({ mapping }) => who.has(mapping)))
    return 'No column says who the person is. Choose which one holds the e-mail address or an id.'
  if (!columns.some(({ mapping }) => !besides.has(mapping)))
    return 'No column says what should change. Choose which one holds groups, roles, flags or an action.'
  return null
}

/** Columns whose cells say something, and those that are only carried along. */
export function splitColumns<C extends Pick<UploadColumn, 'mapping'>>(
  columns: readonly C[],
): { readonly used: readonly C[]; readonly ignored: readonly C[] } {
  return {
    used: columns.filter(({ mapping }) => mapping !== 'ignore'),
    ignored: columns.filter(({ mapping }) => mapping === 'ignore'),
  }
}
