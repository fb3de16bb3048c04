import type { Lookups } from '@muster/core/account/access'
import { type Access, type Identifier, isOtherUser } from '@muster/core/account/user'
import type { PlanItem } from '@muster/core/plan/plan'
import { takingOf } from '@muster/core/policy/floors'
import type { ConfirmedHolders, GuardedTaking } from '../guard-ports.ts'
import type { PartlyRead, ReadUser } from '../kore-ports.ts'
import type { JobDirectory } from '../ports.ts'

/** Most holders in one read, and most reads for a call. */
const readSize = 20
const mostReads = 5

type Read = ReadUser | PartlyRead
export type Holder = Awaited<ReturnType<JobDirectory['adminHolders']>>[number]

/** Identifier for a read of a holder. Kore.ai reads by email, and in some versions by organization ID; never by user ID. */
export const holderIdentifier = ({ email, orgUserId }: Holder): Identifier =>
  email === '' && orgUserId !== null ? { by: 'orgUserId', value: orgUserId } : { by: 'email', value: email }

/** Whether a read without a result proves that the holder is gone. Versions that read by email only find no organization ID. */
export const provesGone = ({ email }: Holder): boolean => email !== ''

/** The admin roles of a user by a read; null if it does not show them. */
export function adminRolesRead(read: Read | undefined): readonly string[] | null {
  if (read === undefined || read.kind === 'unreadable') return null
  if (read.kind === 'absent') return []
  // A completed reading holds roles of the plan.
  const { roles, listsOnly } = (read.kind === 'found' ? read.reading : undefined) ?? read.user
  if (roles === undefined || listsOnly === 'bot') return null
  return roles.flatMap(({ roleId, botId }) => (botId === null ? [roleId] : []))
}

interface ReadItem {
  readonly item: PlanItem
  readonly now: Access | null
  /** Whether Kore.ai returned the user's admin roles. */
  readonly isRead: boolean
}

/** What a call takes away. A user who is not read may hold any admin role of the account. */
export async function guardedTakings(
  directory: Pick<JobDirectory, 'adminPolicy'>,
  items: readonly ReadItem[],
  lookups: Lookups,
): Promise<readonly GuardedTaking[]> {
  const areRead = items.every(({ isRead }) => isRead)
  const roles = areRead ? [] : [...(await directory.adminPolicy()).holders.keys()]
  return items.map(({ item, now, isRead }) => {
    const taking = takingOf(item, now, lookups)
    const adminRolesLost = isRead ? taking.adminRolesLost : [...new Set([...taking.adminRolesLost, ...roles])]
    return { seq: item.seq, userId: item.user?.id ?? null, isRead, taking: { ...taking, adminRolesLost } }
  })
}

interface Losers {
  readonly ids: Set<string>
  /** Emails and ids in lower case. */
  readonly names: Set<string>
}

/** Users of the call who lose each admin role. */
function losersOf(takings: readonly GuardedTaking[]): ReadonlyMap<string, Losers> {
  const byRole = new Map<string, Losers>()
  for (const { userId, taking } of takings) {
    for (const role of taking.adminRolesLost) {
      const losers = byRole.get(role) ?? { ids: new Set(), names: new Set() }
      byRole.set(role, losers)
      if (userId !== null) losers.ids.add(userId)
      for (const name of taking.names) losers.names.add(name)
    }
  }
  return byRole
}

/** Other holders of the admin roles that a call takes. */
export interface OtherHolders {
  readonly holders: ConfirmedHolders
  /** Whether a role has no confirmed holder, and holders remain who could not be read. */
  readonly areUnread: boolean
}

/** Reads other holders of the admin roles that a call takes, until Kore.ai confirms one for each role. */
export async function confirmHolders(
  directory: Pick<JobDirectory, 'adminHolders'>,
  takings: readonly GuardedTaking[],
  readHolders: (holders: readonly Holder[]) => Promise<readonly Read[]>,
): Promise<OtherHolders> {
  const losers = losersOf(takings)
  const holders = new Map<string, string[]>()
  const tried = new Set<string>()
  let areUnread = false
  for (let n = 0; ; n += 1) {
    const open = [...losers].filter(([role]) => !holders.has(role))
    if (open.length === 0) return { holders, areUnread: false }
    const page = await nextHolders(directory, open, tried)
    if (page.length === 0) return { holders, areUnread }
    if (n === mostReads) return { holders, areUnread: true }
    const reads = await readHolders(page)
    for (const [at, holder] of page.entries()) {
      const roles = rolesOf(holder, reads[at])
      areUnread ||= roles === null
      const kept = (roles ?? []).filter((role) => losers.get(role)?.ids.has(holder.id) === false)
      for (const role of kept) holders.set(role, [...(holders.get(role) ?? []), holder.id])
    }
  }
}

type Open = readonly (readonly [string, Losers])[]

/** Stored holders of these roles who were not tried yet, and who are no users of the call under another name. */
async function nextHolders(
  directory: Pick<JobDirectory, 'adminHolders'>,
  open: Open,
  tried: Set<string>,
): Promise<readonly Holder[]> {
  const size = Math.ceil(readSize / open.length)
  const pages = open.map(async ([role, { ids, names }]) => {
    const page = await directory.adminHolders(role, { except: [...tried, ...ids], limit: size + names.size })
    const isNamed = ({ id, email, orgUserId }: Holder) =>
      [id, email, orgUserId].some((name) => name !== null && names.has(name.toLowerCase()))
    return page.filter((holder) => !isNamed(holder)).slice(0, size)
  })
  const found = new Map((await Promise.all(pages)).flat().map((holder) => [holder.id, holder]))
  for (const id of found.keys()) tried.add(id)
  return [...found.values()]
}

/** Admin roles of a holder by a read; null if it does not show them, or shows another user. */
function rolesOf(holder: Holder, read: Read | undefined): readonly string[] | null {
  const isOther = (read?.kind === 'found' || read?.kind === 'partly_read') && isOtherUser(holder, read.user.id)
  return isOther ? null : adminRolesRead(read)
}
