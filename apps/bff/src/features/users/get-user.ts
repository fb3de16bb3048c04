import type { AuditEntry } from '@muster/contracts/audit'
import type { UserEntry } from '@muster/contracts/users'
import { ProblemError } from '../../problem-error.ts'
import type { UserFinder, UserHistory } from './ports.ts'

/** One user and their history. Throws `not_found`. */
export async function getUser(
  deps: { readonly users: UserFinder; readonly history: UserHistory },
  id: string,
): Promise<{ user: UserEntry; history: readonly AuditEntry[] }> {
  const user = await deps.users.find(id)
  if (user === null) {
    throw new ProblemError(
      'not_found',
      'This user is not in the directory. They may have been removed from the account.',
    )
  }
  return { user, history: await deps.history.of(id) }
}
