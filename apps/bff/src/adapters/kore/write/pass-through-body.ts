import type { Identifier } from '@muster/core/account/user'
import type { UpdateChange } from '@muster/core/change/change'
import { isIdentifier, readIdentifier } from '@muster/core/identifier/read-identifier'
import type { Message } from '@muster/core/text/message'
import { type EraseSubject, eraseSubject } from '@muster/kore-api/erase-users-data'
import { nonEmpty, requiredText, userIdPattern } from '@muster/kore-api/identifiers'
import { message } from '@muster/wording/message'
import * as z from 'zod/mini'
import type { BodyCheck, PassThroughOperation, ScriptRequest } from '../../../features/kore/ports.ts'
import { member, text } from '../responses/json-value.ts'

const profileText = z.optional(z.string())
const profile = {
  firstName: profileText,
  lastName: profileText,
  companyName: profileText,
  dept: profileText,
  companyContactPhone: profileText,
  worknumber: profileText,
  street: profileText,
  suiteNo: profileText,
  city: profileText,
  zip: profileText,
  state: profileText,
  country: profileText,
}
const grant = z.strictObject({ roleId: requiredText, botId: z.optional(requiredText) })
const lists = <T extends z.ZodMiniType>(item: T) =>
  z.strictObject({ addTo: z.optional(z.array(item)), removeFrom: z.optional(z.array(item)) })

const user = z.strictObject({
  userInfo: z.union([
    z.strictObject({ emailId: requiredText, ...profile }),
    z.strictObject({ orgUserId: requiredText, ...profile }),
  ]),
  groups: z.optional(lists(requiredText)),
  roles: z.optional(lists(grant)),
  // Without botId an entry would remove every assignment.
  assignBotTasks: z.optional(
    z.array(z.strictObject({ botId: requiredText, dialogs: z.optional(z.array(requiredText)) })),
  ),
  canCreateBot: z.optional(z.boolean()),
  isDeveloper: z.optional(z.boolean()),
})

const erasure = z.union([
  z.strictObject({
    userIds: nonEmpty(eraseSubject),
    botIds: nonEmpty(requiredText),
    RemoveDataFromAllBots: z.optional(z.literal(false)),
  }),
  z.strictObject({
    userIds: nonEmpty(eraseSubject),
    botIds: z.optional(z.array(requiredText)),
    RemoveDataFromAllBots: z.literal(true),
  }),
])

const update = z.strictObject({ users: nonEmpty(user) })
const removal = z.union([
  z.strictObject({ deleteEmailIds: nonEmpty(requiredText) }),
  z.strictObject({ orgUserIds: nonEmpty(requiredText) }),
])

type Read =
  | { readonly ok: true; readonly data: unknown; readonly requests: readonly ScriptRequest[] }
  | { readonly ok: false; readonly issues: readonly z.core.$ZodIssue[] }

/** Reads a value by its schema; each value is parsed once. */
const readBy =
  <S extends z.ZodMiniType>(schema: S, requestsOf: (body: z.output<S>) => readonly ScriptRequest[]) =>
  (value: unknown): Read => {
    const checked = schema.safeParse(value, { reportInput: false })
    if (!checked.success) return { ok: false, issues: checked.error.issues }
    return { ok: true, data: checked.data, requests: requestsOf(checked.data) }
  }

/** The documented bodies (Update User, Remove Users, Delete Customer Data), without their dangerous or undocumented fields. */
const bodies: Readonly<Record<PassThroughOperation, (value: unknown) => Read>> = {
  updateUsers: readBy(update, ({ users }) => users.map(updateIn)),
  removeUsers: readBy(removal, (body) =>
    'deleteEmailIds' in body
      ? body.deleteEmailIds.map((value) => removalOf('email', value))
      : body.orgUserIds.map((value) => removalOf('orgUserId', value)),
  ),
  eraseUsersData: readBy(erasure, ({ userIds, botIds = [], RemoveDataFromAllBots }) => {
    // Kore.ai ignores the bots of an erasure for all bots.
    const scope = RemoveDataFromAllBots === true ? ({ kind: 'all_bots' } as const) : ({ kind: 'bots', botIds } as const)
    return userIds.map((subject) => ({ identifier: identifierOf(subject), change: { kind: 'erase', scope } }))
  }),
}

const removalOf = (by: 'email' | 'orgUserId', value: string): ScriptRequest => ({
  identifier: { by, value },
  change: { kind: 'remove' },
})

/** Validates a body and returns its replacement: the validated value serialized anew, so it cannot be ambiguous. */
export function checkPassThroughBody(operation: PassThroughOperation, value: unknown): BodyCheck {
  const read = bodies[operation](value)
  if (!read.ok) return { ok: false, errors: read.issues.slice(0, 50).map(fieldErrorOf) }
  const { data, requests } = read
  const errors = requests.flatMap((request, n) => identifierError(operation, request, n) ?? [])
  if (errors.length > 0) return { ok: false, errors: errors.slice(0, 50) }
  return { ok: true, body: JSON.stringify(data), people: peopleIn(data), requests }
}

