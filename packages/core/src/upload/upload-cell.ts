import { comparableName, type NameIndex, type NameMatch } from '../account/name-index.ts'
import type { RoleOnBot } from '../change/change.ts'
import { decodeEntities } from '../text/html-entities.ts'
import type { AccountNames } from './account-names.ts'
import { readFlag } from './upload-flag.ts'
import { isUnchosen, listEntries, listNamesOf, nameOfPath } from './upload-list.ts'
import type { UploadIssue, UploadIssueCode } from './upload-mapping.ts'
import { divisionsOf, knownDivision, roleNamesOf } from './upload-role.ts'
import { withValidSuggestions } from './upload-suggestion.ts'

/** A cell read: its value, or its issues. */
export interface CellReading<T> {
  readonly value: T
  readonly issues: readonly UploadIssue[]
}

const behindName = /[\s:=?→>–—/([\]-]([^\s:=?→>–—/()[\]-]+)\s*[)\]]?$|([✗✘❌×✕✖╳])$/u

/** Near misses of an entry. A yes or no is an answer, and a name before a no is not requested: "Data (no)". */
function requestedOf(written: string, nearMisses: readonly string[]): readonly string[] {
  if (readFlag(written) !== null || isUnchosen(written)) return []
  const [, word, cross = word] = behindName.exec(comparableName(written)) ?? []
  if (cross === undefined || readFlag(cross) !== false) return nearMisses
  return nearMisses.filter((name) => comparableName(name).endsWith(cross))
}

function issueOf(
  match: NameMatch,
  codes: { readonly unknown: UploadIssueCode; readonly ambiguous: UploadIssueCode },
  written: string,
  column: number,
): UploadIssue | null {
  if (match.kind === 'found') return null
  if (match.kind === 'ambiguous') return { code: codes.ambiguous, column, value: written, suggestions: match.choices }
  return { code: codes.unknown, column, value: written, suggestions: requestedOf(written, match.suggestions) }
}

const groupCodes = { unknown: 'group_unknown', ambiguous: 'group_ambiguous' } as const
const roleCodes = { unknown: 'role_unknown', ambiguous: 'role_ambiguous' } as const
const botCodes = { unknown: 'bot_unknown', ambiguous: 'bot_ambiguous' } as const

/** Nested references, as in "&amp;amp;", are rarely deeper. */
const deepestReferences = 3

/**
 * Reads a list cell, with suggestions that each make its entry valid. A cell whose HTML character references hide known
 * names is offered with them resolved.
 */
function readChecked<T>(
  cell: string,
  code: UploadIssueCode,
  column: number,
  read: (cell: string) => CellReading<readonly T[]>,
): CellReading<readonly T[]> {
  const reading = read(cell)
  if (reading.issues.length === 0) return reading
  let decoded = cell
  for (let depth = 0; depth < deepestReferences; depth += 1) {
    const next = decodeEntities(decoded)
    if (next === decoded) break
    decoded = next
    if (read(decoded).issues.length === 0)
      return { value: [], issues: [{ code, column, value: cell.trim(), suggestions: [decoded.trim()] }] }
  }
  const reread = (text: string) => read(text).issues
  return { value: reading.value, issues: withValidSuggestions(cell, { issues: reading.issues, column, reread }) }
}

/** The match of an entry. The name that a path of a directory service leads to is offered: the group there is another system's. */
function matchIn(index: NameIndex, written: string): NameMatch {
  const match = index.find(written)
  const name = match.kind === 'unknown' ? nameOfPath(written) : null
  if (name === null) return match
  const named = index.find(name)
  const near = named.kind === 'unknown' ? named.suggestions : []
  return { kind: 'unknown', suggestions: named.kind === 'found' ? [name] : near }
}

function readNames(
  cell: string,
  column: number,
  index: NameIndex,
  codes: typeof groupCodes | typeof botCodes,
): CellReading<readonly string[]> {
  const ids: string[] = []
  const issues: UploadIssue[] = []
  for (const written of listEntries(cell, listNamesOf(index))) {
    const match = matchIn(index, written)
    const issue = issueOf(match, codes, written, column)
    if (issue !== null) issues.push(issue)
    else if (match.kind === 'found' && !ids.includes(match.id)) ids.push(match.id)
  }
  return { value: ids, issues }
}

/** Group ids of a list cell, by name or id. */
export function readGroups(cell: string, column: number, names: AccountNames): CellReading<readonly string[]> {
  return readChecked(cell, 'group_unknown', column, (text) => readNames(text, column, names.groups, groupCodes))
}

/** Bot ids of a list cell, by name or id. */
export function readBots(cell: string, column: number, names: AccountNames): CellReading<readonly string[]> {
  return readChecked(cell, 'bot_unknown', column, (text) => readNames(text, column, names.bots, botCodes))
}

/** Bots that a row names in a column of their own, for its roles that name none. */
export interface BotsBeside extends CellReading<readonly string[]> {
  readonly isEveryBot: boolean
  /** The entries of the cell, as written. */
  readonly written: readonly string[]
}

/** Reads such a cell: `*` is every bot of the account. */
export function readBotsBeside(cell: string, column: number, names: AccountNames): BotsBeside {
  const written = listEntries(cell, listNamesOf(names.bots))
  if (cell.trim() === '*') return { value: names.botIds, issues: [], isEveryBot: true, written }
  return { ...readBots(cell, column, names), isEveryBot: false, written }
}

const onBots = (roleId: string, botIds: readonly string[]) => botIds.map((botId) => ({ roleId, botId }))

