import type { Change, EraseScope, ListChange, RoleOnBot, UpdateChange } from './change.ts'
import { addressesIn, hasLookalikes, isEmailShaped } from './upload-address.ts'
import {
  type AccountNames,
  type BotsBeside,
  type CellReading,
  readBots,
  readBotsBeside,
  readFlag,
  readGroups,
  readRoles,
} from './upload-cell.ts'
import { uploadIssueText } from './upload-issue-text.ts'
import type { ColumnMeaning, MeantColumn, UploadIssue, UploadIssueCode } from './upload-meaning.ts'
import type { Identifier } from './user.ts'

/** What a row asks for. Without an identifier or a change there is an issue that says why. */
export interface RowReading {
  readonly identifier: Identifier | null
  /** A second identifier of the same row, to be held against the first in the directory. */
  readonly alsoNamed: Identifier | null
  readonly change: Change | null
  /** The row is done already, says the report this file is. */
  readonly done: boolean
  readonly issues: readonly UploadIssue[]
}

interface Draft {
  readonly cells: readonly string[]
  readonly columns: readonly MeantColumn[]
  readonly names: AccountNames
  readonly issues: UploadIssue[]
}

const allBots = /^(all|all bots|every bot|alle bots|\*)$/i
const doneOutcomes = new Set(['changed', 'unchanged'])

const columnsOf = (draft: Draft, meaning: ColumnMeaning) => draft.columns.filter((column) => column.meaning === meaning)
const cellOf = (draft: Draft, column: MeantColumn) => (draft.cells[column.index] ?? '').trim()

function complain(
  draft: Draft,
  code: UploadIssueCode,
  column: MeantColumn | null,
  value: string | null,
  suggestions: readonly string[] = [],
): void {
  draft.issues.push({ code, column: column?.index ?? null, value, suggestions })
}

function first(draft: Draft, meaning: ColumnMeaning): { readonly column: MeantColumn; readonly value: string } | null {
  for (const column of columnsOf(draft, meaning)) {
    const value = cellOf(draft, column)
    if (value !== '') return { column, value }
  }
  return null
}

function emailOf(draft: Draft): Identifier | null {
  const email = first(draft, 'email')
  if (email === null) return null
  if (!isEmailShaped(email.value)) {
    const addresses = addressesIn(email.value)
    complain(draft, addresses.length > 1 ? 'email_several' : 'email_invalid', email.column, email.value, addresses)
    return null
  }
  if (hasLookalikes(email.value)) complain(draft, 'email_lookalike', email.column, email.value)
  return { by: 'email', value: email.value }
}

function readIdentifiers(draft: Draft): readonly Identifier[] {
  const channelUser = first(draft, 'channel_user_id')
  const simple = (meaning: ColumnMeaning, by: 'orgUserId' | 'userId'): Identifier | null => {
    const found = first(draft, meaning)
    return found === null ? null : { by, value: found.value }
  }
  const all = [
    emailOf(draft),
    simple('org_user_id', 'orgUserId'),
    simple('user_id', 'userId'),
    channelUser === null
      ? null
      : ({
          by: 'channelUserId',
          value: channelUser.value,
          channelId: first(draft, 'channel_id')?.value ?? null,
        } as const),
  ]
  return all.filter((identifier) => identifier !== null)
}

interface Said<T> {
  readonly values: readonly T[]
  /** Whether a cell is filled, or a blank one counts. */
  readonly said: boolean
  /** The first column that names something. */
  readonly column: MeantColumn | null
}

function readColumns<T>(
  draft: Draft,
  meaning: ColumnMeaning,
  read: (cell: string, column: number, names: AccountNames) => CellReading<readonly T[]>,
): Said<T> {
  const readings = columnsOf(draft, meaning).map((column) => {
    const cell = cellOf(draft, column)
    const { value, issues } = read(cell, column.index, draft.names)
    draft.issues.push(...issues)
    return { column, value, said: cell !== '' || column.blank === 'clear' }
  })
  return {
    values: readings.flatMap(({ value }) => value),
    said: readings.some(({ said }) => said),
    column: readings.find(({ value }) => value.length > 0)?.column ?? null,
  }
}

function readList<T>(
  draft: Draft,
  prefix: 'groups' | 'roles',
  read: (cell: string, column: number, names: AccountNames) => CellReading<readonly T[]>,
): ListChange<T> | undefined {
  const set = readColumns(draft, `${prefix}_set`, read)
  const add = readColumns(draft, `${prefix}_add`, read)
  const remove = readColumns(draft, `${prefix}_remove`, read)
  const edits = add.column ?? remove.column
  if (set.said) {
    if (edits !== null) complain(draft, 'set_conflict', edits, null)
    return { mode: 'set', to: set.values }
  }
  if (edits === null) return undefined
  const added = new Set(add.values.map((value) => JSON.stringify(value)))
  if (remove.values.some((value) => added.has(JSON.stringify(value))))
    complain(draft, 'list_conflict', remove.column, null)
  return { mode: 'edit', add: add.values, remove: remove.values }
}

