import type { CauseCode } from '@muster/core/cause'
import { isIdentifier } from '@muster/core/identifier/read-identifier'
import type { Identifier } from '@muster/core/user'
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
  ReadUser,
} from '../../features/jobs/ports.ts'
import type { RawAnswer } from './answer-kind.ts'
import { eraseOutcome } from './erase-outcome.ts'
import { readErasure } from './erasure-reader.ts'
import type { Gate } from './gate.ts'
import { parseJson } from './json-value.ts'
import { readCause } from './read-json.ts'
import { readUsersInfo } from './read-users-info.ts'
import { redact, wordsOf } from './redact.ts'
import { eraseBody, removeBody, updateBody } from './request-bodies.ts'
import { userOutcomes } from './user-outcomes.ts'

/** What a job needs of Kore.ai, over the gate. */
export function createKoreWriter(
  gate: Gate,
  limits: KoreWriter['limits'],
  lookAgain: KoreWriter['lookAgain'],
): KoreWriter {
  return {
    limits,
    lookAgain,
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

/** The last guard before what cannot be undone: text that is no documented identifier never leaves. */
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
  const { cause, detail } = result
  if (result.kind === 'in_doubt') return { kind: 'in_doubt', cause, koreAnswer: redact(detail) }
  return { kind: 'not_sent', cause, koreAnswer: redact(detail), retryAfterMs: result.retryAfterMs, answered: false }
}

/** One call a kind of identifier (Get User Information takes either e-mails or organisation ids), answers in the order asked. */
async function readUsers(
  gate: Gate,
  identifiers: readonly Identifier[],
  options: CallOptions,
): Promise<readonly ReadUser[]> {
  const found = new Map<Identifier, ReadUser>()
  for (const [by, field] of [
    ['email', 'emailIds'],
    ['orgUserId', 'orgUserIds'],
  ] as const) {
    const asked = identifiers.filter((identifier) => identifier.by === by)
    if (asked.length === 0) continue
    const body = JSON.stringify({ [field]: asked.map(({ value }) => value), status: 'all' })
    const read = await readSome(gate, { asked, body }, options)
    for (const [n, identifier] of asked.entries()) found.set(identifier, read[n] ?? unreadable('no_answer', null))
  }
  // Kore.ai reads nobody by user id or channel id.
  return identifiers.map((identifier) => found.get(identifier) ?? unreadable('access_unverified', null))
}

async function readSome(
  gate: Gate,
  call: { readonly asked: readonly Identifier[]; readonly body: string },
  options: CallOptions,
): Promise<readonly ReadUser[]> {
  const result = await gate.call({ endpoint: usersInfo, body: call.body, ...options })
  const all = (cause: CauseCode, koreAnswer: string | null) => call.asked.map(() => unreadable(cause, koreAnswer))
  if (result.kind !== 'answered') return all(result.cause, redact(result.detail))
  if (result.is !== 'other') return all(readCause[result.is], wordsOf(result.text))
  const parsed = parseJson(result.text)?.value
  if (result.answer.status !== 200 || !Array.isArray(parsed)) return all('unexpected_answer', wordsOf(result.text))
  return readUsersInfo(call.asked, parsed)
}

function unreadable(cause: CauseCode, koreAnswer: string | null): ReadUser {
  return { kind: 'unreadable', cause, koreAnswer }
}
