import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import type { UploadColumn } from '@muster/contracts/uploads'
import { isolateText } from '@muster/core/text/visible-controls'
import { likeliestMapping, mayLimit } from '@muster/core/upload/upload-doubt'
import type { ColumnMapping } from '@muster/core/upload/upload-mapping'
import { formatShare } from '../../../lib/format.ts'

const labels: Readonly<Record<ColumnMapping, MessageDescriptor>> = {
  ignore: msg`Not used`,
  email: msg`Email address`,
  org_user_id: msg`Organization ID`,
  user_id: msg`Kore.ai user ID`,
  channel_user_id: msg`Channel user ID`,
  channel_id: msg`Channel of the channel user ID`,
  action: msg`Action (update, remove, erase)`,
  groups_add: msg`Add to groups`,
  groups_remove: msg`Remove from groups`,
  groups_set: msg`Set groups to exactly`,
  roles_add: msg`Add roles (role on bot)`,
  roles_remove: msg`Remove roles`,
  roles_set: msg`Set roles to exactly`,
  role_bot: msg`Bot of the roles in the row`,
  is_developer: msg`Developer, yes or no`,
  can_create_bot: msg`Can create bots, yes or no`,
  remove: msg`Remove from the account, yes or no`,
  erase: msg`Erase data from (all bots, or bots)`,
  outcome: msg`Outcome of an earlier job`,
}

/** Label of a column mapping. */
export const mappingLabel = (mapping: ColumnMapping): string => i18n._(labels[mapping])

/** What a column that is not used may request, or limit; null if nothing suggests it. */
export function doubtOf(column: UploadColumn): string | null {
  const like = likeliestMapping(column)
  if (like !== null && column.withdrawal !== undefined)
    return t`contains “${{ value: isolateText(column.withdrawal) }}”`
  if (like !== null) return t`possibly “${{ mapping: mappingLabel(like) }}”`
  return mayLimit(column) ? t`a condition, not applied` : null
}

const families: readonly (readonly [name: MessageDescriptor, mappings: readonly ColumnMapping[]])[] = [
  [msg`User`, ['email', 'org_user_id', 'user_id', 'channel_user_id', 'channel_id']],
  [msg`Groups`, ['groups_add', 'groups_remove', 'groups_set']],
  [msg`Roles`, ['roles_add', 'roles_remove', 'roles_set', 'role_bot']],
  [msg`Flags`, ['is_developer', 'can_create_bot']],
  [msg`Removal and erasure`, ['action', 'remove', 'erase']],
  [msg`Other`, ['outcome', 'ignore']],
]

interface MappingGroup {
  readonly group: string
  readonly items: readonly { readonly value: ColumnMapping; readonly label: string }[]
}

/** The mappings to choose from for one column: suggestions with their scores first, then the rest by family. */
export function mappingChoices(
  column: Pick<UploadColumn, 'suggestions'>,
  chosen: ColumnMapping,
): readonly MappingGroup[] {
  const suggested = new Set<ColumnMapping>(column.suggestions.map(({ mapping }) => mapping))
  const first = column.suggestions.map(({ mapping, score }) => ({
    value: mapping,
    // The score of the chosen mapping is shown beside the control.
    label:
      mapping === chosen
        ? mappingLabel(mapping)
        : t`${{ mapping: mappingLabel(mapping) }} · ${{ score: formatShare(score) }} similar`,
  }))
  const rest = families.map(([group, mappings]) => ({
    group: i18n._(group),
    items: mappings
      .filter((mapping) => !suggested.has(mapping))
      .map((mapping) => ({ value: mapping, label: mappingLabel(mapping) })),
  }))
  return [{ group: t`Suggested`, items: first }, ...rest].filter(({ items }) => items.length > 0)
}

const identifying = new Set<ColumnMapping>(['email', 'org_user_id', 'user_id', 'channel_user_id'])
const withoutChange = new Set<ColumnMapping>([...identifying, 'channel_id', 'role_bot', 'ignore', 'outcome'])
const clearable = new Set<ColumnMapping>(['groups_set', 'roles_set', 'is_developer', 'can_create_bot'])

/** Whether a blank cell with this mapping can request a change. */
export function hasBlankRule(mapping: ColumnMapping): boolean {
  return clearable.has(mapping)
}

/** Labels of the two rules for blank cells. */
export function blankWords(mapping: ColumnMapping): { readonly keep: string; readonly clear: string } {
  if (mapping === 'groups_set') return { keep: t`Keep the groups`, clear: t`Remove from all groups` }
  if (mapping === 'roles_set') return { keep: t`Keep the roles`, clear: t`Remove all roles` }
  return { keep: t`Keep the value`, clear: t`Set to no` }
}

/** Whether a column names the users. */
export const identifiesUsers = (columns: readonly Pick<UploadColumn, 'mapping'>[]): boolean =>
  columns.some(({ mapping }) => identifying.has(mapping))

/** Why the column mapping allows no plan yet; null if it does. */
export function columnsProblem(columns: readonly Pick<UploadColumn, 'mapping'>[]): string | null {
  if (!identifiesUsers(columns))
    return t`No column identifies the user. Choose the column with the email address or an ID.`
  if (!columns.some(({ mapping }) => !withoutChange.has(mapping)))
    return t`No column requests a change. Choose the column with groups, roles, flags or an action.`
  return null
}

/** Separates the mapped columns from the unused ones. */
export function splitColumns<C extends Pick<UploadColumn, 'mapping'>>(
  columns: readonly C[],
): { readonly used: readonly C[]; readonly ignored: readonly C[] } {
  return {
    used: columns.filter(({ mapping }) => mapping !== 'ignore'),
    ignored: columns.filter(({ mapping }) => mapping === 'ignore'),
  }
}
