import type { Identifier } from '@muster/core/account/user'
import type { Change } from '@muster/core/change/change'
import { erasureReadings } from '@muster/core/identifier/erasure-identifier'
import { may } from '@muster/core/permission'
import type { UserMatch } from '@muster/core/plan/plan-item'
import { floorGuard } from '@muster/core/policy/floors'
import { permissionsForRequests, permissionsNeeded } from '@muster/core/policy/plan-needs'
import { needsProof } from '@muster/core/policy/step-up'
import { type AccountFacts, needsAccount } from '@muster/core/policy/volume'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import type { ScriptFacts } from '../../adapters/storage/jobs/script-calls.ts'
import type { Lease } from '../../engine/ports.ts'
import type { ScriptJob, ScriptJobs } from '../../features/kore/ports.ts'
import { type RefusalCode, stoppedDetail } from '../../features/plans/plan-guards.ts'
import { blockSize } from '../../features/plans/ports.ts'
import { lacksPermission, ProblemError } from '../../problem-error.ts'
import { leaseMs, newPlan, type Script, type ScriptJobDeps } from './script.ts'
import { guardedJob } from './script-guarded.ts'
import { freezeScript, scriptItems } from './script-plan.ts'
import { readOtherHolders, readTaken, type TakingsRead, unreadOf } from './script-reads.ts'
import { recordScript } from './script-record.ts'
import { beyondLimit, floorDetail, heldDetail, refuseCall, volumeDetail } from './script-refusals.ts'

type Call = Parameters<ScriptJobs['begin']>[0]

/**
 * Makes every call of the pass-through a plan of source "script", applied at once under the same guards as any plan. A
 * call that takes nothing guarded away is recorded in two statements: one before it leaves, one with its outcome.
 */
export function createScriptJobs(deps: ScriptJobDeps): ScriptJobs {
  return {
    mayResend: deps.mayResend,
    begin: async (call) => {
      const script = await prepare(deps, call)
      return isGuarded(script) || script.kept.length > blockSize ? guardedJob(deps, script) : plainJob(deps, script)
    },
  }
}

/** Plans a call and checks it by the guards. */
async function prepare(deps: ScriptJobDeps, call: Call): Promise<Script> {
  const { guards } = deps.plans
  const { email, name } = call.actor
  const facts = await readFacts(deps, call)
  const before = scriptItems(call.requests, facts.matches, facts.lookups)
  const titled = freezeScript(before, { name, lookups: facts.lookups })
  if (facts.isHeld) await refuseCall(deps, { actor: email, title: titled.title }, heldDetail)
  const first = beyondLimit(call, { kept: before, lookups: facts.lookups })
  if (first !== null) await refuseCall(deps, { actor: email, title: titled.title }, floorDetail(first.item, first.note))
  const read = await afterReads(deps, call, { ...facts, kept: before })
  const { kept, lookups, admins, account, isStopped, policy, takings, holders } = read
  const frozen = freezeScript(kept, { name, lookups })
  const needed = [...permissionsForRequests(call.requests), ...permissionsNeeded(frozen.summary)]
  const missing = needed.find((permission) => !may(call.actor, permission))
  if (missing !== undefined) throw lacksPermission(missing)
  call.stepUp.judge(needsProof(needed))
  const refuse = (why: Message, code?: RefusalCode) =>
    refuseCall(deps, { actor: email, title: frozen.title, code }, why)
  const floor = floorGuard({ admins, actor: email, protectedUsers: guards.limits.protectedUsers }, lookups)
  const beyond = beyondLimit(call, read)
  if (beyond !== null) await refuse(floorDetail(beyond.item, beyond.note))
  const items = kept.map(({ item }) => item)
  for (const item of items.map(floor)) {
    const [note] = item.blockers
    if (note !== undefined) await refuse(floorDetail(item, note))
  }
  const judgeWith = (known: AccountFacts, stopped: boolean) =>
    stopped ? stoppedDetail : volumeDetail(deps.plans, frozen, known)
  const why = judgeWith(account, isStopped)
  if (why !== null) await refuse(why)
  return { call, kept, items, lookups, takings, holders, frozen, policy, judge: judgeWith, refuse }
}

