import { usersInfo } from '@muster/kore-api/users-info'
import type { ListedUser, Unlisted } from '../../../features/directory/ports.ts'
import type { BatchSizes } from '../batch/batch-sizes.ts'
import type { Gate } from '../gate/gate.ts'
import { readDetailsOf } from './read-user-details.ts'

interface UnlistedCall {
  readonly users: readonly ListedUser[]
  readonly sizes: BatchSizes
  readonly signal: AbortSignal
}

/**
 * Reads the users missing from a list one by one: a list may end early, shift or skip. Only a response that does not know
 * the user, or finds another user under the address, proves that the user is gone.
 */
export async function findUnlisted(gate: Gate, { users, sizes, signal }: UnlistedCall): Promise<Unlisted> {
  const present: string[] = []
  for (let rest = users; rest.length > 0; ) {
    const some = rest.slice(0, sizes.of(usersInfo))
    rest = rest.slice(some.length)
    const ends = await readDetailsOf(gate, { users: some, sizes, signal })
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
