import { isOtherUser } from '@muster/core/account/user'
import { joinReadings, type UserReading } from '@muster/core/account/user-reading'
import type { Message } from '@muster/core/text/message'
import { usersInfo } from '@muster/kore-api/users-info'
import { message } from '@muster/wording/message'
import type { ReadFailure, UnreadableRecord } from '../../../features/directory/ports.ts'
import type { BatchSizes } from '../batch/batch-sizes.ts'
import type { Gate } from '../gate/gate.ts'
import { issuesInOne, unreadableRecord } from '../responses/unreadable-record.ts'
import { absentUser } from './absent-user.ts'
import { type OneRead, type PartRead, readInParts } from './read-in-parts.ts'
import { readJson, unexpected } from './read-json.ts'
import { isNotListed, readUsersInfo, type UserRead } from './read-users-info.ts'

interface DetailsCall {
  readonly users: readonly UserReading[]
  readonly sizes: BatchSizes
  readonly signal: AbortSignal
}

type Details =
  | ReadFailure
  | {
      readonly kind: 'details'
      readonly users: readonly UserReading[]
      readonly unreadable: readonly UnreadableRecord[]
      /** Why details could not be read for any user; null if they could. */
      readonly failure: Message | null
    }

/** Responses that end the reading of details without failing the page: the app lacks the permission. */
const notAllowed = 'not_allowed'

type End = OneRead<UserRead, ReadFailure | typeof notAllowed>

/**
 * Adds the data of Get User Information to listed users. Without permission, or if it fails for all users, the users
 * stay as listed. A user whose details cannot be read stays as listed and is reported.
 */
export async function readUserDetails(gate: Gate, call: DetailsCall): Promise<Details> {
  const users: UserReading[] = []
  const unreadable: UnreadableRecord[] = []
  for (let rest = call.users; rest.length > 0; ) {
    const some = rest.slice(0, call.sizes.of(usersInfo))
    rest = rest.slice(some.length)
    const ends = await readDetailsOf(gate, { ...call, users: some })
    const failure = [...ends.values()].find((end) => end.kind === 'failed')
    if (failure !== undefined && failure.failure !== notAllowed) {
      return failure.failure.hasResponse ? withoutDetails(call.users, failure.failure) : failure.failure
    }
    for (const user of some) {
      const joined = joinDetails(user, ends.get(user))
      users.push(joined.user)
      if (joined.issue !== null) unreadable.push(joined.issue)
    }
  }
  return { kind: 'details', users, unreadable, failure: null }
}

/** Keeps the listed values; values missing from the list keep their known state. */
function withoutDetails(users: readonly UserReading[], { cause, diagnosis, koreResponse }: ReadFailure): Details {
  const why = diagnosis ?? message('directory.cause', { cause: message(`cause_title.${cause}`) })
  const failure = message('directory.details_fail', { why })
  const details = { reason: failure, id: null, excerpt: koreResponse, isOmitted: false }
  const record = unreadableRecord('users', { name: 'Get User Information' }, details)
  return { kind: 'details', users, unreadable: [record], failure }
}

/** Get User Information for users named by email, split where it fails. */
export function readDetailsOf<U extends { readonly email: string }>(
  gate: Gate,
  { users, sizes, signal }: Pick<DetailsCall, 'sizes' | 'signal'> & { readonly users: readonly U[] },
): Promise<ReadonlyMap<U, End>> {
  return readInParts(users, {
    read: (part) => readDetailsPart(gate, part, signal),
    isUp: async () => (await readJson(gate, { endpoint: usersInfo, body: absentUser, signal })).kind === 'json',
    isMissing: isNotListed,
    learn: (evidence) => sizes.learn(usersInfo, evidence),
  })
}

async function readDetailsPart(
  gate: Gate,
  part: readonly { readonly email: string }[],
  signal: AbortSignal,
): Promise<PartRead<UserRead, ReadFailure | typeof notAllowed>> {
  const body = JSON.stringify({ emailIds: part.map(({ email }) => email), status: 'all' })
  const read = await readJson(gate, { endpoint: usersInfo, body, signal })
  if (read.kind === 'forbidden') return { kind: 'failed', failure: notAllowed, hasResponse: false }
  if (read.kind === 'failed') return { kind: 'failed', failure: read, hasResponse: read.hasResponse }
  if (!Array.isArray(read.value)) return { kind: 'failed', failure: unexpected(read.value), hasResponse: true }
  const requested = part.map(({ email }) => ({ by: 'email', value: email }) as const)
  return { kind: 'read', results: readUsersInfo(requested, read.value) }
}

interface Joined {
  readonly user: UserReading
  readonly issue: UnreadableRecord | null
}

function joinDetails(user: UserReading, end: End | undefined): Joined {
  const report = (reason: Message, excerpt: string | null): Joined => ({
    user,
    issue: unreadableRecord(
      'users',
      { username: user.email, userId: user.id },
      { reason, id: user.id, excerpt, isOmitted: false },
    ),
  })
  if (end === undefined || end.kind === 'failed') return { user, issue: null }
  if (end.kind === 'alone') {
    const { koreResponse, diagnosis } =
      end.failure === notAllowed ? { koreResponse: null, diagnosis: null } : end.failure
    const fails = message('record.read_fails')
    const why = diagnosis === null ? fails : message('text.sentences', { first: fails, second: diagnosis })
    return report(incomplete(why), koreResponse)
  }
  if (end.result === undefined) return report(incomplete(message('record.not_in_response')), null)
  const { read, issues } = end.result
  if (read.kind === 'absent') return report(incomplete(message('record.unknown_user')), read.koreResponse)
  if (read.kind === 'unreadable') {
    const why = read.koreResponse === null ? message('record.not_in_response') : message('record.unreadable')
    return report(incomplete(why), read.koreResponse)
  }
  if (isOtherUser(user, read.user.id)) {
    return report(incomplete(message('record.other_user_id', { id: read.user.id.slice(0, 200) })), null)
  }
  const joined = joinReadings(user, { ...read.user, id: user.id, email: user.email })
  return { user: joined, issue: issues.length === 0 ? null : report(issuesInOne(issues), null).issue }
}

const incomplete = (why: Message): Message => message('record.incomplete', { why })
