import type { Lookups } from '@muster/core/account/access'
import type { Identifier } from '@muster/core/account/user'
import type { PlanItem } from '@muster/core/plan/plan'
import type { Clock } from '../../clock.ts'
import type { GuardedTaking } from '../../engine/guard-ports.ts'
import type { KoreWriter } from '../../engine/kore-ports.ts'
import { readIdentifier } from '../../engine/kore-requests.ts'
import type { JobDirectory } from '../../engine/ports.ts'
import { adminRolesRead, confirmHolders, guardedTakings, type OtherHolders } from '../../engine/send/confirm-holders.ts'

export interface ScriptReadDeps {
  readonly directory: Pick<JobDirectory, 'adminHolders' | 'adminPolicy' | 'markGone' | 'upsertUsers'>
  readonly writer: Pick<KoreWriter, 'readUsers'>
  readonly clock: Pick<Clock, 'now'>
}

/** Time limit of the reads before a call. */
const readMs = 10_000

/** Items that may remove an admin role from a user: through a removal, an account role, or a group that carries one. */
const mayTakeAdmin = ({ change, steps }: PlanItem): boolean =>
  change.kind === 'remove' ||
  steps.some((step) =>
    step.field === 'role'
      ? step.op === 'remove' && step.botId === null
      : step.field === 'group' && step.op === 'remove',
  )

/** Reads users who may lose an admin role in a call, so the guards check Kore.ai's current state. */
export async function readTaken(
  deps: ScriptReadDeps,
  items: readonly PlanItem[],
): Promise<{ readonly isStored: boolean; readonly unread: ReadonlySet<number> }> {
  const taken = items.filter(mayTakeAdmin)
  if (taken.length === 0) return { isStored: false, unread: new Set() }
  const users = taken.map((item) => ({ id: item.user?.id ?? null, identifier: readIdentifier(item) }))
  const { reads, isStored } = await storeReads(deps, users)
  const unread = taken.filter((_, n) => adminRolesRead(reads[n]) === null)
  return { isStored, unread: new Set(unread.map(({ seq }) => seq)) }
}

/** What a call takes away, and other holders of the admin roles that it takes. */
export interface TakingsRead extends OtherHolders {
  readonly takings: readonly GuardedTaking[]
}

/** Reads other holders of the admin roles that a call takes, unless it is refused anyway. */
export async function readOtherHolders(
  deps: ScriptReadDeps,
  { items, unread, isRefused }: { items: readonly PlanItem[]; unread: ReadonlySet<number>; isRefused: boolean },
  lookups: Lookups,
): Promise<TakingsRead & { readonly isStored: boolean }> {
  const given = items.map((item) => ({ item, now: item.before, isRead: !unread.has(item.seq) }))
  const takings = await guardedTakings(deps.directory, given, lookups)
  if (isRefused) return { takings, holders: new Map(), areUnread: false, isStored: false }
  let isStored = false
  const others = await confirmHolders(deps.directory, takings, async (page) => {
    const users = page.map(({ id, email }) => ({ id, identifier: { by: 'email', value: email } as const }))
    const stored = await storeReads(deps, users)
    isStored ||= stored.isStored
    return stored.reads
  })
  return { takings, ...others, isStored }
}

interface Read {
  readonly id: string | null
  readonly identifier: Identifier
}

/** Reads users and updates the directory. Stored: at least one was found or proved to be gone. */
async function storeReads({ directory, writer, clock }: ScriptReadDeps, users: readonly Read[]) {
  const readAt = clock.now()
  const options = { lane: 'interactive', signal: AbortSignal.timeout(readMs) } as const
  const reads = await writer.readUsers(
    users.map(({ identifier }) => identifier),
    options,
  )
  const found = reads.flatMap((read) => (read.kind === 'found' || read.kind === 'partly_read' ? [read.user] : []))
  const gone = users.flatMap(({ id }, n) => (reads[n]?.kind === 'absent' && id !== null ? [id] : []))
  if (found.length > 0) await directory.upsertUsers(found, readAt)
  if (gone.length > 0) await directory.markGone(gone, readAt)
  return { reads, isStored: found.length + gone.length > 0 }
}
