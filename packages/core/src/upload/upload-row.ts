import { comparableName } from '../account/name-index.ts'
import type { Identifier } from '../account/user.ts'
import type { Change, EraseScope, ListChange, RoleOnBot, UpdateChange } from '../change/change.ts'
import { isIdentifier } from '../identifier/read-identifier.ts'
import type { AccountNames } from './account-names.ts'
import { levelOf } from './issue-level.ts'
import { isBlankLike } from './upload-blank.ts'
import { type BotsBeside, type CellReading, readBots, readBotsBeside, readGroups, readRoles } from './upload-cell.ts'
import { contrastMarkOf, readFlag } from './upload-flag.ts'
import { closesTable, repeatsHeadings } from './upload-footer.ts'
import { readIdentifiers } from './upload-identifiers.ts'
import type { ColumnMapping, MeantColumn, UploadIssue, UploadIssueCode } from './upload-mapping.ts'
import { withoutLosses } from './upload-suggestion.ts'

/** The requested change of a row. Without an identifier or a change there is an issue with the reason. */
export interface RowReading {
  readonly identifier: Identifier | null
  /** Further identifiers of the same row, to be compared with the first in the directory. */
  readonly others: readonly Identifier[]
  readonly change: Change | null
  /** Whether the report marks the row as done. The directory shows whether it still is. */
  readonly markedDone: boolean
  /** The row repeats the headings, sums up, closes or divides the table, and names no user. */
  readonly isFooter: boolean
  readonly issues: readonly UploadIssue[]
}

interface Draft {
  readonly cells: readonly string[]
  readonly columns: readonly MeantColumn[]
  readonly names: AccountNames
  readonly issues: UploadIssue[]
}

const flagMappings = ['is_developer', 'can_create_bot', 'remove'] as const
type FlagMapping = (typeof flagMappings)[number]
/** Whether the cells of a column say yes or no. */
export const isFlagMapping = (mapping: ColumnMapping): mapping is FlagMapping =>
  flagMappings.some((flag) => flag === mapping)

const allBots =
  /^(?:all|all bots|every bot|alle bots|tous les bots|todos los bots|todos os bots|tutti i bot|wszystkie boty|все боты|tüm botlar|すべてのボット|全てのボット|所有机器人|모든 봇|جميع الروبوتات|كل الروبوتات|\*)$/iu
/** Whether a cell names all bots of the account. */
export const isAllBots = (cell: string): boolean => allBots.test(cell)
const doneOutcomes = new Set(['changed', 'unchanged'])

const columnsOf = (draft: Draft, mapping: ColumnMapping) => draft.columns.filter((column) => column.mapping === mapping)
const cellOf = (draft: Draft, column: MeantColumn) => (draft.cells[column.index] ?? '').trim()

function addIssue(
  draft: Draft,
  code: UploadIssueCode,
  column: MeantColumn | null,
  value: string | null,
  suggestions: readonly string[] = [],
): void {
  draft.issues.push({ code, column: column?.index ?? null, value, suggestions })
}

function first(draft: Draft, mapping: ColumnMapping): { readonly column: MeantColumn; readonly value: string } | null {
  for (const column of columnsOf(draft, mapping)) {
    const value = cellOf(draft, column)
    if (value !== '') return { column, value }
  }
  return null
}

/** Mappings with one value for each row. */
const singleMappings = ['action', 'erase', 'remove', 'is_developer', 'can_create_bot', 'role_bot'] as const

/** Finds columns with the same mapping and different values. Only a member knows which one counts. */
function checkColumnsAgree(draft: Draft): void {
  for (const mapping of singleMappings) {
    const [one, ...others] = columnsOf(draft, mapping).filter((column) => cellOf(draft, column) !== '')
    if (one === undefined) continue
    const valueOf = (column: MeantColumn) => readFlag(cellOf(draft, column)) ?? comparableName(cellOf(draft, column))
    const other = others.find((column) => valueOf(column) !== valueOf(one))
    if (other !== undefined) addIssue(draft, 'columns_differ', other, cellOf(draft, other))
  }
}