function readRoleOnBot(
  role: string,
  bot: string,
  column: number,
  names: AccountNames,
): CellReading<readonly RoleOnBot[]> {
  const roleMatch = names.roles.find(role)
  const roleIssue = issueOf(roleMatch, roleCodes, role, column)
  const botMatch: NameMatch = bot === '*' ? { kind: 'found', id: '*' } : names.bots.find(bot)
  const botIssue = issueOf(botMatch, botCodes, bot, column)
  const issues = [roleIssue, botIssue].filter((issue) => issue !== null)
  if (roleMatch.kind !== 'found' || botMatch.kind !== 'found') return { value: [], issues }
  return { value: onBots(roleMatch.id, botMatch.id === '*' ? names.botIds : [botMatch.id]), issues }
}

/** A role without a bot that is no admin role. */
function readRoleAlone(
  entry: string,
  alone: NameMatch,
  column: number,
  beside: BotsBeside | null,
): CellReading<readonly RoleOnBot[]> {
  if (alone.kind === 'found' && beside !== null) return { value: onBots(alone.id, beside.value), issues: beside.issues }
  // "On every bot" is no near miss of "on no bot": it is never suggested.
  if (alone.kind === 'found')
    return { value: [], issues: [{ code: 'role_without_bot', column, value: entry, suggestions: [] }] }
  const suggestions = alone.kind === 'unknown' ? requestedOf(entry, alone.suggestions) : alone.choices
  const code = beside === null ? 'role_unrecognized' : roleCodes[alone.kind]
  return { value: [], issues: [{ code, column, value: entry, suggestions }] }
}

function isAdminRole(entry: string, { roles, adminRoleIds }: AccountNames): boolean {
  const match = roles.find(entry)
  return match.kind === 'found' && adminRoleIds.has(match.id)
}

function readRole(
  entry: string,
  column: number,
  names: AccountNames,
  beside: BotsBeside | null,
): CellReading<readonly RoleOnBot[]> {
  const alone = names.roles.find(entry)
  if (alone.kind === 'found' && isAdminRole(entry, names))
    return { value: [{ roleId: alone.id, botId: null }], issues: [] }
  if (alone.kind === 'found' && beside !== null) return readRoleAlone(entry, alone, column, beside)
  const known = knownDivision(entry, names)
  if (known !== null) return readRoleOnBot(known.role, known.bot, column, names)
  const readings = divisionsOf(entry).map(({ role, bot }) => readRoleOnBot(role, bot, column, names))
  const closest = readings.toSorted((a, b) => a.issues.length - b.issues.length)[0]
  return closest ?? readRoleAlone(entry, alone, column, beside)
}

/**
 * Roles of a cell with the bots beside it that are not clear: several of each may be pairs or all combinations, and
 * roles on other bots contradict them. Null where they are clear.
 */
function unclearBots(
  cell: string,
  column: number,
  { entries, names, beside }: { entries: readonly string[]; names: AccountNames; beside: BotsBeside },
): UploadIssue | null {
  const value = cell.trim()
  const alone = entries.filter((entry) => names.roles.knows(entry))
  const bots = beside.written
  if (alone.length === entries.length && alone.length > 1 && beside.value.length > 1) {
    const pairs = alone.length === bots.length ? [alone.map((role, at) => `${role} on ${bots[at]}`).join('; ')] : []
    const all = alone.flatMap((role) => bots.map((bot) => `${role} on ${bot}`)).join('; ')
    return { code: 'role_bots_unclear', column, value, suggestions: [...pairs, all] }
  }
  const named = entries.flatMap((entry) => readRole(entry, column, names, null).value)
  const isOther = named.some(({ botId }) => botId !== null && !beside.value.includes(botId))
  return alone.length === 0 && isOther ? { code: 'role_bots_unclear', column, value, suggestions: [] } : null
}

function readRoleList(
  cell: string,
  column: number,
  names: AccountNames,
  beside: BotsBeside | null,
): CellReading<readonly RoleOnBot[]> {
  const entries = listEntries(cell, roleNamesOf(names))
  const limiting = beside === null || beside.isEveryBot || beside.value.length === 0 ? null : beside
  const unclear = limiting === null ? null : unclearBots(cell, column, { entries, names, beside: limiting })
  if (unclear !== null) return { value: [], issues: [unclear] }
  const isAdminOnly = entries.every((entry) => isAdminRole(entry, names))
  const read = (entry: string) => {
    const match = names.roles.find(entry)
    // No other role needs the bot, so it limits the admin role: it is read with it, and the plan blocks it.
    if (limiting !== null && isAdminOnly && match.kind === 'found')
      return { value: onBots(match.id, limiting.value), issues: limiting.issues }
    return readRole(entry, column, names, beside)
  }
  const readings = entries.map(read)
  const seen = new Map<string, RoleOnBot>()
  for (const role of readings.flatMap(({ value }) => value)) seen.set(`${role.roleId} ${role.botId ?? ''}`, role)
  const issues = readings.flatMap((reading) => reading.issues)
  // Bots that cannot be read may be the limit of every role, also of one that names a bot. Their issues are the same objects for
  // every role: each is reported once.
  const ofBots = entries.length === 0 ? [] : (beside?.issues ?? [])
  return { value: ofBots.length === 0 ? [...seen.values()] : [], issues: [...new Set([...ofBots, ...issues])] }
}

/**
 * Roles of a list cell: "Tester on Billing; Analyst on *; Master Admin". `*` is every bot of the account. A role without
 * a bot is on those `beside` it, where the file has a column for them.
 */
export function readRoles(
  cell: string,
  column: number,
  names: AccountNames,
  beside: BotsBeside | null = null,
): CellReading<readonly RoleOnBot[]> {
  const read = (text: string) => readRoleList(text, column, names, beside)
  return readChecked(cell, 'role_unrecognized', column, read)
}
