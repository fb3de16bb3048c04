import type { RoleOnBot } from './change.ts'
import type { NameIndex, NameMatch } from './name-index.ts'
import type { UploadIssue, UploadIssueCode } from './upload-meaning.ts'

/** The account's names, as far as they may be read. */
export interface AccountNames {
  readonly groups: NameIndex
  readonly roles: NameIndex
  readonly bots: NameIndex
  /** Every bot's id: what "*" stands for. */
  readonly botIds: readonly string[]
  /** Admin roles stand without a bot. */
  readonly adminRoleIds: ReadonlySet<string>
}

/** A cell read: what it says, or what is wrong with it. */
export interface CellReading<T> {
  readonly value: T
  readonly issues: readonly UploadIssue[]
}

const words = (text: string) => text.trim().split(/\s+/)

// Besides what people write, what spreadsheets of other languages make of TRUE and FALSE, and ticked boxes.
const yes = new Set(
  words(`
    yes y true t 1 x on enabled ja oui sí si sì sim はい 是 да wahr vrai verdadero vero verdadeiro ✓ ✔ ✅ ☑
  `),
)
const no = new Set(words('no n false f 0 off disabled nein non não nao いいえ 否 нет falsch faux falso - ✗ ✘ ❌ ☐'))

/** Yes, no, or null where the cell is neither. */
export function readFlag(cell: string): boolean | null {
  // Emoji keyboards add an invisible sign to a tick.
  const word = cell.replaceAll('\ufe0f', '').trim().toLowerCase()
  if (yes.has(word)) return true
  return no.has(word) ? false : null
}

/** Entries of a list cell: by semicolon or line, and by comma where the whole is not a name itself. */
export function splitList(cell: string, isName: (entry: string) => boolean): readonly string[] {
  const entries = (text: string, separator: RegExp) =>
    text
      .split(separator)
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '')
  return entries(cell, /[;\n\r]+/).flatMap((entry) =>
    isName(entry) || !entry.includes(',') ? [entry] : entries(entry, /,/),
  )
}

function issueOf(
  match: NameMatch,
  codes: { readonly unknown: UploadIssueCode; readonly ambiguous: UploadIssueCode },
  written: string,
  column: number,
): UploadIssue | null {
  if (match.kind === 'found') return null
  if (match.kind === 'ambiguous') return { code: codes.ambiguous, column, value: written, suggestions: match.choices }
  return { code: codes.unknown, column, value: written, suggestions: match.suggestions }
}

const groupCodes = { unknown: 'group_unknown', ambiguous: 'group_ambiguous' } as const
const roleCodes = { unknown: 'role_unknown', ambiguous: 'role_ambiguous' } as const
const botCodes = { unknown: 'bot_unknown', ambiguous: 'bot_ambiguous' } as const

function readNames(
  cell: string,
  column: number,
  index: NameIndex,
  codes: typeof groupCodes | typeof botCodes,
): CellReading<readonly string[]> {
  const ids: string[] = []
  const issues: UploadIssue[] = []
  for (const written of splitList(cell, (entry) => index.find(entry).kind === 'found')) {
    const match = index.find(written)
    const issue = issueOf(match, codes, written, column)
    if (issue !== null) issues.push(issue)
    else if (match.kind === 'found' && !ids.includes(match.id)) ids.push(match.id)
  }
  return { value: ids, issues }
}

/** Group ids of a list cell, by name or id. */
export function readGroups(cell: string, column: number, names: AccountNames): CellReading<readonly string[]> {
  return readNames(cell, column, names.groups, groupCodes)
}

/** Bot ids of a list cell, by name or id. */
export function readBots(cell: string, column: number, names: AccountNames): CellReading<readonly string[]> {
  return readNames(cell, column, names.bots, botCodes)
}

/** The places where "role on bot" may be parted: names may contain " on " themselves. */
function partings(entry: string): readonly (readonly [role: string, bot: string])[] {
  const found: [string, string][] = []
  for (const match of entry.matchAll(/\s+on\s+|\s*@\s*/gi)) {
    found.push([entry.slice(0, match.index).trim(), entry.slice(match.index + match[0].length).trim()])
  }
  return found
}

/** Bots that a row names in a column of their own, for its roles that name none. */
export type BotsBeside = CellReading<readonly string[]>

/** Reads such a cell: `*` is every bot of the account. */
export function readBotsBeside(cell: string, column: number, names: AccountNames): BotsBeside {
  return cell.trim() === '*' ? { value: names.botIds, issues: [] } : readBots(cell, column, names)
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

/** A role that stands without a bot, and that is no admin role. */
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
  const suggestions = alone.kind === 'unknown' ? alone.suggestions : alone.choices
  const code = beside === null ? 'role_not_understood' : roleCodes[alone.kind]
  return { value: [], issues: [{ code, column, value: entry, suggestions }] }
}

function readRole(
  entry: string,
  column: number,
  names: AccountNames,
  beside: BotsBeside | null,
): CellReading<readonly RoleOnBot[]> {
  const alone = names.roles.find(entry)
  if (alone.kind === 'found' && names.adminRoleIds.has(alone.id))
    return { value: [{ roleId: alone.id, botId: null }], issues: [] }
  if (alone.kind === 'found' && beside !== null) return readRoleAlone(entry, alone, column, beside)
  const readings = partings(entry).map(([role, bot]) => readRoleOnBot(role, bot, column, names))
  const understood = readings.find(({ issues }) => issues.length === 0)
  if (understood !== undefined) return understood
  const closest = readings.toSorted((a, b) => a.issues.length - b.issues.length)[0]
  return closest ?? readRoleAlone(entry, alone, column, beside)
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
  const isRole = (entry: string) => readRole(entry, column, names, beside).issues.length === 0
  const readings = splitList(cell, isRole).map((entry) => readRole(entry, column, names, beside))
  const seen = new Map<string, RoleOnBot>()
  for (const role of readings.flatMap(({ value }) => value)) seen.set(`${role.roleId} ${role.botId ?? ''}`, role)
  // What is wrong with the bots beside is said once, however many roles stand there.
  return { value: [...seen.values()], issues: [...new Set(readings.flatMap(({ issues }) => issues))] }
}
