import type { Change, EraseScope, ListChange, RoleOnBot, UpdateChange } from './change.ts'
import { type AccountNames, type CellReading, readBots, readFlag, readGroups, readRoles } from './upload-cell.ts'
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

// Anything before one @ and a host with a dot; Kore.ai decides the rest. Length as in RFC 5321.
const emailShape = /^[^\s@,;:<>()[\]\\]+@[^\s@,;:<>()[\]\\]+\.[^\s@.,;:<>()[\]\\]{2,}$/u
const allBots = /^(all|all bots|every bot|alle bots|\*)$/i
const doneOutcomes = new Set(['changed', 'unchanged'])

/** Whether a value has the shape of an e-mail address. */
export function isEmailShaped(value: string): boolean {
  return value.length <= 254 && emailShape.test(value)
}

/** Addresses a text holds, as in "Ana Lee <ana@example.com>" or a copied link: what was probably meant. */
function addressesIn(text: string): readonly string[] {
  const words = text.split(/[\s<>()[\]{},;:"'|\\]+/).map((word) => word.replace(/\.+$/, ''))
  return [...new Set(words.filter(isEmailShaped))].slice(0, 5)
}

const scripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u]
/** Letters of other scripts that are drawn like Latin ones, and nothing else. */
const drawnLikeLatin = /^(?:[аеһіјкморԛсѕԝухӏ\d_-]+|[αεικνορτυχ\d_-]+)$/iu

/**
 * Whether letters of an address may be taken for others: a part of it (between @ and dots) mixes scripts that share
 * letter shapes, or is wholly of letters drawn like Latin ones beside parts that are Latin. A domain in Cyrillic alone
 * is somebody's domain.
 */
export function hasLookalikes(value: string): boolean {
  const parts = value.split(/[@.]/)
  const mixes = (part: string) => scripts.filter((script) => script.test(part)).length > 1
  const poses = (part: string) => /\p{L}/u.test(part) && !/\p{Script=Latin}/u.test(part) && drawnLikeLatin.test(part)
  return parts.some(mixes) || (/\p{Script=Latin}/u.test(value) && parts.some(poses))
}

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
    complain(draft, 'email_invalid', email.column, email.value, addressesIn(email.value))
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

function readList<T>(
  draft: Draft,
  prefix: 'groups' | 'roles',
  read: (cell: string, column: number, names: AccountNames) => CellReading<readonly T[]>,
): ListChange<T> | undefined {
  const collect = (meaning: ColumnMeaning): { values: readonly T[]; said: boolean } => {
    const readings = columnsOf(draft, meaning).map((column) => {
      const cell = cellOf(draft, column)
      const reading = read(cell, column.index, draft.names)
      draft.issues.push(...reading.issues)
      return { values: reading.value, said: cell !== '' || column.blank === 'clear' }
    })
    return { values: readings.flatMap(({ values }) => values), said: readings.some(({ said }) => said) }
  }
  const set = collect(`${prefix}_set`)
  const add = collect(`${prefix}_add`)
  const remove = collect(`${prefix}_remove`)
  if (set.said) {
    if (add.values.length + remove.values.length > 0) complain(draft, 'conflicting_actions', null, null)
    return { mode: 'set', to: set.values }
  }
  if (add.values.length + remove.values.length === 0) return undefined
  return { mode: 'edit', add: add.values, remove: remove.values }
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
  const roles = readList<RoleOnBot>(draft, 'roles', readRoles)
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

function readAction(draft: Draft): Action | null {
  const said = first(draft, 'action')
  if (said === null) return null
  const action = actions[said.value.toLowerCase()]
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
    complain(draft, 'conflicting_actions', null, null)
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
  if (identifier === null && !draft.issues.some(({ code }) => code === 'email_invalid'))
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
