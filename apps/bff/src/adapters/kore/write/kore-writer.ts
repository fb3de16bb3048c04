import type { Identifier } from '@muster/core/account/user'
import { isIdentifier } from '@muster/core/identifier/read-identifier'
import type { CauseCode } from '@muster/core/outcome/cause'
import type { KoreEndpoint } from '@muster/kore-api/endpoint'
import { eraseUsersData } from '@muster/kore-api/erase-users-data'
import { removeUsers } from '@muster/kore-api/remove-users'
import { updateUsers } from '@muster/kore-api/update-users'
import { usersInfo } from '@muster/kore-api/users-info'
import type {
  CallOptions,
  CallResult,
  EraseRequest,
  EraseResult,
  KoreWriter,
  PartlyRead,
  ReadUser,
} from '../../../engine/kore-ports.ts'
import type { Gate } from '../gate/gate.ts'
import { absentUser } from '../read/absent-user.ts'
import { readErasure } from '../read/erasure-reader.ts'
import { type PartRead, readInParts } from '../read/read-in-parts.ts'
import { readCause } from '../read/read-json.ts'
import { readUsersInfo, type UserRead } from '../read/read-users-info.ts'
import { eraseOutcome } from '../responses/erase-outcome.ts'
import { parseJson } from '../responses/json-value.ts'
import { wordsOf } from '../responses/redact.ts'
import type { RawAnswer } from '../responses/response-kind.ts'
import { userOutcomes } from '../responses/user-outcomes.ts'
import { eraseBody, removeBody, updateBody } from './request-bodies.ts'

/** Kore.ai calls that a job needs, through the gate. */
export function createKoreWriter(
  gate: Gate,
  limits: KoreWriter['limits'],
  allowCredentialCheck: KoreWriter['allowCredentialCheck'],
): KoreWriter {
  return {
    limits,
    allowCredentialCheck,
    updateUsers: (requests, options) =>
      write({ gate, endpoint: updateUsers, body: updateBody(requests), options }, (answer) =>
        userOutcomes('update', requests, answer),
      ),
    removeUsers: (requests, options) =>
      write({ gate, endpoint: removeUsers, body: removeBody(requests), options }, (answer) =>
        userOutcomes('remove', requests, answer),
      ),
    eraseUsersData: (request, options) => erase(gate, request, options),
    readUsers: (identifiers, options) => readUsers(gate, identifiers, options),
    readErasure: (requestId, options) => readErasure(gate, requestId, options),
  }
}

/** The last guard before an irreversible call: text that is not a documented identifier never leaves. */
async function erase(gate: Gate, request: EraseRequest, options: CallOptions): Promise<EraseResult> {
  if (!request.identifiers.every(isIdentifier))
    return { kind: 'refused', cause: 'identifier_invalid', status: 0, koreAnswer: null }
  return write<EraseResult>({ gate, endpoint: eraseUsersData, body: eraseBody(request), options }, eraseOutcome)
}

interface Write {
  readonly gate: Gate
  readonly endpoint: KoreEndpoint
  readonly body: string
  readonly options: CallOptions
}

async function write<R>(call: Write, read: (answer: RawAnswer) => R): Promise<R | CallResult> {
  const { gate, endpoint, body, options } = call
  const result = await gate.call({ endpoint, body, ...options })
  if (result.kind === 'answered') {
    if (result.is === 'limited' && result.answer.status === 429) {
      const koreAnswer = wordsOf(result.text)
      return { kind: 'not_sent', cause: 'rate_limited', koreAnswer, retryAfterMs: result.retryAfterMs, answered: true }
    }
    return read({ status: result.answer.status, body: result.text })
  }
  // No response came: the network message is Muster's sentence, not Kore.ai's.
  const { cause } = result
  if (result.kind === 'in_doubt') return { kind: 'in_doubt', cause, koreAnswer: null }
  return { kind: 'not_sent', cause, koreAnswer: null, retryAfterMs: result.retryAfterMs, answered: false }
}

/** One call for each kind of identifier: Get User Information takes either emails or organization IDs. */
async function readUsers(
  gate: Gate,
  identifiers: readonly Identifier[],
  options: CallOptions,
): Promise<readonly (ReadUser | PartlyRead)[]> {
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
  const failed = (isAnswered: boolean, cause: CauseCode, koreAnswer: string | null) =>
    ({ kind: 'failed', isAnswered, failure: unreadable(cause, koreAnswer) }) as const
  if (result.kind !== 'answered') {
    // A read without a response was sent, and its user may be the reason.
    const mayBeUser = result.kind === 'in_doubt' && !options.signal.aborted
    return failed(mayBeUser, result.cause, null)
  }
  const words = wordsOf(result.text)
  if (result.is === 'limited' || result.is === 'credential') return failed(false, readCause[result.is], words)
  if (result.is !== 'other') return failed(true, readCause[result.is], words)
  const parsed = parseJson(result.text)?.value
  if (result.answer.status !== 200 || !Array.isArray(parsed)) return failed(true, 'unexpected_answer', words)
  return { kind: 'read', results: readUsersInfo(part, parsed) }
}

/** Whether a read without a user of the account gets a response. */
async function isUp(gate: Gate, options: CallOptions): Promise<boolean> {
  const result = await gate.call({ endpoint: usersInfo, body: absentUser, ...options })
  return result.kind === 'answered' && result.is === 'other' && result.answer.status === 200
}

type Unreadable = Extract<ReadUser, { kind: 'unreadable' }>

function unreadable(cause: CauseCode, koreAnswer: string | null): Unreadable {
  return { kind: 'unreadable', cause, koreAnswer }
}
