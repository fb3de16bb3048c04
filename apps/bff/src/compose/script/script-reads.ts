import type { Lookups } from '@muster/core/account/access'
import { type Identifier, isOtherUser, type User } from '@muster/core/account/user'
import type { PlanItem } from '@muster/core/plan/plan'
import type { Clock } from '../../clock.ts'
import type { GuardedTaking } from '../../engine/guard-ports.ts'
import type { KoreWriter, PartlyRead, ReadUser } from '../../engine/kore-ports.ts'
import { readIdentifier } from '../../engine/kore-requests.ts'
import type { JobDirectory } from '../../engine/ports.ts'
import {
  adminRolesRead,
  confirmHolders,
  guardedTakings,
  holderIdentifier,
  type OtherHolders,
  provesGone,
} from '../../engine/send/confirm-holders.ts'

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

type Reads = ReadonlyMap<number, ReadUser | PartlyRead | undefined>

/**
 * Reads users who may lose an admin role in a call, so the guards check Kore.ai's current state. For a member limited to
 * groups: all users of an update, who may have left the groups since the sync.
 */
export async function readTaken(
  deps: ScriptReadDeps,
  items: readonly PlanItem[],
  limited: boolean,
): Promise<{ readonly isStored: boolean; readonly reads: Reads }> {
  const taken = items.filter((item) => mayTakeAdmin(item) || (limited && item.change.kind === 'update'))
  if (taken.length === 0) return { isStored: false, reads: new Map() }
  const users = taken.map((item) => ({ known: item.user, identifier: readIdentifier(item) }))
  const { reads, isStored } = await storeReads(deps, users)
  return { isStored, reads: new Map(taken.map(({ seq }, n) => [seq, reads[n]])) }
}

/** Numbers of the items whose user was not read, or is not known to be the one that Kore.ai finds. */
export function unreadOf(items: readonly PlanItem[], reads: Reads, limited: boolean): ReadonlySet<number> {
  const isUnread = (item: PlanItem) => {
    const read = reads.get(item.seq)
    if (adminRolesRead(read) === null) return true
    if (read?.kind !== 'found' && read?.kind !== 'partly_read') return false
    const { id, orgUserId, groups } = (read.kind === 'found' ? read.reading : undefined) ?? read.user
    if (item.user === null || isOtherUser(item.user, id) || (limited && groups === undefined)) return true
    return item.identifier.by === 'orgUserId' && orgUserId !== item.identifier.value.trim()
  }
  return new Set(items.filter((item) => reads.has(item.seq) && isUnread(item)).map(({ seq }) => seq))
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
    const users = page.map((holder) => ({
      known: provesGone(holder) ? holder : null,
      identifier: holderIdentifier(holder),
    }))
    const stored = await storeReads(deps, users)
    isStored ||= stored.isStored
    return stored.reads
  })
  return { takings, ...others, isStored }
}

interface Read {
  readonly known: Pick<User, 'id' | 'email'> | null
  readonly identifier: Identifier
}

/**
 * Reads users and updates the directory. Stored: at least one was found or proved to be gone, as is a known user whose
 * address another one has.
 */
async function storeReads({ directory, writer, clock }: ScriptReadDeps, users: readonly Read[]) {
  const readAt = clock.now()
  const options = { lane: 'interactive', signal: AbortSignal.timeout(readMs) } as const
  const reads = await writer.readUsers(
    users.map(({ identifier }) => identifier),
    options,
  )
  const found = reads.flatMap((read) => (read.kind === 'found' || read.kind === 'partly_read' ? [read.user] : []))
  const gone = users.flatMap(({ known }, n) => (known !== null && isGone(known, reads[n]) ? [known.id] : []))
  if (found.length > 0) await directory.upsertUsers(found, readAt)
  if (gone.length > 0) await directory.markGone(gone, readAt)
  return { reads, isStored: found.length + gone.length > 0 }
}

/** Whether a read proves that a known user left: Kore.ai has no user, or another one, under the address. */
export function isGone(known: Pick<User, 'id' | 'email'>, read: ReadUser | PartlyRead | undefined): boolean {
  if (read === undefined || read.kind === 'unreadable') return false
  return read.kind === 'absent' || isOtherUser(known, read.user.id)
}
