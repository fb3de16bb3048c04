import { usersInfo } from '@muster/kore-api/users-info'
import type { ListedUser, Unlisted } from '../../../features/directory/ports.ts'
import type { Gate } from '../gate/gate.ts'
import { absentUser } from './absent-user.ts'
import { readInParts } from './read-in-parts.ts'
import { readJson } from './read-json.ts'
import { readDetailsPart } from './read-user-details.ts'

interface UnlistedCall {
  readonly users: readonly ListedUser[]
  readonly readBatch: number
  readonly signal: AbortSignal
}

/**
 * Reads the users missing from a list one by one: a list may end early, shift or skip. Only a response that does not know
 * the user, or finds another user under the address, proves that the user is gone.
 */
export async function findUnlisted(gate: Gate, { users, readBatch, signal }: UnlistedCall): Promise<Unlisted> {
  const present: string[] = []
  for (let from = 0; from < users.length; from += readBatch) {
    const some = users.slice(from, from + readBatch)
    const ends = await readInParts(some, {
      read: (part) => readDetailsPart(gate, part, signal),
      isUp: async () => (await readJson(gate, { endpoint: usersInfo, body: absentUser, signal })).kind === 'json',
    })
    for (const user of some) {
      const end = ends.get(user)
      if (end?.kind === 'failed') return { kind: end.failure === 'not_allowed' ? 'forbidden' : 'failed' }
      const read = end?.kind === 'read' ? end.result?.read : undefined
      const isAnother = read !== undefined && 'user' in read && user.id !== user.email && read.user.id !== user.id
      if (read?.kind !== 'absent' && !isAnother) present.push(user.id)
    }
  }
  return { kind: 'checked', present }
}
