import type { PlanSource } from '@muster/contracts/plans'
import type { Directory } from '@muster/contracts/users'
import { emptySummary, toSummary } from '@muster/core/plan/plan-fold'
import type { Message } from '@muster/core/text/message'
import { accessFacts } from '@muster/wording/access-facts'
import { labeledSummary } from '@muster/wording/effect-label'
import { message } from '@muster/wording/message'
import { planTitle } from '@muster/wording/plan-title'
import { type Actor, ownOf } from '../../http/session/actor.ts'
import { ProblemError } from '../../problem-error.ts'
import { computePlan, giveUpPlan } from './compute-plan.ts'
import type { PlanDeps } from './plan-deps.ts'
import { refuseUnlessEditable } from './plan-edit.ts'
import { type PlanInput, planInputs } from './plan-inputs.ts'
import { titleOrigin } from './plan-origin.ts'
import type { PlanRecord } from './ports.ts'

/** The queue's task that computes a plan. */
export const computePlanWork = 'plans.compute'

/** Up to this many items a plan is returned ready; a larger one is computed in the queue and reports its progress. */
export const readyAtOnce = 1000

/** The first batches of a source; `all` is null when there is more than is computed at once. */
async function peek(deps: PlanDeps, source: PlanSource): Promise<{ all: readonly PlanInput[][] | null; seen: number }> {
  const all: PlanInput[][] = []
  let seen = 0
  for await (const batch of planInputs(deps, source)) {
    seen += batch.length
    if (seen > readyAtOnce) return { all: null, seen }
    all.push([...batch])
  }
  return { all, seen }
}

function emptySource(source: PlanSource): ProblemError {
  const sentence: Readonly<Record<PlanSource['kind'], Message>> = {
    selection: message('problem.selection_empty'),
    identifiers: message('problem.no_user_given'),
    upload: message('problem.no_row_to_plan'),
    retry: message('problem.nothing_to_retry'),
    undo: message('problem.nothing_to_undo'),
    edit: message('problem.no_user_left'),
  }
  return new ProblemError('conflict', sentence[source.kind])
}

/** The job a source retries or undoes. */
async function parentOf(deps: PlanDeps, source: PlanSource): Promise<string | null> {
  if ('jobId' in source) return source.jobId
  return source.kind === 'upload' ? (await deps.uploads.originOf(source.uploadId)).jobId : null
}

/** During the first sync, users not synced yet would count as unknown. */
function refuseUntilRead({ state, syncedAt, users }: Directory): void {
  if (state !== 'loading' || syncedAt !== null) return
  throw new ProblemError('conflict', message('problem.first_sync', { users: users }))
}

/** A limited member plans with their own selections, files and jobs only. Others do not exist for them. */
async function refuseForeign({ limits }: PlanDeps, source: PlanSource, actor: Actor): Promise<void> {
  const own = ownOf(actor)
  if (own === null || source.kind === 'identifiers') return
  if (source.kind === 'selection') {
    if (!(await limits.isOwn('selections', source.selectionId, own)))
      throw new ProblemError('not_found', message('problem.no_selection'))
  } else if (source.kind === 'upload') {
    if (!(await limits.isOwn('uploads', source.uploadId, own)))
      throw new ProblemError('not_found', message('problem.no_upload'))
  } else if (source.kind === 'edit') {
    if (!(await limits.isOwn('plans', source.planId, own)))
      throw new ProblemError('not_found', message('problem.no_plan'))
  } else if (!(await limits.isOwn('jobs', source.jobId, own)))
    throw new ProblemError('not_found', message('problem.no_job'))
}

async function newRecord(deps: PlanDeps, source: PlanSource, actor: Actor): Promise<PlanRecord> {
  const [lookups, state, parentJobId] = await Promise.all([
    deps.directory.lookups(),
    deps.directory.state(),
    parentOf(deps, source),
  ])
  refuseUntilRead(state)
  const names = accessFacts(lookups)
  const summary = labeledSummary(toSummary(emptySummary()), names)
  return {
    id: deps.newId(),
    title: planTitle(await titleOrigin(deps, { source, parentJobId }), { summary, names }),
    source,
    state: 'computing',
    problem: null,
    progress: 0,
    summary,
    hash: null,
    jobId: null,
    parentJobId,
    name: null,
    replacedBy: null,
    createdBy: { memberId: actor.memberId, email: actor.email },
    createdAt: deps.clock.now(),
    directoryAt: state.syncedAt,
  }
}

/** Reads the first batches and stores the record; ties an upload to the plan first, which freezes its rows. */
async function begin(deps: PlanDeps, source: PlanSource, record: PlanRecord) {
  if (source.kind === 'edit') await refuseUnlessEditable(deps, source.planId)
  if (source.kind === 'upload') await deps.uploads.tieToPlan(source.uploadId, record.id)
  try {
    const { all, seen } = await peek(deps, source)
    if (seen === 0) throw emptySource(source)
    await deps.store.create(record)
    return all
  } catch (error) {
    if (source.kind === 'upload') await deps.uploads.freeFromPlan(source.uploadId, record.id)
    throw error
  }
}

/**
 * Compares changes with the directory; sends nothing. A small plan is returned ready, a large one computing. Throws
 * `not_found` for a missing source and `conflict` for one without users.
 */
export async function createPlan(
  deps: PlanDeps,
  input: { readonly source: PlanSource; readonly actor: Actor; readonly signal: AbortSignal },
): Promise<PlanRecord> {
  await refuseForeign(deps, input.source, input.actor)
  const record = await newRecord(deps, input.source, input.actor)
  const all = await begin(deps, input.source, record)
  if (all === null) {
    await deps.queue.send(computePlanWork, { planId: record.id }, { singletonKey: record.id })
  } else {
    await computePlan(deps, { planId: record.id, signal: new AbortController().signal, inputs: all })
  }
  return (await deps.store.get(record.id)) ?? record
}

/** Registers the task, and enqueues plans again that a dead process left computing. Run once at start. */
export async function startPlanWork(deps: PlanDeps): Promise<void> {
  const limit = {
    keyOf: ({ planId }: { readonly planId: string }) => planId,
    giveUp: ({ planId }: { readonly planId: string }) => giveUpPlan(deps, planId),
  }
  await deps.queue.work<{ planId: string }>(computePlanWork, { concurrency: 1, limit }, async ({ planId }, signal) => {
    await computePlan(deps, { planId, signal })
  })
  for (const planId of await deps.store.computing()) {
    await deps.queue.send(computePlanWork, { planId }, { singletonKey: planId })
  }
}
