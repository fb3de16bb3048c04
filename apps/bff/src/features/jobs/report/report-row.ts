import type { I18n } from '@lingui/core'
import type { JobItemEntry } from '@muster/contracts/jobs'
import { type EndColumn, endColumns, referenceText } from '@muster/core/outcome/report-columns'
import { changeHeadings } from '@muster/core/upload/change-headings'
import { causeText } from '@muster/wording/cause/cause-text'
import { keptText } from '@muster/wording/message-text'

/** The requested change, in headings that an upload detects; for jobs without a file. */
export const requestedColumns = [
  'Email ID',
  'Organization ID',
  'User ID',
  'Channel User ID',
  'Channel ID',
  ...changeHeadings,
] as const
type RequestedColumn = (typeof requestedColumns)[number]

type Role = { readonly roleId: string; readonly botId: string | null }
const ids = (list: readonly string[]) => list.join('; ')
const roles = (list: readonly Role[]) =>
  ids(list.map(({ roleId, botId }) => (botId === null ? roleId : `${roleId} on ${botId}`)))
const flag = (on: boolean | undefined) => (on === undefined ? '' : on ? 'yes' : 'no')

/** The outcome of an item, in the columns at the end of every report. */
export function endCells(
  i18n: I18n,
  jobId: string,
  { cause, koreResponse, message, messageMessage, outcome, row, seq }: JobItemEntry,
): readonly string[] {
  const cells: Readonly<Record<EndColumn, string>> = {
    'Muster outcome': outcome ?? 'pending',
    Code: cause ?? '',
    Reason: message === null ? '' : keptText(i18n, messageMessage, message),
    Remedy: cause === null ? '' : causeText(i18n, cause).remedy,
    Row: String(row ?? seq),
    "Kore.ai's response": koreResponse ?? '',
    'Row reference': referenceText({ jobId, seq }),
  }
  return endColumns.map((column) => cells[column])
}

/** The user and the requested change of an item. Names may be ambiguous, so it uses ids. */
export function requestedCells({ change, identifier }: JobItemEntry): readonly string[] {
  const by = (kind: typeof identifier.by) => (identifier.by === kind ? identifier.value : '')
  const cells: Readonly<Record<RequestedColumn, string>> = {
    'Email ID': by('email'),
    'Organization ID': by('orgUserId'),
    'User ID': by('userId'),
    'Channel User ID': by('channelUserId'),
    'Channel ID': identifier.by === 'channelUserId' ? (identifier.channelId ?? '') : '',
    ...changeCells(change),
  }
  return requestedColumns.map((column) => cells[column])
}

function changeCells(change: JobItemEntry['change']) {
  const update = change.kind === 'update' ? change : undefined
  const groups = update?.groups
  const held = update?.roles
  const scope = change.kind === 'erase' ? change.scope : undefined
  return {
    Action: change.kind,
    'Add groups': groups?.mode === 'edit' ? ids(groups.add) : '',
    'Remove groups': groups?.mode === 'edit' ? ids(groups.remove) : '',
    'Set groups': groups?.mode === 'set' ? ids(groups.to) : '',
    'Add roles': held?.mode === 'edit' ? roles(held.add) : '',
    'Remove roles': held?.mode === 'edit' ? roles(held.remove) : '',
    'Set roles': held?.mode === 'set' ? roles(held.to) : '',
    Developer: flag(update?.isDeveloper),
    'Can create bots': flag(update?.canCreateBot),
    Erase: scope === undefined ? '' : scope.kind === 'all_bots' ? 'all bots' : ids(scope.botIds),
  }
}
