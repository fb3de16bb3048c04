import { usersUpdatedMessage } from '@muster/kore-api/update-users'
import { plantedReason } from '../faults/sentinels.ts'
import {
  invalidValues,
  looksLikeEmail,
  malformedEmailReason,
  ok,
  reasonObject,
  refused,
  userNotFound,
} from '../responses/responses.ts'
import type { Access, User } from '../users/user.ts'
import type { Call, SandboxResponse, World } from '../world.ts'
import { type AcceptedUpdate, acceptedUpdateBody } from './update-body.ts'
import {
  groupFault,
  type RoleEntry,
  roleEntry,
  roleFault,
  sameAccess,
  withGroup,
  withoutGroup,
  withoutRole,
  withRole,
} from './update-entries.ts'

type Failed = Record<string, unknown>

/** Update users. Kore.ai docs: Update User API. One user's failure never stops another's change. */
export function updateUsersEndpoint(world: World, call: Call): SandboxResponse {
  const body = acceptedUpdateBody.safeParse(call.body)
  if (!body.success || body.data.users.length === 0) return refused(400, invalidValues)
  const details = body.data.users.map((update) => updateOne(world, call.seq, update))
  const failed = details.filter((one) => one.failed !== undefined).map((one) => one.failed)
  if (world.profile === 'v2') {
    const all = details.map((one) => one.failed ?? one.succeeded)
    const rest = { failedUserDetails: all, moreAvailable: true, total: all.length }
    return ok(failed.length === 0 ? { msg: 'User is updated Successfully.', ...rest } : rest)
  }
  return ok(failed.length === 0 ? { msg: usersUpdatedMessage } : { failedUserDetails: failed })
}

function find(world: World, update: AcceptedUpdate): User | undefined {
  const { emailId, orgUserId } = update.userInfo
  const user = emailId === undefined ? world.account.byOrgUserId(orgUserId ?? '') : world.account.byEmail(emailId)
  return user !== undefined && world.account.isMember(user.index) ? user : undefined
}

function updateOne(world: World, seq: number, update: AcceptedUpdate): { failed?: Failed; succeeded?: Failed } {
  const { emailId, orgUserId } = update.userInfo
  const fail = (reason: unknown): { failed: Failed } => ({
    failed: { userInfo: { ...(emailId === undefined ? { orgUserId } : { emailId }), status: 'failure', reason } },
  })
  if (emailId !== undefined && !looksLikeEmail(emailId)) return fail(malformedEmailReason(world.profile))
  const user = find(world, update)
  if (user === undefined) return fail(reasonObject(world.profile, userNotFound))
  const planted = plantedReason(user.emailId)
  if (planted !== undefined) return fail(planted)
  const before = world.account.access(user.index)
  const canCreateBot = update.canCreateBot ?? before.canCreateBot
  const isDeveloper = update.isDeveloper ?? before.isDeveloper
  if (canCreateBot && !isDeveloper) return fail(reasonObject(world.profile, invalidValues))
  const { access, failed } = applyLists(world, update, { ...before, canCreateBot, isDeveloper })
  const changed = !sameAccess(before, access)
  if (changed) world.account.setAccess(user.index, access)
  const time = new Date(world.now()).toISOString()
  world.ledger.add({ time, call: seq, kind: 'updated', user: user.emailId, changed })
  if (before.taskBots.length > 0 && access.taskBots.length === 0) {
    world.ledger.add({ time, call: seq, kind: 'tasks-unassigned', user: user.emailId, changed: true })
  }
  const { firstName, lastName, userId } = user
  if (failed === undefined) {
    return { succeeded: { userInfo: { emailId: user.emailId, firstName, status: 'success' } } }
  }
  return { failed: { userInfo: { emailId: user.emailId, userId, firstName, lastName }, ...failed } }
}

type ListOutcome = { readonly access: Access; readonly failed: readonly object[] }

function walk<T>(
  entries: readonly T[],
  start: Access,
  rules: { fault: (entry: T) => unknown; apply: (access: Access, entry: T) => Access; shown: (entry: T) => object },
): ListOutcome {
  let access = start
  const failed: object[] = []
  for (const entry of entries) {
    const reason = rules.fault(entry)
    if (reason === undefined) access = rules.apply(access, entry)
    else failed.push({ reason, ...rules.shown(entry) })
  }
  return { access, failed }
}

/** Returns failed entries at their original path; the others take effect. */
function applyLists(world: World, update: AcceptedUpdate, start: Access): { access: Access; failed?: Failed } {
  const groupRules = { fault: (id: string) => groupFault(world, id), shown: (groupId: string) => ({ groupId }) }
  const roleRules = {
    fault: (entry: RoleEntry) => roleFault(world.profile, entry),
    shown: (entry: RoleEntry) => entry,
  }
  const roles = { addTo: update.roles?.addTo?.map(roleEntry), removeFrom: update.roles?.removeFrom?.map(roleEntry) }
  const joined = walk(update.groups?.addTo ?? [], start, { ...groupRules, apply: withGroup })
  const left = walk(update.groups?.removeFrom ?? [], joined.access, { ...groupRules, apply: withoutGroup })
  const given = walk(roles.addTo ?? [], left.access, { ...roleRules, apply: withRole })
  const taken = walk(roles.removeFrom ?? [], given.access, { ...roleRules, apply: withoutRole })
  const failed = { ...nested('groups', joined, left), ...nested('roles', given, taken) }
  const access = { ...taken.access, taskBots: taskBots(update, taken.access.taskBots) }
  return Object.keys(failed).length === 0 ? { access } : { access, failed }
}

function nested(name: string, added: ListOutcome, removed: ListOutcome): Failed {
  const lists = {
    ...(added.failed.length > 0 ? { addTo: added.failed } : {}),
    ...(removed.failed.length > 0 ? { removeFrom: removed.failed } : {}),
  }
  return Object.keys(lists).length === 0 ? {} : { [name]: lists }
}

/** An omitted list stays unchanged. An entry without a bot removes every assignment. */
function taskBots(update: AcceptedUpdate, held: readonly string[]): readonly string[] {
  const requested = update.assignBotTasks
  if (requested === undefined) return held
  const named = requested.map((entry) => entry.botId ?? entry.streamId).filter((id) => id !== undefined)
  return named.length < requested.length ? [] : [...new Set([...held, ...named])]
}