const identifierPaths: Readonly<Record<PassThroughOperation, (by: Identifier['by'], n: number) => string>> = {
  updateUsers: (by, n) => `body.users[${n}].userInfo.${by === 'email' ? 'emailId' : 'orgUserId'}`,
  removeUsers: (by, n) => `body.${by === 'email' ? 'deleteEmailIds' : 'orgUserIds'}[${n}]`,
  eraseUsersData: (_by, n) => `body.userIds[${n}]`,
}

/**
 * Refuses an identifier with surrounding characters: the guards must check the user that Kore.ai finds by it. An erasure
 * accepts the documented forms only, because Kore.ai accepts any text.
 */
function identifierError(operation: PassThroughOperation, { identifier }: ScriptRequest, n: number) {
  const location = identifierPaths[operation](identifier.by, n)
  if (operation === 'eraseUsersData')
    return isIdentifier(identifier) ? null : { location, message: message('field.undocumented_identifier') }
  const read = readIdentifier(identifier.by, identifier.value)
  const isAlone = read.kind === 'one' ? read.value === identifier.value : read.kind === 'none' && read.near.length === 0
  return isAlone ? null : { location, message: message('field.surrounded_identifier') }
}

/** Profile fields and bot tasks are not access and have no place in a change. */
function updateIn(given: z.output<typeof user>): ScriptRequest {
  const { userInfo, groups, roles, canCreateBot, isDeveloper } = given
  const role = ({ roleId, botId }: z.output<typeof grant>) => ({ roleId, botId: botId ?? null })
  const change: UpdateChange = {
    kind: 'update',
    ...(groups === undefined
      ? {}
      : { groups: { mode: 'edit', add: groups.addTo ?? [], remove: groups.removeFrom ?? [] } }),
    ...(roles === undefined
      ? {}
      : {
          roles: { mode: 'edit', add: (roles.addTo ?? []).map(role), remove: (roles.removeFrom ?? []).map(role) },
        }),
    ...(canCreateBot === undefined ? {} : { canCreateBot }),
    ...(isDeveloper === undefined ? {} : { isDeveloper }),
  }
  const identifier =
    'emailId' in userInfo
      ? ({ by: 'email', value: userInfo.emailId } as const)
      : ({ by: 'orgUserId', value: userInfo.orgUserId } as const)
  const withBotTasks = given.assignBotTasks !== undefined
  const changesMore = withBotTasks || Object.keys(userInfo).length > 1
  return {
    identifier,
    change,
    ...(withBotTasks ? { withBotTasks } : {}),
    ...(changesMore ? { changesMore } : {}),
  }
}

/** A bare text has no declared kind; its form decides, as far as possible. */
function identifierOf(subject: EraseSubject): Identifier {
  if (typeof subject !== 'string')
    return { by: 'channelUserId', value: subject.channel_user_id, channelId: subject.channel_id }
  if (userIdPattern.test(subject)) return { by: 'userId', value: subject }
  if (subject.includes('@')) return { by: 'email', value: subject }
  return { by: 'channelUserId', value: subject, channelId: null }
}

function fieldErrorOf(issue: z.core.$ZodIssue): { location: string; message: Message } {
  const path = issue.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('')
  if (path.includes('.assignBotTasks') && path.endsWith('.botId')) {
    return {
      location: `body${path}`,
      message: message('field.bot_task'),
    }
  }
  return { location: `body${path}`, message: issueMessage(issue) }
}

function issueMessage(issue: z.core.$ZodIssue): Message {
  if (issue.code === 'unrecognized_keys')
    return message('field.undocumented', { fields: issue.keys.slice(0, 5).join(', ').slice(0, 200) })
  if (issue.code === 'invalid_union') return message('field.no_documented_form')
  if (issue.code === 'invalid_type') return message('field.undocumented_type')
  return issue.code === 'too_small' ? message('field.empty') : message('field.not_accepted')
}

/** The users of a body, as it identifies them. */
function peopleIn(body: unknown): readonly string[] {
  const record: object = typeof body === 'object' && body !== null ? body : {}
  const named = Object.entries(record).find(([key]) =>
    ['users', 'deleteEmailIds', 'orgUserIds', 'userIds'].includes(key),
  )
  return Array.isArray(named?.[1]) ? named[1].map(labelOf) : []
}

/** The identifier of an entry: a text, a channel identity, or the identifier in `userInfo`. */
function labelOf(entry: unknown): string {
  if (typeof entry === 'string') return entry
  const named = member(entry, 'userInfo') ?? entry
  return (
    text(member(named, 'emailId')) ?? text(member(named, 'orgUserId')) ?? text(member(named, 'channel_user_id')) ?? ''
  )
}
