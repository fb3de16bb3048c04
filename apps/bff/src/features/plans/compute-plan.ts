import type { PlanItem } from '@muster/core/plan/plan'
import { addToSummary, emptySummary, toSummary } from '@muster/core/plan/plan-fold'
import { markAdminGroups } from '@muster/core/policy/admin-groups'
import { floorGuard } from '@muster/core/policy/floors'
import type { Sentence } from '@muster/core/text/message'
import { accessFacts } from '@muster/wording/access-facts'
import { labeledSummary } from '@muster/wording/effect-label'
import { message } from '@muster/wording/message'
import { planTitle, type TitledUser } from '@muster/wording/plan-title'
import { ProblemError } from '../../problem-error.ts'
import { pieceOf, yieldToReaders } from '../../waiting-reader.ts'
import { createBatchPlanner, matchedBatches, type PlanGround } from './plan-batch.ts'
import type { PlanDeps } from './plan-deps.ts'
import { createPlanHash } from './plan-hash.ts'
import { type PlanInput, planInputs } from './plan-inputs.ts'
import { titleOrigin } from './plan-origin.ts'
import { blockSize, type FrozenPlan, type KeptItem, type PlanRecord } from './ports.ts'

/** Another attempt took the plan over, or it is final: this attempt no longer counts. */
class Superseded extends Error {}

const progressEveryMs = 250

interface Attempt {
  readonly plan: PlanRecord
  readonly number: number
  readonly inputs: AsyncIterable<readonly PlanInput[]> | Iterable<readonly PlanInput[]>
  readonly signal: AbortSignal
}

const mostNames = 3

const namesOf = (names: readonly string[]) =>
  [...names.slice(0, mostNames), ...(names.length > mostNames ? ['…'] : [])].join(', ')

async function groundOf(deps: PlanDeps, plan: PlanRecord): Promise<PlanGround> {
  const [lookups, admins, state, scope] = await Promise.all([
    deps.directory.lookups(),
    deps.directory.adminPolicy(),
    deps.directory.state(),
    deps.limits.of(plan.createdBy.memberId),
  ])
  // A directory loaded from a file proves nothing about current access.
  const floors = { admins, actor: plan.createdBy.email, protectedUsers: deps.guards.limits.protectedUsers }
  return {
    lookups,
    policy: { accessVerified: state.source !== 'csv' },
    guard: floorGuard(floors, lookups),
    limit: scope === null ? null : { scope, others: namesOf(await deps.limits.others()) },
  }
}

type Totals = Omit<FrozenPlan, 'title' | 'sentence'> & {
  /** The first item; the only one names the plan. */
  readonly first: PlanItem | null
}

/** The one user of a plan, for its title; null for several, and for one who is not in the directory. */
function titledUser({ summary, first }: Totals): TitledUser | null {
  if (summary.total !== 1 || first?.user == null) return null
  const { id, firstName, lastName, email } = first.user
  const name = `${firstName} ${lastName}`.trim()
  return { id, email, name: name === '' ? email : name }
}

async function freeze(
  deps: PlanDeps,
  ground: PlanGround,
  plan: PlanRecord,
  { first, ...totals }: Totals,
): Promise<FrozenPlan> {
  const title = planTitle(await titleOrigin(deps, plan), {
    summary: totals.summary,
    names: accessFacts(ground.lookups),
    user: titledUser({ ...totals, first }),
  })
  return { ...totals, title, sentence: message('audit.plan_made', { actor: plan.createdBy.email, title }) }
}

/** Blocks stored in one transaction, at most: each commit waits for the disk. */
const blocksAtOnce = 4

/** Stores blocks in order, some at a time, while the next are computed. */
function createBlockWriter(deps: PlanDeps, { plan, number }: Attempt) {
  const hash = createPlanHash()
  let waiting: KeptItem[] = []
  let last = Promise.resolve()
  const store = async (items: readonly KeptItem[]) => {
    const digests = await deps.store.append(plan.id, number, items)
    if (digests === null) throw new Superseded()
    for (const digest of digests) hash.add(digest)
  }
  const storeWaiting = async () => {
    await last
    const items = waiting
    waiting = []
    last = store(items)
    last.catch(() => {})
  }
  return {
    /** Waits for the blocks before, and throws if they could not be stored. */
    write: async (block: readonly KeptItem[]) => {
      waiting.push(...block)
      if (waiting.length >= pieceOf(blocksAtOnce) * blockSize) await storeWaiting()
    },
    end: async () => {
      if (waiting.length > 0) await storeWaiting()
      await last
      return hash.digest()
    },
  }
}

