import type { Identifier } from '@muster/core/account/user'
import { isIdentifier } from '@muster/core/identifier/read-identifier'
import type { CauseCode } from '@muster/core/outcome/cause'
import type { KoreEndpoint } from '@muster/kore-api/endpoint'
import { eraseUsersData } from '@muster/kore-api/erase-users-data'
import { removeUsers } from '@muster/kore-api/remove-users'
import { updateUsers } from '@muster/kore-api/update-users'
import { usersInfo } from '@muster/kore-api/users-info'
import type { Clock } from '../../../clock.ts'
import type {
  CallOptions,
  CallResult,
  EraseRequest,
  EraseResult,
  KoreWriter,
  PartlyRead,
  ReadUser,
  RemoveRequest,
  UpdateRequest,
} from '../../../engine/kore-ports.ts'
import type { BatchSizes } from '../batch/batch-sizes.ts'
import type { Gate, GateResult } from '../gate/gate.ts'
import { absentUser } from '../read/absent-user.ts'
import { readErasure } from '../read/erasure-reader.ts'
import { type PartRead, readInParts } from '../read/read-in-parts.ts'
import { readCause } from '../read/read-json.ts'
import { isNotListed, readUsersInfo, type UserRead } from '../read/read-users-info.ts'
import { eraseOutcome } from '../responses/erase-outcome.ts'
import { parseJson } from '../responses/json-value.ts'
import { wordsOf } from '../responses/redact.ts'
import type { RawResponse } from '../responses/response-kind.ts'
import { userOutcomes } from '../responses/user-outcomes.ts'
import { writeEndpoints } from './write-endpoints.ts'

/** Kore.ai calls that a job needs, through the gate. */
export function createKoreWriter(
  parts: WriterParts,
  allowCredentialCheck: KoreWriter['allowCredentialCheck'],
): KoreWriter {
  const { gate, sizes } = parts
  return {
    limits: {
      get readBatch() {
        return sizes.of(usersInfo)
      },
      writeBatch: (kind) => sizes.of(writeEndpoints[kind]),
    },
    allowCredentialCheck,
    updateUsers: (requests, options) =>
      write(parts, { endpoint: updateUsers, users: requests.length, body: updateBody(requests), options }, (response) =>
        userOutcomes('update', requests, response),
      ),
    removeUsers: (requests, options) =>
      write(parts, { endpoint: removeUsers, users: requests.length, body: removeBody(requests), options }, (response) =>
        userOutcomes('remove', requests, response),
      ),
    eraseUsersData: (request, options) => erase(parts, request, options),
    readUsers: (identifiers, options) => readUsers(parts, identifiers, options),
    readErasure: (requestId, options) => readErasure(gate, requestId, options),
  }
}

export interface WriterParts {
  readonly gate: Gate
  readonly sizes: BatchSizes
  readonly clock: Pick<Clock, 'monotonic'>
}

/** The last guard before an irreversible call: text that is not a documented identifier never leaves. */
async function erase(parts: WriterParts, request: EraseRequest, options: CallOptions): Promise<EraseResult> {
  if (!request.identifiers.every(isIdentifier))
    return { kind: 'refused', cause: 'identifier_invalid', status: 0, koreResponse: null }
  const call = { endpoint: eraseUsersData, users: request.keys.length, body: eraseBody(request), options }
  return write<EraseResult>(parts, call, eraseOutcome)
}

interface Write {
  readonly endpoint: KoreEndpoint
  readonly users: number
  readonly body: string
  readonly options: CallOptions
}

/** A response that takes longer counts as too late for its size: the deadline of a call is near. */
const slowMs = 10_000

/** Calls, and learns from the response how many users the next call may carry. */
async function write<R extends EraseResult>(
  { gate, sizes, clock }: WriterParts,
  { endpoint, users, body, options }: Write,
  read: (response: RawResponse) => R,
): Promise<R | CallResult> {
  await sizes.refresh()
  let leftAt = clock.monotonic()
  const beforeSend = async () => {
    await options.beforeSend?.()
    leftAt = clock.monotonic()
  }
  const response = await gate.call({ endpoint, body, ...options, beforeSend })
  const result = resultOf(response, read)
  const isLate = isGatewayTimeout(response) || clock.monotonic() - leftAt >= slowMs
  if (result.kind === 'refused') sizes.learn(endpoint, { kind: 'refused', users })
  else if (result.kind !== 'not_sent' && isLate) sizes.learn(endpoint, { kind: 'slow', users })
  else if (result.kind === 'response' || result.kind === 'queued') sizes.learn(endpoint, { kind: 'clean', users })
  return result
}

const isGatewayTimeout = (response: GateResult): boolean =>
  response.kind === 'response' && (response.response.status === 408 || response.response.status === 504)

function resultOf<R>(result: GateResult, read: (response: RawResponse) => R): R | CallResult {
  if (result.kind === 'response') {
    if (result.is === 'limited' && result.response.status === 429) {
      const koreResponse = wordsOf(result.text)
      return {
        kind: 'not_sent',
        cause: 'rate_limited',
        koreResponse,
        retryAfterMs: result.retryAfterMs,
        hasResponse: true,
      }
    }
    return read({ status: result.response.status, body: result.text })
  }
  // No response came: the network message is Muster's sentence, not Kore.ai's.
  const { cause } = result
  if (result.kind === 'in_doubt') return { kind: 'in_doubt', cause, koreResponse: null }
  return { kind: 'not_sent', cause, koreResponse: null, retryAfterMs: result.retryAfterMs, hasResponse: false }
}

