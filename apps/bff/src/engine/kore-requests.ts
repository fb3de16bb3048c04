import type { Access, Identifier } from '@muster/core/account/user'
import { comparableAddress } from '@muster/core/identifier/address'
import { flagsToSend } from '@muster/core/plan/drift'
import type { PlanItem } from '@muster/core/plan/plan'
import type { RemoveRequest, UpdateRequest } from './kore-ports.ts'
import type { WriteIdentifier } from './ready-item.ts'

const isSameAddress = (one: string, other: string) => comparableAddress(one) === comparableAddress(other)

/**
 * Identifier for a write call: the given one if the endpoint accepts it, otherwise the planned user's email. An address
 * goes out as the account spells it.
 */
export function writeIdentifier(item: PlanItem): WriteIdentifier | null {
  const { identifier, user } = item
  if (identifier.by === 'email') {
    const known = user !== null && isSameAddress(user.email, identifier.value)
    return { by: 'email', value: known ? user.email : identifier.value }
  }
  if (identifier.by === 'orgUserId') return { by: 'orgUserId', value: identifier.value }
  return user === null || user.email === '' ? null : { by: 'email', value: user.email }
}

/** Identifier for a re-read: the email if known, which every version of `usersInfo` accepts. */
export function readIdentifier(item: PlanItem): Identifier {
  const { identifier, user } = item
  return user === null || user.email === '' ? identifier : { by: 'email', value: user.email }
}

/** Key of an item in calls. */
export const keyOf = (item: PlanItem): string => String(item.seq)

/** Builds an update from a plan's steps. `now` provides the flags that do not change, since both are always sent. */
export function updateRequest(item: PlanItem, identifier: WriteIdentifier, now: Access): UpdateRequest {
  const groups = { add: new Array<string>(), remove: new Array<string>() }
  const roles = {
    add: new Array<{ roleId: string; botId: string | null }>(),
    remove: new Array<{ roleId: string; botId: string | null }>(),
  }
  for (const step of item.steps) {
    if (step.field === 'group') groups[step.op].push(step.groupId)
    if (step.field === 'role') roles[step.op].push({ roleId: step.roleId, botId: step.botId })
  }
  return { key: keyOf(item), identifier, groups, roles, ...flagsToSend(item.steps, now) }
}

export function removeRequest(item: PlanItem, identifier: WriteIdentifier): RemoveRequest {
  return { key: keyOf(item), identifier }
}