function botsBeside(draft: Draft): BotsBeside | null {
  const said = first(draft, 'role_bot')
  return said === null ? null : readBotsBeside(said.value, said.column.index, draft.names)
}

function readFlagColumn(draft: Draft, meaning: 'is_developer' | 'can_create_bot' | 'remove'): boolean | undefined {
  for (const column of columnsOf(draft, meaning)) {
    const cell = cellOf(draft, column)
    if (cell === '') {
      if (column.blank === 'clear' && meaning !== 'remove') return false
      continue
    }
    const flag = readFlag(cell)
    if (flag !== null) return flag
    complain(draft, 'flag_not_understood', column, cell, ['yes', 'no'])
  }
  return undefined
}

function readUpdate(draft: Draft): UpdateChange {
  const groups = readList<string>(draft, 'groups', readGroups)
  const beside = botsBeside(draft)
  const roles = readList<RoleOnBot>(draft, 'roles', (cell, column, names) => readRoles(cell, column, names, beside))
  const isDeveloper = readFlagColumn(draft, 'is_developer')
  const canCreateBot = readFlagColumn(draft, 'can_create_bot')
  if (canCreateBot === true && isDeveloper === false)
    complain(draft, 'flags_conflict', columnsOf(draft, 'can_create_bot')[0] ?? null, null)
  return {
    kind: 'update',
    ...(groups === undefined ? {} : { groups }),
    ...(roles === undefined ? {} : { roles }),
    ...(isDeveloper === undefined ? {} : { isDeveloper }),
    ...(canCreateBot === undefined ? {} : { canCreateBot }),
  }
}

type Action = 'update' | 'remove' | 'erase'
const actions: Readonly<Record<string, Action>> = {
  update: 'update',
  change: 'update',
  edit: 'update',
  remove: 'remove',
  delete: 'remove',
  erase: 'erase',
}

// Kore.ai's own import invites and activates as well: known as an action, though not one of Muster's.
const actionsElsewhere = new Set(['new', 'activate', 'deactivate'])

/** Whether a value is an action's, here or in Kore.ai's import. */
export function isActionWord(value: string): boolean {
  const word = value.trim().toLowerCase()
  return Object.hasOwn(actions, word) || actionsElsewhere.has(word)
}

function readAction(draft: Draft): Action | null {
  const said = first(draft, 'action')
  if (said === null) return null
  const word = said.value.toLowerCase()
  const action = Object.hasOwn(actions, word) ? actions[word] : undefined
  if (action !== undefined) return action
  complain(draft, 'action_not_understood', said.column, said.value, ['update', 'remove', 'erase'])
  return null
}

function readScope(draft: Draft): EraseScope | null {
  const said = first(draft, 'erase')
  if (said === null) return null
  if (allBots.test(said.value)) return { kind: 'all_bots' }
  const bots = readBots(said.value, said.column.index, draft.names)
  draft.issues.push(...bots.issues)
  if (bots.issues.length > 0) return null
  return { kind: 'bots', botIds: bots.value }
}

function readChange(draft: Draft): Change | null {
  const action = readAction(draft)
  const scope = readScope(draft)
  const remove = readFlagColumn(draft, 'remove') === true || action === 'remove'
  const erase = scope !== null || action === 'erase'
  const update = readUpdate(draft)
  const updates = Object.keys(update).length > 1
  if ([remove, erase, updates].filter(Boolean).length > 1) {
    const [column = null] = [...columnsOf(draft, 'remove'), ...columnsOf(draft, 'erase'), ...columnsOf(draft, 'action')]
    complain(draft, 'conflicting_actions', column, null)
    return null
  }
  if (remove) return { kind: 'remove' }
  if (erase && scope === null) {
    complain(draft, 'erase_not_understood', columnsOf(draft, 'erase')[0] ?? null, null, ['all bots'])
    return null
  }
  if (scope !== null) return { kind: 'erase', scope }
  const broken = draft.issues.some(({ code }) => uploadIssueText[code].level === 'error')
  if (!updates && !broken) complain(draft, 'nothing_asked', null, null)
  return updates ? update : null
}

/** Reads one row of a file: whom it names and what it asks, with everything wrong in it. Pure; the directory comes later. */
export function readRow(cells: readonly string[], columns: readonly MeantColumn[], names: AccountNames): RowReading {
  const draft: Draft = { cells, columns, names, issues: [] }
  const done = doneOutcomes.has((first(draft, 'outcome')?.value ?? '').toLowerCase())
  const [identifier = null, alsoNamed = null] = readIdentifiers(draft)
  if (identifier === null && !draft.issues.some(({ code }) => code === 'email_invalid' || code === 'email_several'))
    complain(draft, 'person_missing', null, null)
  if (done)
    return {
      identifier,
      alsoNamed,
      change: null,
      done,
      issues: [{ code: 'already_done', column: null, value: null, suggestions: [] }],
    }
  const change = readChange(draft)
  return { identifier, alsoNamed, change, done, issues: draft.issues }
}