/** Whether a cell holds a mark that the values of its column leave without a clear meaning. */
function isAmbiguousMark(cell: string, { mapping, ambiguousMarks = [] }: MeantColumn): boolean {
  const mark = ambiguousMarks.length === 0 ? null : contrastMarkOf(cell)
  // A no and a blank both remove no user.
  if (mapping === 'remove' && mark === 'nothing') return false
  return mark !== null && ambiguousMarks.includes(mark)
}

/** Whether a dash or a word for nothing is nevertheless a value of this column. */
function isMeant(cell: string, column: MeantColumn, names: AccountNames): boolean {
  const { mapping } = column
  if (mapping.startsWith('groups_')) return names.groups.knows(cell)
  if (mapping.startsWith('roles_')) return names.roles.knows(cell)
  if (mapping === 'role_bot' || mapping === 'erase') return names.bots.knows(cell)
  return isFlagMapping(mapping) && (readFlag(cell) !== null || isAmbiguousMark(cell, column))
}

/** Cells in which dashes and words for nothing are blank, each noted. */
function withoutBlankLike(
  cells: readonly string[],
  columns: readonly MeantColumn[],
  names: AccountNames,
): { readonly cells: readonly string[]; readonly issues: readonly UploadIssue[] } {
  const blank = columns.filter((column) => {
    const { index, mapping } = column
    const cell = (cells[index] ?? '').trim()
    return mapping !== 'ignore' && mapping !== 'outcome' && isBlankLike(cell) && !isMeant(cell, column, names)
  })
  const issues = blank.map(({ index }): UploadIssue => {
    return { code: 'blank_like', column: index, value: (cells[index] ?? '').trim(), suggestions: [] }
  })
  const indexes = new Set(blank.map(({ index }) => index))
  return { cells: cells.map((cell, index) => (indexes.has(index) ? '' : cell)), issues }
}

interface ListReading<T> {
  readonly values: readonly T[]
  /** Whether a cell is filled, or a blank one counts. */
  readonly isGiven: boolean
  /** The first column that names something. */
  readonly column: MeantColumn | null
}

