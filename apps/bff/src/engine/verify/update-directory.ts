import { idOfAddress } from '@muster/core/account/user'
import type { RunContext } from '../context/run-context.ts'
import type { ReadUser } from '../kore-ports.ts'
import type { RunItem } from '../ports.ts'

/** Writes the latest readings to the directory. */
export async function updateDirectory(
  { deps }: RunContext,
  { items, reads, readAt }: { items: readonly RunItem[]; reads: readonly ReadUser[]; readAt: number },
): Promise<void> {
  const users = reads.flatMap((read) => (read.kind === 'found' ? [read.reading ?? read.user] : []))
  const gone = items.flatMap(({ item: { user } }, n) => {
    const read = reads[n]
    if (read?.kind !== 'absent' || user === null) return []
    // A directory from a file without IDs has the user under the address.
    return read.otherId !== undefined || user.email === '' ? [user.id] : [user.id, idOfAddress(user.email)]
  })
  if (users.length > 0) await deps.directory.upsertUsers(users, readAt)
  if (gone.length > 0) await deps.directory.markGone(gone, readAt)
}
