import type { RecognizedFile } from '@muster/contracts/uploads'
import { unreadKeysHeading } from '@muster/core/upload/upload-headings'
import { message } from '@muster/wording/message'
import { FileRefusal } from '../file-refusal.ts'
import type { Json, JsonObject } from './json-stream.ts'

/** The endpoint of Kore.ai, or the report, whose body a JSON file is. */
export interface JsonBody {
  /** The list with the entries that become rows. */
  readonly key: string
  readonly recognizedAs: RecognizedFile
  readonly header: readonly string[]
  /** Columns whose cells repeat the request, and contain nothing of their entry. */
  readonly added?: readonly number[]
  /** The cells of an entry. `at` counts from 0. */
  readonly cells: (entry: Json, at: number) => readonly string[]
}

/** The content of a file besides the entries of its lists. */
export interface JsonMembers {
  /** Keys of lists. */
  readonly lists: ReadonlySet<string>
  readonly values: ReadonlyMap<string, Json>
  readonly botIds: readonly Json[]
  readonly columns: readonly Json[]
  /** Whether an entry of "users" has keys that Update Users does not define. */
  readonly hasStrangeKeys: boolean
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const own = (object: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined
/** A value as cell text. A value in an undocumented form stays unchanged and is reported. */
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
  unreadKeysHeading,
]
/** The keys that `updateRow` reads, by their object. */
const updateKeys: Readonly<Record<string, readonly string[]>> = {
  '': ['userInfo', 'groups', 'roles', 'canCreateBot', 'isDeveloper'],
  userInfo: ['emailId', 'orgUserId'],
  groups: ['addTo', 'removeFrom'],
  roles: ['addTo', 'removeFrom'],
}

/** Keys of roles that `rolesText` does not read. */
function strangeRoleKeys(roles: Json | undefined): readonly string[] {
  if (!isObject(roles)) return []
  return ['addTo', 'removeFrom'].flatMap((list) =>
    [own(roles, list) ?? []].flat().flatMap((role) => {
      if (!isObject(role)) return []
      const known = new Set(['roleId', own(role, 'botId') === undefined ? 'streamId' : 'botId'])
      const strange = Object.keys(role).filter((key) => !known.has(key))
      return strange.map((key) => `roles.${list}.${key}: ${text(own(role, key))}`)
    }),
  )
}

/** Keys that the endpoint does not define, for a separate column. */
export function strangeKeys(user: Json): string {
  if (!isObject(user)) return ''
  const parts = Object.entries(updateKeys).flatMap(([name, known]) => {
    const part = name === '' ? user : own(user, name)
    if (!isObject(part)) return []
    const strange = Object.keys(part).filter((key) => !known.includes(key))
    return strange.map((key) => `${name === '' ? key : `${name}.${key}`}: ${text(own(part, key))}`)
  })
  return [...parts, ...strangeRoleKeys(own(user, 'roles'))].join('; ')
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
  // A part in another form is an error in its first cell.
  const part = (name: string, first: string): JsonObject => {
    const value = own(user, name)
    if (isObject(value)) return value
    return value === undefined || value === null ? {} : { [first]: text(value) }
  }
  const userInfo = part('userInfo', 'emailId')
  const groups = part('groups', 'addTo')
  const roles = part('roles', 'addTo')
  return [
    text(own(userInfo, 'emailId')),
    text(own(userInfo, 'orgUserId')),
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

/** A body of Update Users. The last column exists only if an entry needs it. */
function updateBody({ hasStrangeKeys }: JsonMembers): JsonBody {
  const width = hasStrangeKeys ? updateHeader.length : updateHeader.length - 1
  return {
    key: 'users',
    recognizedAs: 'update_users',
    header: updateHeader.slice(0, width),
    cells: (user) => updateRow(user).slice(0, width),
  }
}

function removeBody(key: string, heading: string): JsonBody {
  return {
    key,
    recognizedAs: 'remove_users',
    header: [heading, 'Action'],
    added: [1],
    cells: (id) => [text(id), 'remove'],
  }
}

function eraseBody({ values, botIds }: JsonMembers): JsonBody {
  // All bots and some of them contradict each other: the row shows both, and is an error.
  const all = values.get('RemoveDataFromAllBots') === true ? ['all bots'] : []
  const scope = [...all, ...botIds.map(text), ...texts(values.get('botIds'))].join('; ')
  return {
    key: 'userIds',
    recognizedAs: 'erase_data',
    // Without the action, an entry without bots would be a row that requests nothing.
    header: ['Email ID', 'User ID', 'Channel user ID', 'Channel ID', 'Erase', 'Action'],
    added: [4, 5],
    cells: (id) => eraseRow(id, scope),
  }
}

/** A Muster report: headings and rows of cells, unchanged. */
function reportBody({ columns }: JsonMembers): JsonBody {
  return {
    key: 'rows',
    recognizedAs: 'muster_report',
    header: columns.map(text),
    cells(row, at) {
      if (Array.isArray(row)) return row.map(text)
      throw new FileRefusal(message('file.json_not_cells', { entry: at + 1 }))
    },
  }
}

const listKeys = ['users', 'deleteEmailIds', 'orgUserIds', 'userIds']

/** Other keys of a body whose entries would be lost: each endpoint reads one list. */
export function unreadLists({ lists, values }: JsonMembers, { key }: JsonBody): readonly string[] {
  const readKeys = new Set([key, 'botIds', 'columns', 'rows'])
  const misplaced = listKeys.filter((name) => values.has(name) && values.get(name) !== null)
  return [...lists, ...misplaced].filter((name) => !readKeys.has(name))
}

/** Detects the kind of file by its keys, from the samples on Kore.ai's pages. Null if there is no match. */
export function jsonBodyOf(members: JsonMembers): JsonBody | null {
  const { lists, values } = members
  if (values.has('musterReport') && lists.has('columns') && lists.has('rows')) return reportBody(members)
  if (lists.has('users')) return updateBody(members)
  if (lists.has('deleteEmailIds')) return removeBody('deleteEmailIds', 'Email ID')
  if (lists.has('orgUserIds')) return removeBody('orgUserIds', 'Organization ID')
  return lists.has('userIds') ? eraseBody(members) : null
}
