import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import type { UnreadableRecord } from '../../../features/directory/ports.ts'
import { member, text } from './json-value.ts'
import { wordsOf } from './redact.ts'

const maxLabelLength = 200
const maxExcerptLength = 600

/** Fields of a record that are safe to show. All others are omitted (`jwtApps` of a bot holds secrets). */
const shownFields = [
  'username',
  'userId',
  'orgUserId',
  'userInfo',
  'accountId',
  'isDeveloper',
  'canCreateBot',
  'btRoles',
  'adminRoles',
  'roles',
  'groups',
  '_id',
  'gN',
  'name',
  'role',
  'roleType',
  'errors',
  'message',
]

/** An unreadable record, identified as far as its fields allow. */
export function unreadableRecord(
  list: UnreadableRecord['list'],
  entry: unknown,
  found: {
    readonly reason: Message
    readonly isOmitted: boolean
    readonly id?: string | null
    readonly excerpt?: string | null
  },
): UnreadableRecord {
  const info = member(entry, 'userInfo')
  const names = [
    text(member(entry, 'username')) ?? text(member(info, 'emailId')) ?? text(member(entry, 'gN')),
    text(member(entry, 'name')) ?? text(member(entry, 'role')),
    text(member(entry, 'userId')) ?? text(member(info, 'userId')) ?? text(member(entry, '_id')),
    text(member(entry, 'orgUserId')) ?? text(member(info, 'orgUserId')),
  ].filter((name) => name !== undefined)
  const label = names.slice(0, 2).join(' · ')
  return {
    list,
    id: found.id ?? null,
    label: label === '' ? message('record.unnamed') : cut(label, maxLabelLength),
    reason: found.reason,
    isOmitted: found.isOmitted,
    excerpt: found.excerpt === undefined ? excerptOf(entry) : cutWords(found.excerpt),
  }
}

/** Issues of one record that are named; the first ones identify the kind. */
const mostIssues = 5

/** The issues of one record as one message. */
export function issuesInOne(issues: readonly Message[]): Message {
  const [first, ...others] = issues.slice(0, mostIssues)
  return others.reduce(
    (before, second) => message('text.sentences', { first: before, second }),
    first ?? message('record.unreadable'),
  )
}

function excerptOf(entry: unknown): string | null {
  const shown = shownFields.flatMap((field) => {
    const value = member(entry, field)
    return value === undefined ? [] : [[field, value]]
  })
  return cutWords(wordsOf(shown.length === 0 ? entry : Object.fromEntries(shown)))
}

const cutWords = (words: string | null): string | null => (words === null ? null : cut(words, maxExcerptLength))

function cut(words: string, longest: number): string {
  return words.length <= longest ? words : `${words.slice(0, longest - 1).toWellFormed()}…`
}