/** One call for each kind of identifier: Get User Information takes either emails or organization IDs. */
async function readUsers(
  { gate, sizes }: WriterParts,
  identifiers: readonly Identifier[],
  options: CallOptions,
): Promise<readonly (ReadUser | PartlyRead)[]> {
  await sizes.refresh()
  const reads = new Map<Identifier, ReadUser | PartlyRead>()
  for (const [by, field] of [
    ['email', 'emailIds'],
    ['orgUserId', 'orgUserIds'],
  ] as const) {
    const requested = identifiers.filter((identifier) => identifier.by === by)
    if (requested.length === 0) continue
    const ends = await readInParts(requested, {
      read: (part) => readPart(gate, part, { field, options }),
      isUp: () => isUp(gate, options),
      isMissing: isNotListed,
      learn: (evidence) => sizes.learn(usersInfo, evidence),
    })
    for (const [identifier, end] of ends) {
      if (end.kind === 'read') reads.set(identifier, end.result?.read ?? unreadable('user_unreadable', null))
      else if (end.kind === 'alone') reads.set(identifier, { ...end.failure, cause: 'user_unreadable' })
      else reads.set(identifier, { ...end.failure, isOutage: true })
    }
  }
  // Kore.ai reads no user by user ID or channel ID.
  return identifiers.map((identifier) => reads.get(identifier) ?? unreadable('access_unverified', null))
}

async function readPart(
  gate: Gate,
  part: readonly Identifier[],
  { field, options }: { readonly field: 'emailIds' | 'orgUserIds'; readonly options: CallOptions },
): Promise<PartRead<UserRead, Unreadable>> {
  const body = JSON.stringify({ [field]: part.map(({ value }) => value), status: 'all' })
  const result = await gate.call({ endpoint: usersInfo, body, ...options })
  const failed = (hasResponse: boolean, cause: CauseCode, koreResponse: string | null) =>
    ({ kind: 'failed', hasResponse, failure: unreadable(cause, koreResponse) }) as const
  if (result.kind !== 'response') {
    // A read without a response was sent, and its user may be the reason.
    const mayBeUser = result.kind === 'in_doubt' && !options.signal.aborted
    return failed(mayBeUser, result.cause, null)
  }
  const words = wordsOf(result.text)
  if (result.is === 'limited' || result.is === 'credential') return failed(false, readCause[result.is], words)
  if (result.is !== 'other') return failed(true, readCause[result.is], words)
  const parsed = parseJson(result.text)?.value
  if (result.response.status !== 200 || !Array.isArray(parsed)) return failed(true, 'unexpected_response', words)
  return { kind: 'read', results: readUsersInfo(part, parsed) }
}

/** Whether a read without a user of the account gets a response. */
async function isUp(gate: Gate, options: CallOptions): Promise<boolean> {
  const result = await gate.call({ endpoint: usersInfo, body: absentUser, ...options })
  return result.kind === 'response' && result.is === 'other' && result.response.status === 200
}

type Unreadable = Extract<ReadUser, { kind: 'unreadable' }>

function unreadable(cause: CauseCode, koreResponse: string | null): Unreadable {
  return { kind: 'unreadable', cause, koreResponse }
}

/** Update Users: both flags always; an empty list is omitted, because it has no documented meaning. */
function updateBody(requests: readonly UpdateRequest[]): string {
  return JSON.stringify({ users: requests.map(updateUser) })
}

function updateUser(request: UpdateRequest) {
  const { identifier, groups, roles, canCreateBot, isDeveloper } = request
  return {
    userInfo: identifier.by === 'email' ? { emailId: identifier.value } : { orgUserId: identifier.value },
    ...lists('groups', groups.add, groups.remove),
    ...lists('roles', roles.add.map(grant), roles.remove.map(grant)),
    canCreateBot,
    isDeveloper,
  }
}

function grant({ roleId, botId }: { roleId: string; botId: string | null }) {
  return botId === null ? { roleId } : { roleId, botId }
}

function lists(name: 'groups' | 'roles', addTo: readonly unknown[], removeFrom: readonly unknown[]): object {
  if (addTo.length === 0 && removeFrom.length === 0) return {}
  return {
    [name]: { ...(addTo.length > 0 ? { addTo } : {}), ...(removeFrom.length > 0 ? { removeFrom } : {}) },
  }
}

/**
 * Remove Users, by email or by organization id. The effect of both keys in one body is not documented, so a batch that
 * mixes them is a bug of the caller and throws.
 */
function removeBody(requests: readonly RemoveRequest[]): string {
  const [first] = requests
  if (first === undefined) throw new Error('a removal without users')
  const { by } = first.identifier
  if (requests.some((request) => request.identifier.by !== by)) {
    throw new Error('a removal identifies all users by email or all by organization id')
  }
  const values = requests.map((request) => request.identifier.value)
  return JSON.stringify(by === 'email' ? { deleteEmailIds: values } : { orgUserIds: values })
}

/** Delete Customer Data: always states the scope. */
function eraseBody(request: EraseRequest): string {
  const all = request.scope.kind === 'all_bots'
  const botIds = request.scope.kind === 'bots' ? request.scope.botIds : []
  if (!all && botIds.length === 0) throw new Error('an erasure of selected bots names no bot')
  if (request.identifiers.length === 0) throw new Error('an erasure without data subjects')
  return JSON.stringify({ userIds: request.identifiers.map(subject), botIds, RemoveDataFromAllBots: all })
}

/** Channel and user id together have no documented JSON form; this is the closest one. */
function subject(identifier: Identifier): unknown {
  if (identifier.by !== 'channelUserId' || identifier.channelId === null) return identifier.value
  return { channel_id: identifier.channelId, channel_user_id: identifier.value }
}
