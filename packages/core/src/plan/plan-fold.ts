import type { RoleHeld } from '../account/user.ts'
import type { ChangeKind } from '../change/change.ts'
import type { CauseCode } from '../outcome/cause.ts'
import type { Disposition, PlanItem, PlanNote, PlanSummary, Step } from './plan.ts'

/**
 * Running totals of a plan. It grows with the number of different effects, not with the items, so a plan of a million
 * items folds in constant memory. The store finds duplicate users, by `subjectKey`.
 */
export interface SummaryFold {
  total: number
  readonly dispositions: Record<Disposition, number>
  readonly kinds: Record<ChangeKind, number>
  readonly effects: Map<string, { added: number; removed: number }>
  readonly blockers: Map<CauseCode, number>
  readonly warnings: Map<CauseCode, number>
}

export function emptySummary(): SummaryFold {
  return {
    total: 0,
    dispositions: { change: 0, unchanged: 0, blocked: 0 },
    kinds: { update: 0, remove: 0, erase: 0 },
    effects: new Map(),
    blockers: new Map(),
    warnings: new Map(),
  }
}

/** The key a step's effect goes by in a summary: `group:e-…`, `role:<id>:<bot or *>`, `flag:isDeveloper`, `account`, `data`. */
export function effectKey(step: Step): string {
  switch (step.field) {
    case 'group':
      return `group:${step.groupId}`
    case 'role':
      return `role:${step.roleId}:${step.botId ?? '*'}`
    case 'canCreateBot':
    case 'isDeveloper':
      return `flag:${step.field}`
    case 'account':
    case 'data':
      break
  }
  return step.field
}

/** Whether a step gives something; the others take something away. */
export function isGain(step: Step): boolean {
  return 'op' in step ? step.op === 'add' : step.to
}

type Changed = Pick<PlanItem, 'before' | 'after' | 'steps'>

const roleEffect = (role: Pick<RoleHeld, 'roleId' | 'botId'>): string =>
  effectKey({ field: 'role', op: 'remove', roleId: role.roleId, botId: role.botId })

/** Roles that go without a step of their own, because the user leaves every group they came through. */
function rolesLostWithGroups({ before, after, steps }: Changed): readonly RoleHeld[] {
  if (before === null || after === null || steps.length === 0) return []
  const given = before.roles.filter((role) => role.viaGroups.length > 0)
  if (given.length === 0) return given
  const kept = new Set([...after.roles.map(roleEffect), ...steps.map(effectKey)])
  return given.filter((role) => !kept.has(roleEffect(role)))
}

/** The key of a role lost with a group. JSON, because groups and ids may contain any separator. */
export const lostWithGroupKey = (group: string, { roleId, botId }: Pick<RoleHeld, 'roleId' | 'botId'>): string =>
  `with-group:${JSON.stringify([group, roleId, botId])}`

interface Effects extends Changed {
  readonly effects: readonly { readonly key: string; readonly gain: boolean }[]
  readonly keys: readonly string[]
}

/**
 * Items of a plan share their objects, so the effects of recent combinations are derived once. Not a `WeakMap`: each
 * collection of garbage would visit its entries.
 */
const derived = new Map<readonly Step[], Effects>()
const mostDerived = 1000

function effectsOf(item: Changed): Effects {
  const { before, after, steps } = item
  const known = derived.get(steps)
  if (known?.before === before && known.after === after) return known
  const lost = rolesLostWithGroups(item).flatMap((role) => role.viaGroups.map((group) => lostWithGroupKey(group, role)))
  const effects = [
    ...steps.map((step) => ({ key: effectKey(step), gain: isGain(step) })),
    ...lost.map((key) => ({ key, gain: false })),
  ]
  const found = { before, after, steps, effects, keys: [...new Set(effects.map(({ key }) => key))] }
  if (derived.size >= mostDerived) derived.clear()
  derived.set(steps, found)
  return found
}

/** The keys of all effects of an item, each once. */
export const effectKeys = (item: Changed): readonly string[] => effectsOf(item).keys

function countCodes(totals: Map<CauseCode, number>, notes: readonly PlanNote[]): void {
  if (notes.length === 0) return
  for (const code of new Set(notes.map((one) => one.code))) totals.set(code, (totals.get(code) ?? 0) + 1)
}

function countEffect({ effects }: SummaryFold, key: string, gain: boolean): void {
  const effect = effects.get(key) ?? { added: 0, removed: 0 }
  if (gain) effect.added += 1
  else effect.removed += 1
  effects.set(key, effect)
}

/** Counts one more item. The fold is changed in place. */
export function addToSummary(fold: SummaryFold, item: PlanItem): void {
  fold.total += 1
  fold.dispositions[item.disposition] += 1
  fold.kinds[item.change.kind] += 1
  countCodes(fold.blockers, item.blockers)
  countCodes(fold.warnings, item.warnings)
  for (const { key, gain } of effectsOf(item).effects) countEffect(fold, key, gain)
}

/** The totals as a value, effects with the most people first. */
export function toSummary(fold: SummaryFold): PlanSummary {
  const effects = [...fold.effects].map(([key, { added, removed }]) => ({ key, added, removed }))
  effects.sort((a, b) => b.added + b.removed - (a.added + a.removed) || (a.key < b.key ? -1 : 1))
  return {
    total: fold.total,
    dispositions: { ...fold.dispositions },
    kinds: { ...fold.kinds },
    effects,
    blockers: Object.fromEntries(fold.blockers),
    warnings: Object.fromEntries(fold.warnings),
  }
}