/** Without it, no user can lose an admin role. */
function mayTakeRoles(change: Change): boolean {
  if (change.kind !== 'update') return true
  const { groups, roles } = change
  return [groups, roles].some((list) => list !== undefined && (list.mode === 'set' || list.remove.length > 0))
}

type Planned = ScriptFacts & Pick<Script, 'kept'>

/** The identifiers to find each user by. Kore.ai erases by the text alone, so an organization's ID may be one of a channel. */
const readingsOf = ({ identifier, change }: Call['requests'][number]): readonly Identifier[] =>
  change.kind === 'erase' ? [identifier, ...erasureReadings(identifier)] : [identifier]

async function readFacts({ calls, plans }: ScriptJobDeps, { requests }: Call): Promise<ScriptFacts> {
  const count = (kind: string) => requests.filter(({ change }) => change.kind === kind).length
  const volume = { updates: count('update'), removals: count('remove'), erasures: count('erase') }
  const readings = requests.flatMap((request, at) => readingsOf(request).map((identifier) => ({ at, identifier })))
  const identifiers = readings.map(({ identifier }) => identifier)
  const account = needsAccount(volume, plans.guards.limits)
  const admins = requests.some(({ change }) => mayTakeRoles(change))
  const facts = await calls.facts(identifiers, { account, admins })
  const matches = requests.map((): UserMatch => ({ kind: 'none' }))
  for (const [n, { at }] of readings.entries())
    if (matches[at]?.kind === 'none') matches[at] = facts.matches[n] ?? { kind: 'none' }
  return { ...facts, matches }
}

/** Reads from Kore.ai the users who may lose an admin role, and other holders of that role. */
async function afterReads(deps: ScriptJobDeps, call: Call, known: Planned): Promise<Planned & TakingsRead> {
  const { guards, clock } = deps.plans
  const reading = { directory: deps.directory, writer: deps.writer, clock }
  const itemsOf = ({ kept }: Planned) => kept.map(({ item }) => item)
  // A larger call is refused for its size.
  const isRefused = known.kept.length > guards.limits.confirmUsers
  const limited = (call.actor.scope?.groups ?? null) !== null
  const { isStored, reads } = await readTaken(reading, isRefused ? [] : itemsOf(known), limited)
  const again = async () => {
    const facts = await readFacts(deps, call)
    return { ...facts, kept: scriptItems(call.requests, facts.matches, facts.lookups) }
  }
  const planned = isStored ? await again() : known
  const taken = await readOtherHolders(
    reading,
    { items: itemsOf(planned), unread: unreadOf(itemsOf(planned), reads, limited), isRefused },
    planned.lookups,
  )
  if (taken.areUnread) throw new ProblemError('kore_unreachable', message('script.holders_unread'))
  return { ...(taken.isStored ? await again() : planned), ...taken }
}

/**
 * Whether the guards judge it again under their lock: it removes, erases or takes an admin role, or the approval policy
 * has a rule for updates.
 */
function isGuarded({ takings, policy }: Script): boolean {
  if (policy.elevate !== null || policy.everything !== null) return true
  return takings.some(({ taking }) => taking.kind !== 'update' || taking.adminRolesLost.length > 0)
}

/** Nothing exists before the call is about to leave, so a call without budget leaves nothing behind. */
function plainJob(deps: ScriptJobDeps, script: Script): ScriptJob {
  const { newId } = deps.plans
  const { frozen, kept, policy } = script
  const callId = newId()
  let lease: Lease | undefined
  let guarded: ScriptJob | undefined
  return {
    intend: async (sending) => {
      const plan = newPlan(deps.plans, script)
      const ids = { jobId: newId(), callId, leaseMs }
      const begun = await deps.calls.begin({ plan, frozen, kept, policy, ...ids, sending })
      if (begun === 'stopped') await script.refuse(stoppedDetail)
      else if (begun === 'held') await script.refuse(heldDetail)
      else if (begun === 'policy') {
        // A policy was set while the call waited: it is judged by that one.
        guarded = guardedJob(deps, script)
        await guarded.intend(sending)
      } else lease = begun
    },
    end: async (result, sent) => {
      if (guarded !== undefined) await guarded.end(result, sent)
      if (lease === undefined) return
      await recordScript(deps, { ...script, lease, callId }, { result, refusals: new Map(), sent })
    },
  }
}