/** Items planned without a break, at most: requests wait meanwhile. */
const plannedAtOnce = 128

async function compareWithDirectory(deps: PlanDeps, attempt: Attempt): Promise<FrozenPlan> {
  const { plan, inputs, signal } = attempt
  const ground = await groundOf(deps, plan)
  const planBatch = createBatchPlanner(ground)
  const writer = createBlockWriter(deps, attempt)
  const fold = emptySummary()
  let first: PlanItem | null = null
  let reportedAt = deps.clock.monotonic()
  for await (const batch of matchedBatches(deps, inputs)) {
    const block: KeptItem[] = []
    for (let from = 0; from < batch.length; from = block.length) {
      signal.throwIfAborted()
      block.push(...planBatch(batch.slice(from, from + pieceOf(plannedAtOnce)), fold.total + 1))
      for (const { item } of block.slice(from)) addToSummary(fold, item)
      await yieldToReaders()
    }
    first ??= block[0]?.item ?? null
    await writer.write(block)
    if (deps.clock.monotonic() - reportedAt < progressEveryMs) continue
    reportedAt = deps.clock.monotonic()
    deps.events.publish({ kind: 'plan', planId: plan.id, state: 'computing', progress: fold.total })
  }
  const hash = await writer.end()
  const totals = toSummary(fold)
  const effects = markAdminGroups(totals.effects, ground.lookups)
  const summary = labeledSummary({ ...totals, effects }, accessFacts(ground.lookups))
  return freeze(deps, ground, plan, { summary, hash, first })
}

async function giveUp(deps: PlanDeps, attempt: Attempt, error: unknown): Promise<void> {
  const known = error instanceof ProblemError
  const problem = known ? error.detail : message('problem.planning_defect')
  await failPlan(deps, attempt, problem)
}

async function failPlan(
  deps: PlanDeps,
  { plan: { id, source }, number }: Pick<Attempt, 'plan' | 'number'>,
  problem: Sentence,
): Promise<void> {
  const failed = await deps.store.fail(id, number, problem)
  if (failed && source.kind === 'upload') await deps.uploads.freeFromPlan(source.uploadId, id)
  deps.events.publish({ kind: 'plan', planId: id, state: 'failed', progress: 0 })
}

/** Fails a plan whose computation ended Muster twice: a third attempt would end the same. */
export async function giveUpPlan(deps: PlanDeps, planId: string): Promise<void> {
  const number = await deps.store.beginAttempt(planId)
  const plan = await deps.store.get(planId)
  if (number === null || plan === null) return
  const problem = message('problem.planning_ended_muster')
  await failPlan(deps, { plan, number }, problem)
}

/**
 * Computes a plan from its source, from the start: drops what an earlier attempt left (a crash, a restart); an attempt
 * that was taken over writes nothing more. Constant memory for any number of items. Does nothing for a plan that is not
 * being computed, so this is safe to run again. Aborted, it leaves the plan to be computed again.
 */
export async function computePlan(
  deps: PlanDeps,
  input: { readonly planId: string; readonly signal: AbortSignal; readonly inputs?: Iterable<readonly PlanInput[]> },
): Promise<void> {
  const number = await deps.store.beginAttempt(input.planId)
  const plan = await deps.store.get(input.planId)
  if (number === null || plan === null) return
  const { source } = plan
  // Only its call computes a script's plan; without it, nothing is left to do.
  const inputs = input.inputs ?? (source.kind === 'script' ? [] : planInputs(deps, source))
  const attempt: Attempt = { plan, number, inputs, signal: input.signal }
  try {
    const frozen = await compareWithDirectory(deps, attempt)
    if (!(await deps.store.finish(plan.id, number, frozen))) return
    deps.events.publish({ kind: 'plan', planId: plan.id, state: 'ready', progress: frozen.summary.total })
    // Its draft is replaced now, also where it is open.
    if (source.kind === 'edit')
      deps.events.publish({ kind: 'plan', planId: source.planId, state: 'ready', progress: frozen.summary.total })
  } catch (error) {
    if (error instanceof Superseded) return
    if (input.signal.aborted) throw error
    await giveUp(deps, attempt, error)
    // A problem is stored in the plan; a defect must also reach the caller.
    if (!(error instanceof ProblemError)) throw error
  }
}