function readColumns<T>(
  draft: Draft,
  mapping: ColumnMapping,
  read: (cell: string, column: number, names: AccountNames) => CellReading<readonly T[]>,
): ListReading<T> {
  const readings = columnsOf(draft, mapping).map((column) => {
    const cell = cellOf(draft, column)
    const { value, issues } = read(cell, column.index, draft.names)
    draft.issues.push(...issues)
    return { column, value, isGiven: cell !== '' || column.blank === 'clear' }
  })
  return {
    values: readings.flatMap(({ value }) => value),
    isGiven: readings.some(({ isGiven }) => isGiven),
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
  if (set.isGiven) {
    if (edits !== null) addIssue(draft, 'set_conflict', edits, null)
    return { mode: 'set', to: set.values }
  }
  if (edits === null) return undefined
  const added = new Set(add.values.map((value) => JSON.stringify(value)))
  if (remove.values.some((value) => added.has(JSON.stringify(value))))
    addIssue(draft, 'list_conflict', remove.column, null)
  return { mode: 'edit', add: add.values, remove: remove.values }
}

function botsBeside(draft: Draft): BotsBeside | null {
  const given = first(draft, 'role_bot')
  return given === null ? null : readBotsBeside(given.value, given.column.index, draft.names)
}

function readFlagColumn(draft: Draft, mapping: FlagMapping): boolean | undefined {
  for (const column of columnsOf(draft, mapping)) {
    const cell = cellOf(draft, column)
    if (cell === '') {
      if (column.blank === 'clear' && mapping !== 'remove') return false
      continue
    }
    const flag = readFlag(cell)
    const isAmbiguous = isAmbiguousMark(cell, column)
    if (flag !== null && !isAmbiguous) return flag
    addIssue(draft, isAmbiguous ? 'flag_ambiguous' : 'flag_unrecognized', column, cell, ['yes', 'no'])
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
    addIssue(draft, 'flags_conflict', columnsOf(draft, 'can_create_bot')[0] ?? null, null)
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
  const given = first(draft, 'action')
  if (given === null) return null
  const word = given.value.toLowerCase()
  const action = Object.hasOwn(actions, word) ? actions[word] : undefined
  if (action !== undefined) return action
  addIssue(draft, 'action_unrecognized', given.column, given.value, ['update', 'remove', 'erase'])
  return null
}

function readScope(draft: Draft): EraseScope | null {
  const given = first(draft, 'erase')
  if (given === null) return null
  if (isAllBots(given.value)) return { kind: 'all_bots' }
  const bots = readBots(given.value, given.column.index, draft.names)
  draft.issues.push(...bots.issues)
  if (bots.issues.length > 0) return null
  return { kind: 'bots', botIds: bots.value }
}

function readChange(draft: Draft): Change | null {
  checkColumnsAgree(draft)
  const action = readAction(draft)
  const scope = readScope(draft)
  const flag = readFlagColumn(draft, 'remove')
  const remove = flag === true || action === 'remove'
  const erase = scope !== null || action === 'erase'
  const update = readUpdate(draft)
  const updates = Object.keys(update).length > 1
  const isDenied = flag === false && action === 'remove'
  if (isDenied || [remove, erase, updates || action === 'update'].filter(Boolean).length > 1) {
    const [column = null] = [...columnsOf(draft, 'remove'), ...columnsOf(draft, 'erase'), ...columnsOf(draft, 'action')]
    addIssue(draft, 'conflicting_actions', column, null)
    return null
  }
  if (remove) return { kind: 'remove' }
  if (erase && scope === null) {
    addIssue(draft, 'erase_unrecognized', columnsOf(draft, 'erase')[0] ?? null, null, ['all bots'])
    return null
  }
  if (scope !== null) return { kind: 'erase', scope }
  const broken = draft.issues.some(({ code }) => levelOf[code] === 'error')
  if (!updates && !broken) addIssue(draft, 'nothing_requested', null, null)
  return updates ? update : null
}

/** Errors of identifier cells: each is more specific than a missing user. */
const naming = new Set<UploadIssueCode>(['email_invalid', 'email_several', 'identifier_invalid'])

/** Whether a row repeats the headings, or sums up, closes or divides the table. A row that names a user otherwise is none. */
function isFooterRow({ columns }: Draft, cells: readonly string[], identifiers: readonly Identifier[]): boolean {
  if (repeatsHeadings(cells, columns)) return true
  const text = cells.map((cell) => cell.trim()).find((cell) => cell !== '') ?? ''
  return closesTable(cells) && identifiers.every(({ by, value }) => by !== 'email' && value === text)
}

/** An erasure cannot be undone: it takes only identifiers of a form that Kore.ai documents. */
function checkErasure(draft: Draft, identifier: Identifier): void {
  if (!isIdentifier(identifier)) addIssue(draft, 'identifier_invalid', null, identifier.value)
}

/** Reads one row of a file: the user it names and the requested change, with every issue. The directory comes later. */
export function readRow(written: readonly string[], columns: readonly MeantColumn[], names: AccountNames): RowReading {
  const { cells, issues } = withoutBlankLike(written, columns, names)
  const draft: Draft = { cells, columns, names, issues: [...issues] }
  const markedDone = doneOutcomes.has((first(draft, 'outcome')?.value ?? '').toLowerCase())
  const read = readIdentifiers(cells, columns)
  draft.issues.push(...read.issues.map((one) => withoutLosses(one, names)))
  const [identifier = null, ...others] = read.identifiers
  const isFooter = !markedDone && isFooterRow(draft, written, read.identifiers)
  if (isFooter) addIssue(draft, 'footer_row', null, null)
  if (identifier === null && !draft.issues.some(({ code }) => naming.has(code)))
    addIssue(draft, 'person_missing', null, null)
  const reading = { identifier, others, markedDone, isFooter }
  const change = readChange(draft)
  if (change?.kind === 'erase' && identifier !== null) checkErasure(draft, identifier)
  return { ...reading, change, issues: draft.issues }
}
