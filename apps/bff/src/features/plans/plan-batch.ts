import type { Lookups } from '@muster/core/account/access'
import { subjectKey } from '@muster/core/account/subject-key'
import type { Identifier } from '@muster/core/account/user'
import type { PlanItem } from '@muster/core/plan/plan'
import { blockItem, type PlanPolicy, planItem, type UserMatch } from '@muster/core/plan/plan-item'
import { undoItem } from '@muster/core/plan/undo'
import type { PlanDeps } from './plan-deps.ts'
import type { PlanInput } from './plan-inputs.ts'
import type { KeptItem } from './ports.ts'

/** What all batches of a plan are compared with. */
export interface PlanGround {
  readonly planId: string
  readonly lookups: Lookups
  readonly policy: PlanPolicy
  /** The floor under the administrators, over the whole plan. */
  readonly guard: (item: PlanItem) => PlanItem
}

/** An undo follows the user id, regardless of the identifier used when the job ran. */
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
  if (found.length !== unmatched.length) throw new Error('the directory did not return a match for every identifier')
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

/** The subject of an item; null for a row without a user: two of those are not the same user. */
function subjectOf({ identifier, user }: PlanItem): string | null {
  return user === null && identifier.value.trim() === '' ? null : subjectKey(identifier, user)
}

/** Of several items for one user the first counts; the others are blocked and have no subject. */
function withoutDuplicates(
  items: readonly PlanItem[],
  held: ReadonlyMap<string, number>,
): readonly Pick<KeptItem, 'item' | 'subject'>[] {
  const holders = new Map(held)
  return items.map((item) => {
    const subject = subjectOf(item)
    if (subject === null) return { item, subject }
    // A file's own check names the earlier row.
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
  // The guard comes after the duplicates: a blocked item takes nothing away.
  return withoutDuplicates(items, held).map(({ item, subject }, index) => ({
    item: ground.guard(item),
    subject,
    retriesSeq: batch.inputs[index]?.retriesSeq ?? null,
  }))
}
