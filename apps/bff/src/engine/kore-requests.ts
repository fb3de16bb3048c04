import type { Access, Identifier } from '@muster/core/account/user'
import { flagsToSend } from '@muster/core/plan/drift'
import type { PlanItem } from '@muster/core/plan/plan'
import type { SentFlags } from './guard-ports.ts'
import type { RemoveRequest, UpdateRequest } from './kore-ports.ts'
import type { Ready, WriteIdentifier } from './ready-item.ts'

/**
 * Identifier for a write call: the email that was re-read. The given identifier may name another user by now, so it is
 * used only where no email is known.
 */
export function writeIdentifier({ identifier, user }: PlanItem): WriteIdentifier | null {
  if (user !== null && user.email !== '') return { by: 'email', value: user.email }
  if (identifier.by === 'email' || identifier.by === 'orgUserId') return { by: identifier.by, value: identifier.value }
  return null
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

/** The flags that an update sends, for the store; `at` is the time of the monotonic clock. */
export function sentFlags({ run: { item }, now, userId, readAt }: Ready, at: number): readonly SentFlags[] {
  if (item.change.kind !== 'update' || now === null) return []
  const planned = flagNames.filter((flag) => item.steps.some(({ field }) => field === flag))
  return [{ seq: item.seq, userId, ...flagsToSend(item.steps, now), planned, readMs: at - readAt }]
}

const flagNames = ['canCreateBot', 'isDeveloper'] as const

export function removeRequest(item: PlanItem, identifier: WriteIdentifier): RemoveRequest {
  return { key: keyOf(item), identifier }
}
