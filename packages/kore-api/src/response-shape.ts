import { allUserRoles } from './all-user-roles.ts'
import { getBots } from './bots.ts'
import type { KoreEndpoint } from './endpoint.ts'
import { eraseStatus } from './erase-status.ts'
import { eraseUsersData } from './erase-users-data.ts'
import { getGroups } from './groups.ts'
import { exportRoles, getRoles } from './roles.ts'
import { usersInfo } from './users-info.ts'

type Fields = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const hasList = (field: string) => (value: unknown) => isRecord(value) && Array.isArray(value[field])
const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''

/** The frame of each endpoint's response. Its readers check the records one by one. */
const frames: Readonly<Record<string, (value: unknown) => boolean>> = {
  [usersInfo.name]: (value) => Array.isArray(value) && value.some((one) => isRecord(one) && isRecord(one['userInfo'])),
  [allUserRoles.name]: hasList('users'),
  [getGroups.name]: hasList('groups'),
  [getBots.name]: hasList('bots'),
  [getRoles.name]: (value) => Array.isArray(value) || hasList('roles')(value),
  [exportRoles.name]: (value) =>
    Array.isArray(value) &&
    (value.length === 0 || value.some((one) => isRecord(one) && (isText(one['_id']) || isText(one['role'])))),
  [eraseStatus.name]: (value) => isRecord(value) && (Array.isArray(value['response']) || isText(value['_id'])),
  [eraseUsersData.name]: (value) => isRecord(value) && isText(value['requestId']),
}

/** Update Users and Remove Users: a message, a list of users, or both. */
const isWriteResponse = (value: unknown): boolean =>
  isRecord(value) && (isText(value['msg']) || Array.isArray(value['failedUserDetails']))

/** Kore.ai's refusal of a whole request: `{errors: [{msg, code}]}`. */
export function isKoreRefusal(value: unknown): boolean {
  if (!isRecord(value)) return false
  const { errors } = value
  return Array.isArray(errors) && errors.some((error) => isRecord(error) && isText(error['msg']))
}

/** Whether a parsed 2xx body is a response of this endpoint. A login page, `{}` or another product's JSON is not. */
export function isKoreResponse(endpoint: KoreEndpoint, value: unknown): boolean {
  return (frames[endpoint.name] ?? isWriteResponse)(value)
}
