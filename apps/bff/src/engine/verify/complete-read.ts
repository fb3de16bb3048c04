import { type Access, isOtherUser } from '@muster/core/account/user'
import { mergeReading, roleKindOf, type UserReading } from '@muster/core/account/user-reading'
import type { PlanItem, Step } from '@muster/core/plan/plan'
import type { PartlyRead, ReadUser } from '../kore-ports.ts'

/**
 * Completes a reading from the plan, to compare it with the plan. Values that the item changes must come from the
 * response itself: without them the user counts as unread. Where another user has the address by now, the planned one is
 * gone: no change that was reviewed for one user may reach another.
 */
export function completeRead(item: PlanItem, read: ReadUser | PartlyRead): ReadUser {
  if ('user' in read && item.user !== null && isOtherUser(item.user, read.user.id))
    return { kind: 'absent', koreResponse: null, otherId: read.user.id }
  if (read.kind !== 'partly_read') return read
  const { user: reading, koreResponse } = read
  const known: Access = item.before ?? { groups: [], roles: [], canCreateBot: false, isDeveloper: false }
  const isMissing = item.change.kind === 'update' && (item.before === null || lacksWhatIsTouched(item.steps, reading))
  if (isMissing) return { kind: 'unreadable', cause: 'unexpected_response', koreResponse }
  const profile = { id: reading.id, email: reading.email, firstName: '', lastName: '', orgUserId: null }
  const { groups, roles, canCreateBot, isDeveloper } = mergeReading(
    { ...profile, status: 'unknown', ...known },
    reading,
  )
  return { kind: 'found', user: { ...reading, groups, roles, canCreateBot, isDeveloper }, reading }
}

/** Both flags are sent with every update, so they always count as changed. */
function lacksWhatIsTouched(steps: readonly Step[], reading: UserReading): boolean {
  if (reading.canCreateBot === undefined || reading.isDeveloper === undefined) return true
  return steps.some((step) => {
    if (step.field === 'group') return reading.groups === undefined || reading.roles === undefined
    if (step.field !== 'role') return false
    return reading.roles === undefined || (reading.listsOnly !== undefined && reading.listsOnly !== roleKindOf(step))
  })
}
