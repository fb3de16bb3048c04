import { readFile } from 'node:fs/promises'
import { ProblemError } from '../../http/problem-error.ts'
import { scanJson } from '../../http/strict-json.ts'
import { fileLimits } from './file-limits.ts'
import { FileRefusal } from './file-refusal.ts'
import { type FileRow, plainRow } from './file-row.ts'

/** A JSON body of one of Kore.ai's three endpoints, as the rows of a table. */
export interface JsonTable {
  readonly recognisedAs: string
  readonly rows: readonly FileRow[]
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }
type JsonObject = { readonly [name: string]: Json }

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const own = (object: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined
/** A value as the text of a cell. One of another form than the page says is not lost: it stands there, to be found fault with. */
const text = (value: Json | undefined): string => {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
const texts = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.map(text) : value === undefined || value === null ? [] : [text(value)]

const updateHeader = [
  'emailId',
  'orgUserId',
  'Add groups',
  'Remove groups',
  'Add roles',
  'Remove roles',
  'canCreateBot',
  'isDeveloper',
  'Not part of Update Users',
]
/** What `updateRow` reads, by the object it stands in. */
const updateKeys: Readonly<Record<string, readonly string[]>> = {
  '': ['userInfo', 'groups', 'roles', 'canCreateBot', 'isDeveloper'],
  userInfo: ['emailId', 'orgUserId'],
  groups: ['addTo', 'removeFrom'],
  roles: ['addTo', 'removeFrom'],
}

/** Keys that ask for something the endpoint does not know: shown, so that nobody takes them for done. */
function strangeKeys(user: JsonObject): string {
  const parts = Object.entries(updateKeys).flatMap(([name, known]) => {
    const part = name === '' ? user : own(user, name)
    if (part === undefined || part === null) return []
    if (!isObject(part)) return [`${name}: ${text(part)}`]
    const strange = Object.keys(part).filter((key) => !known.includes(key))
    return strange.map((key) => `${name === '' ? key : `${name}.${key}`}: ${text(own(part, key))}`)
  })
  return parts.join('; ')
}

function rolesText(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  const entries: readonly Json[] = Array.isArray(value) ? value : [value]
  return entries
    .map((entry) => {
      if (!isObject(entry)) return text(entry)
      const botId = text(own(entry, 'botId') ?? own(entry, 'streamId'))
      return botId === '' ? text(own(entry, 'roleId')) : `${text(own(entry, 'roleId'))} on ${botId}`
    })
    .join('; ')
}

function updateRow(user: Json): readonly string[] {
  if (!isObject(user)) return updateHeader.map((_, at) => (at === 0 ? text(user) : ''))
  const part = (name: string): JsonObject => {
    const value = own(user, name)
    return isObject(value) ? value : {}
  }
  const groups = part('groups')
  const roles = part('roles')
  return [
    text(own(part('userInfo'), 'emailId')),
    text(own(part('userInfo'), 'orgUserId')),
    texts(own(groups, 'addTo')).join('; '),
    texts(own(groups, 'removeFrom')).join('; '),
    rolesText(own(roles, 'addTo')),
    rolesText(own(roles, 'removeFrom')),
    text(own(user, 'canCreateBot')),
    text(own(user, 'isDeveloper')),
    strangeKeys(user),
  ]
}

function eraseRow(id: Json, scope: string): readonly string[] {
  if (isObject(id)) return ['', '', text(own(id, 'channel_user_id')), text(own(id, 'channel_id')), scope, 'erase']
  const value = text(id)
  if (/^u-[0-9a-f-]{36}$/i.test(value)) return ['', value, '', '', scope, 'erase']
  return value.includes('@') ? [value, '', '', '', scope, 'erase'] : ['', '', value, '', scope, 'erase']
}

const table = (recognisedAs: string, lines: readonly (readonly string[])[]): JsonTable => ({
  recognisedAs,
  rows: lines.map((cells, at) => plainRow(at + 1, cells)),
})

/** A report of ours: headings and rows of cells as they were written. */
function reportTable(body: JsonObject): JsonTable | null {
  const columns = own(body, 'columns')
  const rows = own(body, 'rows')
  if (own(body, 'musterReport') === undefined || !Array.isArray(columns) || !Array.isArray(rows)) return null
  const lines = rows.map((row: Json, at) => {
    if (!Array.isArray(row))
      throw new FileRefusal(`Entry ${at + 1} of "rows" is not a list of cells. Send the report as it was downloaded.`)
    return row.map(cellText)
  })
  return table('a report of Muster', [columns.map(cellText), ...lines])
}

const cellText = (cell: Json): string => (typeof cell === 'string' ? cell : text(cell))

function tableOf(body: JsonObject): JsonTable | null {
  const report = reportTable(body)
  if (report !== null) return report
  const users = own(body, 'users')
  if (Array.isArray(users)) {
    const lines = [updateHeader, ...users.map(updateRow)]
    const hasStrange = lines.slice(1).some((cells) => cells.at(-1) !== '')
    return table("the body of Kore.ai's Update Users", hasStrange ? lines : lines.map((cells) => cells.slice(0, -1)))
  }
  for (const [key, header] of [
    ['deleteEmailIds', 'Email ID'],
    ['orgUserIds', 'Organisation ID'],
  ] as const) {
    const ids = own(body, key)
    if (Array.isArray(ids))
      return table("the body of Kore.ai's Remove Users", [
        [header, 'Action'],
        ...texts(ids).map((id) => [id, 'remove']),
      ])
  }
  const people = own(body, 'userIds')
  if (!Array.isArray(people)) return null
  const scope = own(body, 'RemoveDataFromAllBots') === true ? 'all bots' : texts(own(body, 'botIds')).join('; ')
  return table("the body of Kore.ai's Delete Customer Data", [
    // An entry that names no bots is no row that asks for nothing.
    ['Email ID', 'User ID', 'Channel user ID', 'Channel ID', 'Erase', 'Action'],
    ...people.map((id) => eraseRow(id, scope)),
  ])
}

/** Ids may be written as numbers, and be longer than a number holds: they are kept as they stand. */
function numbersAsWritten(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === 'number' ? (context?.source ?? String(value)) : value
}

function checkSize({ rows }: JsonTable): void {
  if (rows.length > fileLimits.rows)
    throw new FileRefusal(
      `The file has more than ${fileLimits.rows.toLocaleString('en')} entries. Split it; nothing of it was taken.`,
    )
  const wide = rows.find(({ cells }) => cells.length > fileLimits.columns)
  if (wide !== undefined)
    throw new FileRefusal(`Row ${wide.row} has ${wide.cells.length} columns; ${fileLimits.columns} is the most.`)
}

/** Reads a JSON file that is the body of one of Kore.ai's endpoints; keys are the samples' of its pages. */
export async function readJsonTable(path: string): Promise<JsonTable> {
  let body: Json
  try {
    const written = (await readFile(path, 'utf8')).replace(/^\ufeff/, '')
    // Looking at every value takes long in a large file, and a report of ours has no numbers.
    const hasNumbers = /[:,[]\s*-?\d/.test(written)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON.parse gives exactly this
    body = JSON.parse(written, hasNumbers ? numbersAsWritten : undefined) as Json
    scanJson(written)
  } catch (error) {
    if (error instanceof ProblemError) throw new FileRefusal(error.message)
    throw new FileRefusal(
      'The file is not valid JSON. Send the body of one of Kore.ai’s three endpoints, or a CSV or XLSX file.',
    )
  }
  const found = isObject(body) ? tableOf(body) : null
  if (found === null)
    throw new FileRefusal(
      'The JSON is not the body of Update Users (users), Remove Users (deleteEmailIds or orgUserIds) or Delete Customer Data (userIds).',
    )
  checkSize(found)
  return found
}
