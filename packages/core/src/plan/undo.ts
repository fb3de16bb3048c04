import type { Lookups } from '../account/access.ts'
import { groupDetails, roleDetails } from '../account/access-names.ts'
import type { ListChange, RoleOnBot, UpdateChange } from '../change/change.ts'
import { applySteps } from './apply-steps.ts'
import { isBlind, sameForStep } from './drift.ts'
import type { PlanItem, PlanNote, Step } from './plan.ts'
import { type PlanItemInput, planItem } from './plan-item.ts'
import { isUnread } from './plan-update.ts'

/** An item of a script that changes the profile or bot tasks, whose values before are unknown. */
const isOfProfile = ({ code, details }: PlanNote): boolean => code === 'cannot_be_undone' && details.what === 'profile'

/** The undo of an applied item: a change, or why there is none. */
export type Undo =
  | { readonly kind: 'change'; readonly change: UpdateChange }
  | { readonly kind: 'blocked'; readonly blocker: PlanNote }

function edit<T>(add: readonly T[], remove: readonly T[]): ListChange<T> | undefined {
  return add.length + remove.length === 0 ? undefined : { mode: 'edit', add, remove }
}

function groupsOf(steps: readonly Step[], op: 'add' | 'remove'): readonly string[] {
  return steps.flatMap((step) => (step.field === 'group' && step.op === op ? [step.groupId] : []))
}

function rolesOf(steps: readonly Step[], op: 'add' | 'remove'): readonly RoleOnBot[] {
  return steps.flatMap((step) =>
    step.field === 'role' && step.op === op ? [{ roleId: step.roleId, botId: step.botId }] : [],
  )
}

function flagBefore(steps: readonly Step[], field: 'canCreateBot' | 'isDeveloper'): boolean | undefined {
  for (const step of steps) if (step.field === field) return step.from
  return undefined
}

/**
 * An item with only the steps that changed something: a script sends steps that are in effect already. Null if the
 * access before is unknown.
 */
function withEffect(item: PlanItem, { groups }: Lookups): PlanItem | null {
  const { before, after, steps } = item
  if (item.change.kind !== 'update') return item
  if (before === null || after === null) return null
  if (isBlind(item)) return onlyStep(item)
  const leaving = steps.filter((step) => step.field === 'group' && step.op === 'remove')
  // A role that came from a group the user leaves is held by its own step.
  const left = applySteps(before, leaving, (id) => groups.get(id)?.name) ?? before
  return { ...item, steps: steps.filter((step) => !sameForStep(step, step.field === 'role' ? left : before, after)) }
}

/** A single step of a plan that did not know the access changed something: the read before it was sent did not show it. */
function onlyStep(item: PlanItem): PlanItem | null {
  const [step, ...others] = item.steps
  const isSentUnread = item.warnings.some(({ details }) => details.by === 'script')
  if (step === undefined || others.length > 0 || isSentUnread) return null
  const isFlag = step.field === 'canCreateBot' || step.field === 'isDeveloper'
  return isFlag ? { ...item, steps: [{ ...step, from: !step.to }] } : item
}

function blocked(item: Pick<PlanItem, 'identifier' | 'user'>, what: string): Undo {
  const details = { what, user: item.user?.email ?? item.identifier.value }
  return { kind: 'blocked', blocker: { code: 'cannot_undo', details } }
}

/**
 * The undo of exactly the steps of an item. A removal has none, because none of Muster's endpoints invites a
 * person again, and erased data is gone.
 */
