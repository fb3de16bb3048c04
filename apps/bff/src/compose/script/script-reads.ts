import type { Lookups } from '@muster/core/account/access'
import type { Identifier } from '@muster/core/account/user'
import type { PlanItem } from '@muster/core/plan/plan'
import { takingOf } from '@muster/core/policy/floors'
import type { Clock } from '../../clock.ts'
import type { KoreWriter } from '../../engine/kore-ports.ts'
import { readIdentifier } from '../../engine/kore-requests.ts'
import type { JobDirectory } from '../../engine/ports.ts'

export interface ScriptReadDeps {
  readonly directory: Pick<JobDirectory, 'adminHolders' | 'markGone' | 'upsertUsers'>
  readonly writer: Pick<KoreWriter, 'readUsers'>
  readonly clock: Pick<Clock, 'now'>
}

/** Time limit of the reads before a call. */
const readMs = 10_000
/** Maximum other holders of an admin role to read before one loses it. One found is enough. */
const holdersRead = 20

/** Items that may remove an admin role from a user: through a removal, an account role, or a group that carries one. */
const mayTakeAdmin = ({ change, steps }: PlanItem): boolean =>
  change.kind === 'remove' ||
  steps.some((step) =>
    step.field === 'role'
      ? step.op === 'remove' && step.botId === null
      : step.field === 'group' && step.op === 'remove',
  )

/** Reads users who may lose an admin role in a call, so the guards check Kore.ai's current state. Returns whether any was read. */
export async function readTaken(deps: ScriptReadDeps, items: readonly PlanItem[]): Promise<boolean> {
  const taken = items
    .filter(mayTakeAdmin)
    .map((item) => ({ id: item.user?.id ?? null, identifier: readIdentifier(item) }))
  return taken.length > 0 && (await keepRead(deps, taken)) > 0
}

/**
 * Reads other holders of the admin roles that a call removes. Unread: none could be read, so it is unknown whether an
 * administrator would remain. None: it removes no such role, or no other user holds it.
 */
export async function readOtherHolders(
  deps: ScriptReadDeps,
  items: readonly PlanItem[],
  lookups: Lookups,
): Promise<'none' | 'read' | 'unread'> {
  const losses = items.flatMap((item) => {
    const { adminRolesLost } = takingOf(item, item.before, lookups)
    return adminRolesLost.length === 0 || item.user === null ? [] : [{ id: item.user.id, roles: adminRolesLost }]
  })
  if (losses.length === 0) return 'none'
  const losing = new Set(losses.map(({ id }) => id))
  const roles = [...new Set(losses.flatMap((loss) => loss.roles))]
  const known = await deps.directory.adminHolders(roles, holdersRead + losing.size)
  const others = known.filter(({ id }) => !losing.has(id)).slice(0, holdersRead)
  if (others.length === 0) return 'none'
  const reads = others.map(({ id, email }) => ({ id, identifier: { by: 'email', value: email } as const }))
  return (await keepRead(deps, reads)) > 0 ? 'read' : 'unread'
}

interface Read {
  readonly id: string | null
  readonly identifier: Identifier
}

/** Reads users and updates the directory. Returns how many were found or proved to be gone. */
async function keepRead({ directory, writer, clock }: ScriptReadDeps, users: readonly Read[]): Promise<number> {
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
  return found.length + gone.length
}
