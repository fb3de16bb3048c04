import type { UploadColumn } from '@muster/contracts/uploads'
import type { ColumnMeaning } from '@muster/core/upload/upload-mapping'
import { formatShare } from '../../../lib/format.ts'

/** What a column can mean, as a person picks it. */
export const meaningWords: Readonly<Record<ColumnMeaning, string>> = {
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

const families: readonly (readonly [name: string, meanings: readonly ColumnMeaning[]])[] = [
  ['Who', ['email', 'org_user_id', 'user_id', 'channel_user_id', 'channel_id']],
  ['Groups', ['groups_add', 'groups_remove', 'groups_set']],
  ['Roles', ['roles_add', 'roles_remove', 'roles_set', 'role_bot']],
  ['Flags', ['is_developer', 'can_create_bot']],
  ['Ends', ['action', 'remove', 'erase']],
  ['Other', ['outcome', 'ignore']],
]

interface MeaningGroup {
  readonly group: string
  readonly items: readonly { readonly value: ColumnMeaning; readonly label: string }[]
}

/** The choices for one column: what the file suggests first with its score, then the rest by family. */
export function meaningChoices(
  column: Pick<UploadColumn, 'suggestions'>,
  chosen: ColumnMeaning,
): readonly MeaningGroup[] {
  const suggested = new Set<ColumnMeaning>(column.suggestions.map(({ meaning }) => meaning))
  const first = column.suggestions.map(({ meaning, score }) => ({
    value: meaning,
    // The one chosen says its score beside the control.
    label: meaning === chosen ? meaningWords[meaning] : `${meaningWords[meaning]} · ${formatShare(score)} alike`,
  }))
  const rest = families.map(([group, meanings]) => ({
    group,
    items: meanings
      .filter((meaning) => !suggested.has(meaning))
      .map((meaning) => ({ value: meaning, label: meaningWords[meaning] })),
  }))
  return [{ group: 'Suggested', items: first }, ...rest].filter(({ items }) => items.length > 0)
}

const who = new Set<ColumnMeaning>(['email', 'org_user_id', 'user_id', 'channel_user_id'])
const besides = new Set<ColumnMeaning>([...who, 'channel_id', 'role_bot', 'ignore', 'outcome'])
const clearable = new Set<ColumnMeaning>(['groups_set', 'roles_set', 'is_developer', 'can_create_bot'])

/** Whether a blank cell of this meaning can ask for anything. */
export function hasBlankMeaning(meaning: ColumnMeaning): boolean {
  return clearable.has(meaning)
}

/** What a blank cell would do: the two choices in words. */
export function blankWords(meaning: ColumnMeaning): { readonly keep: string; readonly clear: string } {
  if (meaning === 'groups_set') return { keep: 'Keep groups as they are', clear: 'Take out of all groups' }
  if (meaning === 'roles_set') return { keep: 'Keep roles as they are', clear: 'Take all roles away' }
  return { keep: 'Keep as it is', clear: 'Count as no' }
}

/** What stands in the way of a plan as far as columns go; null where nothing does. */
export function columnsProblem(columns: readonly Pick<UploadColumn, 'meaning'>[]): string | null {
  if (!columns.some(({ meaning }) => who.has(meaning)))
    return 'No column says who the person is. Choose which one holds the e-mail address or an id.'
  if (!columns.some(({ meaning }) => !besides.has(meaning)))
    return 'No column says what should change. Choose which one holds groups, roles, flags or an action.'
  return null
}

/** Columns whose cells say something, and those that are only carried along. */
export function partColumns<C extends Pick<UploadColumn, 'meaning'>>(
  columns: readonly C[],
): { readonly used: readonly C[]; readonly ignored: readonly C[] } {
  return {
    used: columns.filter(({ meaning }) => meaning !== 'ignore'),
    ignored: columns.filter(({ meaning }) => meaning === 'ignore'),
  }
}