export function invertChange(item: Pick<PlanItem, 'steps' | 'change' | 'identifier' | 'user'>): Undo {
  if (item.change.kind !== 'update') return blocked(item, item.change.kind)
  const { steps } = item
  const groups = edit(groupsOf(steps, 'remove'), groupsOf(steps, 'add'))
  const roles = edit(rolesOf(steps, 'remove'), rolesOf(steps, 'add'))
  const canCreateBot = flagBefore(steps, 'canCreateBot')
  const isDeveloper = flagBefore(steps, 'isDeveloper')
  const change: UpdateChange = {
    kind: 'update',
    ...(groups === undefined ? {} : { groups }),
    ...(roles === undefined ? {} : { roles }),
    ...(canCreateBot === undefined ? {} : { canCreateBot }),
    ...(isDeveloper === undefined ? {} : { isDeveloper }),
  }
  return { kind: 'change', change }
}

/** The steps of an applied item: unchanged since the job, or changed. */
interface Since {
  readonly remaining: readonly Step[]
  readonly movedOn: readonly Step[]
}

/** A step has two states, so a step that is not as the job left it is as before the job. */
function since(applied: PlanItem, { match, policy }: Pick<PlanItemInput, 'match' | 'policy'>): Since {
  const { before, after, steps } = applied
  // Without access in the directory, changes since the job are unknown.
  const known = match.kind === 'user' && policy.accessVerified && before !== null && after !== null
  if (!known) return { remaining: steps, movedOn: [] }
  const isKept = (step: Step) => isUnread(step, match.user.unread ?? []) || sameForStep(step, after, match.user)
  return { remaining: steps.filter(isKept), movedOn: steps.filter((step) => !isKept(step)) }
}

/** The changed subject, and what the job did with it. */
function changedIn(step: Step, lookups: Lookups): Record<string, string> {
  switch (step.field) {
    case 'group':
      return { ...groupDetails(step.groupId, lookups), did: step.op === 'add' ? 'given' : 'taken' }
    case 'role':
      return { ...roleDetails(step, lookups), did: step.op === 'add' ? 'given' : 'taken' }
    case 'canCreateBot':
    case 'isDeveloper':
      return { flag: step.field, did: step.to ? 'given' : 'taken' }
    case 'account':
    case 'data':
      break
  }
  return {}
}

function undoOf(
  effect: PlanItem | null,
  { applied, remaining }: { readonly applied: PlanItem; readonly remaining: readonly Step[] },
): Undo {
  if (effect === null) return blocked(applied, 'before_unknown')
  if (effect.steps.length === 0 && applied.warnings.some(isOfProfile)) return blocked(applied, 'profile')
  // Everything changed since: the whole undo is planned, and results in no change.
  return invertChange(remaining.length === 0 ? effect : { ...effect, steps: remaining })
}

/**
 * Plans the undo of an applied item, compared with the directory: of the steps that are still as the job left them.
 * Steps that were reverted since the job need no undo, and overwrite no other change; a warning names each.
 */
export function undoItem(
  applied: PlanItem,
  now: Pick<PlanItemInput, 'seq' | 'match' | 'lookups' | 'policy'>,
): PlanItem {
  const effect = withEffect(applied, now.lookups)
  const { remaining, movedOn } = since(effect ?? applied, now)
  const inverse = undoOf(effect, { applied, remaining })
  const { row, identifier } = applied
  if (inverse.kind === 'change') {
    const item = planItem({ ...now, row, identifier, change: inverse.change })
    const warnings = [...changed(movedOn, now), ...applied.warnings.filter(isOfProfile), ...item.warnings]
    return item.disposition === 'change' ? { ...item, warnings } : item
  }
  return {
    seq: now.seq,
    row,
    identifier,
    user: applied.user,
    // Empty: a retry of the undo, or its report uploaded as a file, must not repeat the job.
    change: { kind: 'update' },
    before: null,
    after: null,
    steps: [],
    disposition: 'blocked',
    blockers: [inverse.blocker],
    warnings: [],
  }
}

function changed(movedOn: readonly Step[], { lookups }: Pick<PlanItemInput, 'lookups'>): readonly PlanNote[] {
  return movedOn.map((step) => ({ code: 'changed_since_job', details: changedIn(step, lookups) }))
}
