import { type ScimOperation, type ScimUserRequest, scimUserRequestSchema } from '@muster/contracts/scim'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import { ProblemError } from '../../problem-error.ts'
import type { ProvisionedMember, ScimAttributes, ScimFilter } from './ports.ts'

/** A user as the identity provider requests it. */
export interface RequestedUser {
  readonly attributes: ScimAttributes
  /** Null: the request does not say. */
  readonly isActive: boolean | null
}

const refuse = (detail: Message): never => {
  throw new ProblemError('invalid_request', detail)
}

const address = /^[^\s@,]+@[^\s@,]+$/

const textOf = (value: string | null | undefined): string | null => {
  const text = (value ?? '').replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ').trim()
  return text === '' ? null : text
}

export const isTrue = (value: boolean | string): boolean =>
  typeof value === 'boolean' ? value : value.toLowerCase() === 'true'

function emailOf({ emails, userName }: ScimUserRequest): string {
  const listed = emails ?? []
  const main = listed.find(({ primary }) => primary != null && isTrue(primary)) ?? listed[0]
  const email = textOf(main?.value) ?? userName.trim()
  return address.test(email) ? email : refuse(message('problem.scim_email'))
}

function nameOf({ displayName, name, userName }: ScimUserRequest): string {
  const parts = [textOf(name?.givenName), textOf(name?.familyName)].filter((part) => part !== null).join(' ')
  return (textOf(displayName) ?? textOf(name?.formatted) ?? textOf(parts) ?? userName).slice(0, 200)
}

/** The parts of a SCIM user that Muster keeps. */
export function requestedUser(user: ScimUserRequest): RequestedUser {
  const userName = textOf(user.userName) ?? refuse(message('problem.scim_user_name'))
  return {
    isActive: user.active === undefined ? null : isTrue(user.active),
    attributes: {
      userName,
      externalId: textOf(user.externalId),
      email: emailOf(user),
      name: nameOf({ ...user, userName }),
      givenName: textOf(user.name?.givenName),
      familyName: textOf(user.name?.familyName),
    },
  }
}

/** A member as the body of a request, to apply operations to. */
const bodyOf = (member: ProvisionedMember) => ({
  userName: member.userName,
  externalId: member.externalId,
  displayName: member.name,
  name: { givenName: member.givenName, familyName: member.familyName },
  emails: [{ value: member.email, primary: true }],
  active: member.isActive,
})
type Draft = Record<string, unknown>

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Attributes by their path in lower case. Others are accepted and ignored: providers send what a directory has. */
const setters: Readonly<Record<string, (draft: Draft, value: unknown) => Draft>> = {
  active: (draft, active) => ({ ...draft, active }),
  username: (draft, userName) => ({ ...draft, userName }),
  externalid: (draft, externalId) => ({ ...draft, externalId }),
  displayname: (draft, displayName) => ({ ...draft, displayName }),
  name: (draft, name) => ({ ...draft, name: isRecord(name) ? { ...part(draft['name']), ...name } : name }),
  'name.givenname': (draft, givenName) => ({ ...draft, name: { ...part(draft['name']), givenName } }),
  'name.familyname': (draft, familyName) => ({ ...draft, name: { ...part(draft['name']), familyName } }),
  'name.formatted': (draft, formatted) => ({ ...draft, name: { ...part(draft['name']), formatted } }),
  emails: (draft, emails) => ({ ...draft, emails }),
  'emails.value': (draft, value) => ({ ...draft, emails: [{ value, primary: true }] }),
}
const part = (value: unknown) => (isRecord(value) ? value : {})

/** `emails[type eq "work"].value` is the one address that Muster keeps. */
const pathOf = (path: string): string =>
  path
    .replace(/^urn:ietf:params:scim:schemas:core:2\.0:User:/i, '')
    .replace(/^emails\[(type eq "work"|primary eq (true|"true"))\]/i, 'emails')
    .toLowerCase()

function applied(draft: Draft, path: string, value: unknown): Draft {
  const key = pathOf(path)
  return Object.hasOwn(setters, key) ? (setters[key]?.(draft, value) ?? draft) : draft
}

function apply(draft: Draft, { op, path, value }: ScimOperation): Draft {
  switch (op.toLowerCase()) {
    case 'add':
    case 'replace': {
      if (path !== undefined) return applied(draft, path, value)
      if (!isRecord(value)) return refuse(message('problem.scim_operation'))
      let all = draft
      for (const [name, one] of Object.entries(value)) all = applied(all, name, one)
      return all
    }
    case 'remove':
      return path === undefined ? refuse(message('problem.scim_operation')) : applied(draft, path, null)
    default:
      return refuse(message('problem.scim_operation'))
  }
}

/** The member after the operations of a PATCH. */
export function patchedUser(member: ProvisionedMember, operations: readonly ScimOperation[]): RequestedUser {
  let draft: Draft = bodyOf(member)
  for (const operation of operations) draft = apply(draft, operation)
  const parsed = scimUserRequestSchema.safeParse(draft)
  if (!parsed.success) return refuse(message('problem.scim_value'))
  return requestedUser(parsed.data)
}

const filterShape = /^\s*(\S+(?:\[[^\]]*\]\S*)?)\s+eq\s+("(?:[^"\\]|\\["\\/bfnrt]|\\u[0-9a-f]{4})*")\s*$/i
const filters = new Map<string, ScimFilter['by']>([
  ['id', 'id'],
  ['username', 'userName'],
  ['externalid', 'externalId'],
  ['emails', 'email'],
  ['emails.value', 'email'],
])

/** The filters that providers use to find a user before they add one. */
export function parseFilter(filter: string | undefined): ScimFilter | null {
  if (filter === undefined || filter.trim() === '') return null
  const [, path = '', quoted = ''] = filterShape.exec(filter) ?? []
  const by = filters.get(pathOf(path))
  if (by === undefined) return refuse(message('problem.scim_filter'))
  return { by, value: String(JSON.parse(quoted)) }
}
