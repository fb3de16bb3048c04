import type { Lookups } from '@muster/core/account/access'
import type { Access } from '@muster/core/account/user'
import type { Change } from '@muster/core/change/change'
import { applySteps } from '@muster/core/plan/apply-steps'
import type { PlanItem, PlanNote, Step } from '@muster/core/plan/plan'
import { addToSummary, emptySummary, toSummary } from '@muster/core/plan/plan-fold'
import { accessOf, type UserMatch } from '@muster/core/plan/plan-item'
import { markAdminGroups } from '@muster/core/policy/admin-groups'
import { accessFacts } from '@muster/wording/access-facts'
import { labeledSummary } from '@muster/wording/effect-label'
import { message } from '@muster/wording/message'
import { planTitle } from '@muster/wording/plan-title'
import type { ScriptRequest } from '../../features/kore/ports.ts'
import type { FrozenPlan, KeptItem, PlanRecord } from '../../features/plans/ports.ts'

/**
 * The exact requests of a script: nothing is dropped as unchanged or blocked as unknown, because the body is sent
 * unchanged and Kore.ai decides.
 */
function stepsOf(change: Change, before: Access | null): readonly Step[] {
  if (change.kind === 'remove') return [{ field: 'account', op: 'remove' }]
  if (change.kind === 'erase') return [{ field: 'data', op: 'erase', scope: change.scope }]
  const { groups, roles } = change
  const flags = (['canCreateBot', 'isDeveloper'] as const).flatMap((field): Step[] => {
    const to = change[field]
    return to === undefined ? [] : [{ field, from: before?.[field] ?? !to, to }]
  })
  if (groups?.mode === 'set' || roles?.mode === 'set') throw new Error('Kore.ai has no call that sets a list')
  return [
    ...(groups?.remove ?? []).map((groupId): Step => ({ field: 'group', op: 'remove', groupId })),
    ...(groups?.add ?? []).map((groupId): Step => ({ field: 'group', op: 'add', groupId })),
    ...(roles?.remove ?? []).map((role): Step => ({ field: 'role', op: 'remove', ...role })),
    ...(roles?.add ?? []).map((role): Step => ({ field: 'role', op: 'add', ...role })),
    ...flags,
  ]
}

/** The access before is none that an undo may restore: another change was sent since it was read. */
const unchecked: PlanNote = { code: 'access_unverified', details: { what: 'access', by: 'script' } }
const withProfile: PlanNote = { code: 'cannot_be_undone', details: { what: 'profile' } }

/** The items of a script's plan. */
export function scriptItems(
  requests: readonly ScriptRequest[],
  matches: readonly UserMatch[],
  lookups: Lookups,
): readonly KeptItem[] {
  return requests.map(({ identifier, change, changesMore }, n) => {
    const match = matches[n]
    const user = match?.kind === 'user' ? match.user : null
    const before = user === null ? null : accessOf(user)
    const steps = stepsOf(change, before)
    const item: PlanItem = {
      seq: n + 1,
      row: null,
      identifier,
      user:
        user === null
          ? null
          : {
              id: user.id,
              email: user.email,
              firstName: user.firstName,
              lastName: user.lastName,
              orgUserId: user.orgUserId,
            },
      change,
      before,
      after: before === null ? null : applySteps(before, steps, (id) => lookups.groups.get(id)?.name),
      steps,
      disposition: 'change',
      blockers: [],
      warnings: [
        ...((user?.unread ?? []).length > 0 ? [unchecked] : []),
        ...(changesMore === true ? [withProfile] : []),
      ],
    }
    return { item, retriesSeq: null }
  })
}

/** Totals and title of a script's plan. */
export function freezeScript(
  kept: readonly KeptItem[],
  by: { name: string; lookups: Lookups },
): Omit<FrozenPlan, 'hash'> {
  const fold = emptySummary()
  for (const { item } of kept) addToSummary(fold, item)
  const names = accessFacts(by.lookups)
  const totals = toSummary(fold)
  const summary = labeledSummary({ ...totals, effects: markAdminGroups(totals.effects, by.lookups) }, names)
  const title = planTitle({ source: 'script', change: null, undoes: null }, { summary, names })
  return { title, summary, sentence: message('audit.plan_made_by_script', { actor: by.name, title }) }
}

/** The initial record of a script's plan. */
export function scriptRecord(
  plan: Pick<PlanRecord, 'id' | 'createdBy' | 'createdAt' | 'title' | 'summary'> & { readonly operation: string },
): PlanRecord {
  const { operation, ...known } = plan
  return {
    ...known,
    source: { kind: 'script', operation },
    state: 'computing',
    problem: null,
    progress: 0,
    hash: null,
    jobId: null,
    parentJobId: null,
    name: null,
    replacedBy: null,
    directoryAt: null,
  }
}
