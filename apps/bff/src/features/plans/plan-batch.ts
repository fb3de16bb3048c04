import type { Lookups } from '@muster/core/account/access'
import { subjectKey } from '@muster/core/account/subject-key'
import type { Identifier } from '@muster/core/account/user'
import type { PlanItem } from '@muster/core/plan/plan'
import { blockItem, type PlanPolicy, planItem, type UserMatch } from '@muster/core/plan/plan-item'
import { undoItem } from '@muster/core/plan/undo'
import type { PlanDeps } from './plan-deps.ts'
import type { PlanInput } from './plan-inputs.ts'
import type { KeptItem } from './ports.ts'

/** What all batches of a plan are held against. */
export interface PlanGround {
  readonly planId: string
  readonly lookups: Lookups
  readonly policy: PlanPolicy
  /** The floor under the administrators, over the whole plan. */
  readonly guard: (item: PlanItem) => PlanItem
}

/** An undo follows the person, whatever they were called when the job ran. */
function whoToFind({ identifier, requested }: PlanInput): Identifier {
  if (requested.kind === 'undo' && requested.applied.user !== null)
    return { by: 'userId', value: requested.applied.user.id }
  return identifier
}

async function matchesOf(
  deps: Pick<PlanDeps, 'directory'>,
  batch: readonly PlanInput[],
): Promise<readonly UserMatch[]> {
  const unmatched = batch.filter((input) => input.match === null)
  const found = unmatched.length === 0 ? [] : await deps.directory.byIdentifiers(unmatched.map(whoToFind))
  if (found.length !== unmatched.length) throw new Error('the directory did not answer for every identifier')
  let next = 0
  return batch.map((input) => {
    if (input.match !== null) return input.match
    const match = found[next]
    next += 1
    return match ?? { kind: 'none' }
  })
}

function plan(input: PlanInput, at: { seq: number; match: UserMatch }, ground: PlanGround): PlanItem {
  const { lookups, policy } = ground
  const { requested, row, identifier } = input
  if (requested.kind === 'undo') return undoItem(requested.applied, { ...at, lookups, policy })
  return planItem({
    ...at,
    row,
    identifier,
    change: requested.change,
    blockers: requested.blockers,
    warnings: requested.warnings ?? [],
    lookups,
    policy,
  })
}

/** Whom an item is about; null where a row names nobody: two of those are not one person. */
function subjectOf({ identifier, user }: PlanItem): string | null {
  return user === null && identifier.value.trim() === '' ? null : subjectKey(identifier, user)
}

/** Of several items about one person the first counts; the others are blocked and hold no subject. */
function withoutDuplicates(
  items: readonly PlanItem[],
  held: ReadonlyMap<string, number>,
): readonly Pick<KeptItem, 'item' | 'subject'>[] {
  const holders = new Map(held)
  return items.map((item) => {
    const subject = subjectOf(item)
    if (subject === null) return { item, subject }
    // A file names the earlier row itself.
    if (item.blockers.some(({ code }) => code === 'duplicate_in_plan')) return { item, subject: null }
    const first = holders.get(subject)
    if (first !== undefined) {
      return { item: blockItem(item, { code: 'duplicate_in_plan', details: { first: String(first) } }), subject: null }
    }
    holders.set(subject, item.seq)
    return { item, subject }
  })
}

/** Plans one batch, numbered from `firstSeq`. */
export async function planBatch(
  deps: Pick<PlanDeps, 'directory' | 'store'>,
  ground: PlanGround,
  batch: { readonly inputs: readonly PlanInput[]; readonly firstSeq: number },
): Promise<readonly KeptItem[]> {
  const matches = await matchesOf(deps, batch.inputs)
  const items = batch.inputs.map((input, index) =>
    plan(input, { seq: batch.firstSeq + index, match: matches[index] ?? { kind: 'none' } }, ground),
  )
  const subjects = items.flatMap((item) => subjectOf(item) ?? [])
  const held = await deps.store.heldSubjects(ground.planId, subjects)
  // The guard comes after the duplicates: an item that is left out takes nothing from anybody.
  return withoutDuplicates(items, held).map(({ item, subject }, index) => ({
    item: ground.guard(item),
    subject,
    retriesSeq: batch.inputs[index]?.retriesSeq ?? null,
  }))
}
