import type { Lookups } from '@muster/core/account/access'
import { accessNames } from '@muster/core/account/access-names'
import { may } from '@muster/core/permission'
import type { PlanItem, PlanNote } from '@muster/core/plan/plan'
import { floorGuard, takingOf } from '@muster/core/policy/floors'
import { permissionsNeeded } from '@muster/core/policy/plan-needs'
import type { AccountFacts, Reach } from '@muster/core/policy/volume'
import type { Message, Sentence } from '@muster/core/text/message'
import { causeMessage } from '@muster/wording/cause/cause-sentence'
import { subjectMessage } from '@muster/wording/count'
import { englishText } from '@muster/wording/english'
import { message } from '@muster/wording/message'
import { scopeMessage } from '@muster/wording/scope'
import { createSettlementFactory } from '../engine/decide/settlement.ts'
import { type End, end } from '../engine/item-end.ts'
import type { KoreWriter } from '../engine/kore-ports.ts'
import {
  CallRefusedError,
  ErasureUnderWayError,
  type JobDirectory,
  JobHeldError,
  type JobRunStore,
  type Lease,
  type NewErasure,
} from '../engine/ports.ts'
import { endedSentence } from '../engine/run/conclude-run.ts'
import type { HoldStore } from '../features/hold/ports.ts'
import type { PassThroughResult, ScriptJob, ScriptJobs } from '../features/kore/ports.ts'
import type { PlanDeps } from '../features/plans/plan-deps.ts'
import { judge, stoppedDetail } from '../features/plans/plan-guards.ts'
import { createPlanHash } from '../features/plans/plan-hash.ts'
import { blockSize, type KeptItem, type PlanStore } from '../features/plans/ports.ts'
import { lacksPermission, ProblemError } from '../problem-error.ts'
import { endOf, withReads } from './script-outcomes.ts'
import { freezeScript, scriptItems, scriptRecord } from './script-plan.ts'
import { readOtherHolders, readTaken } from './script-reads.ts'

export interface ScriptJobDeps {
  readonly plans: Pick<PlanDeps, 'directory' | 'guards' | 'account' | 'clock' | 'newId'>
  /** The plan and its job in one transaction. */
  readonly inOneTransaction: (
    work: (plans: PlanStore, lockGuards: () => Promise<void>) => Promise<void>,
  ) => Promise<void>
  readonly runs: Pick<JobRunStore, 'acquire' | 'intend' | 'recordOutcomes' | 'transition' | 'release'>
  readonly directory: Pick<JobDirectory, 'adminHolders' | 'markGone' | 'upsertUsers'>
  readonly writer: Pick<KoreWriter, 'readUsers' | 'allowCredentialCheck'>
  readonly holds: Pick<HoldStore, 'current'>
  readonly onUpdated: (jobId: string) => void
  readonly onErasures: (ids: readonly string[]) => void
}

type Call = Parameters<ScriptJobs['begin']>[0]

/** Time after which a script's job counts as abandoned. */
const leaseMs = 180_000
const lostErasure = message('erasure.lost_by_script')

/** Makes every call of the pass-through a plan of source "script", applied at once under the same guards as any plan. */
export function createScriptJobs(deps: ScriptJobDeps): ScriptJobs {
  return { begin: (call) => begin(deps, call) }
}

async function begin(deps: ScriptJobDeps, call: Call): Promise<ScriptJob> {
  const { clock, newId, guards } = deps.plans
  const { memberId, email, name } = call.actor
  const { kept, lookups } = await itemsAsRead(deps, call)
  const items = kept.map(({ item }) => item)
  const frozen = freezeScript(kept, { name, lookups })
  const missing = permissionsNeeded(frozen.summary).find((permission) => !may(call.actor, permission))
  if (missing !== undefined) throw lacksPermission(missing)
  const refuse = (why: Message) => refuseCall(deps, { actor: email, title: frozen.title }, why)
  if ((await deps.holds.current()) !== null) await refuse(heldDetail)
  const admins = await deps.plans.directory.adminPolicy()
  const floor = floorGuard({ admins, actor: email, protectedUsers: guards.limits.protectedUsers }, lookups)
  for (const item of items.map(floor)) {
    const [note] = item.blockers
    if (note !== undefined) await refuse(floorDetail(item, note))
  }
  const id = newId()
  const jobId = newId()
  const at = clock.now()
  const createdBy = { memberId, email }
  const judgeScript = (facts: AccountFacts, stopped: boolean) => {
    const why = stopped ? stoppedDetail : volumeDetail(deps, frozen, facts)
    if (why !== null) throw new ScriptRefused(why)
    return { delayMs: 0, shareConfirmed: false }
  }
  const record = scriptRecord({ id, createdBy, createdAt: at, ...frozen, operation: call.operation })
  const planAndApply = async (store: PlanStore, lockGuards: () => Promise<void>) => {
    await store.create(record)
    const attempt = (await store.beginAttempt(id)) ?? 0
    const hash = await storeBlocks(store, { id, attempt }, kept)
    // Every application locks the plan, then the guards, then the audit. Another order deadlocks with it.
    await lockGuards()
    await store.finish(id, attempt, { ...frozen, hash })
    await store.apply({ planId: id, hash, jobId, actor: createdBy, at, judge: judgeScript, idempotency: null })
  }
  // The refusal of a guard rolls the plan back.
  await deps.inOneTransaction(planAndApply).catch((error: unknown) => {
    if (error instanceof ScriptRefused) return refuse(error.why)
    throw error
  })
  const job = await deps.runs.acquire(jobId, leaseMs)
  if (typeof job === 'string') return refuse(heldDetail)
  return scriptJob(deps, { lease: job.lease, items, lookups, actor: email, refuse })
}

async function storeBlocks(
  store: PlanStore,
  { id, attempt }: { readonly id: string; readonly attempt: number },
  kept: readonly KeptItem[],
): Promise<string> {
  const hash = createPlanHash()
  for (let from = 0; from < kept.length; from += blockSize) {
    const digest = await store.append(id, attempt, kept.slice(from, from + blockSize))
    if (digest === null) throw new Error('another attempt took over the plan of a script')
    hash.add(digest)
  }
  return hash.digest()
}

/** The items of a call. First reads from Kore.ai the users who may lose an admin role, and other holders of that role. */
async function itemsAsRead(deps: ScriptJobDeps, { requests }: Call) {
  const { directory, guards, clock } = deps.plans
  const reading = { directory: deps.directory, writer: deps.writer, clock }
  const lookups = await directory.lookups()
  const identifiers = requests.map(({ identifier }) => identifier)
  const plan = async () => scriptItems(requests, await directory.byIdentifiers(identifiers), lookups)
  const known = await plan()
  // A larger call is refused for its size.
  if (known.length > guards.limits.confirmUsers) return { kept: known, lookups }
  const isRead = await readTaken(
    reading,
    known.map(({ item }) => item),
  )
  const kept = isRead ? await plan() : known
  const items = kept.map(({ item }) => item)
  if (!(await readOtherHolders(reading, items, lookups))) throw new ProblemError('kore_unreachable', unreadHolders)
  return { kept, lookups }
}

const heldDetail = message('guard.held')
const unreadHolders = message('script.holders_unread')

class ScriptRefused extends Error {
  readonly why: Message
  constructor(why: Message) {
    super(englishText(why))
    this.why = why
  }
}

async function refuseCall(deps: ScriptJobDeps, by: { actor: string; title: Sentence }, why: Message): Promise<never> {
  const sentence = message('audit.refused', { ...by, why })
  await deps.plans.guards.recordRefusal({ actor: by.actor, sentence })
  throw new ProblemError('guard_refused', message('script.nothing_sent', { why }))
}

const labelOf = ({ user, identifier }: PlanItem) => (user === null || user.email === '' ? identifier.value : user.email)

const floorDetail = (item: PlanItem, { code, details }: PlanNote): Message =>
  message('script.remove_user', { user: labelOf(item), cause: causeMessage(code, details) })

/** A script cannot type a confirmation or wait for a delayed start, so plans that need either are refused. */
function volumeDetail({ plans }: ScriptJobDeps, plan: ReturnType<typeof freezeScript>, facts: AccountFacts) {
  const judged = judge(plans, plan, { facts, only: null })
  if (judged.refusal !== null) return judged.refusal
  const { reach, verdict, delayMs } = judged
  const { kinds } = plan.summary
  if (verdict === 'confirm_share') return needsConfirmation(reach, subjectMessage(reach.touched, kinds))
  if (delayMs > 0) {
    const subjects = subjectMessage(plans.guards.limits.delayFromUsers, kinds)
    return message('script.starts_later', { subjects })
  }
  return null
}

function needsConfirmation({ percent, withToday }: Reach, subjects: Message): Message {
  if (percent === null) {
    return message(withToday ? 'script.needs_confirmation_today' : 'script.needs_confirmation', { subjects })
  }
  const code = withToday ? 'script.needs_confirmation_share_today' : 'script.needs_confirmation_share'
  return message(code, { subjects, percent })
}

interface Running {
  readonly lease: Lease
  readonly items: readonly PlanItem[]
  readonly lookups: Lookups
  readonly actor: string
  readonly refuse: (why: Message) => Promise<never>
}

function scriptJob(deps: ScriptJobDeps, running: Running): ScriptJob {
  const { lease, items, lookups } = running
  let refusals: ReadonlyMap<number, PlanNote> = new Map()
  return {
    intend: async () => {
      const takings = items.map((item) => ({
        seq: item.seq,
        userId: item.user?.id ?? null,
        taking: takingOf(item, item.before, lookups),
      }))
      const seqs = items.map(({ seq }) => seq)
      try {
        await deps.runs.intend(lease, { id: deps.plans.newId(), seqs, leaseMs, takings })
      } catch (error) {
        if (error instanceof JobHeldError) await running.refuse(stoppedDetail)
        if (error instanceof ErasureUnderWayError) await running.refuse(message('script.under_way'))
        if (!(error instanceof CallRefusedError)) throw error
        refusals = new Map(error.refused.map(({ seq, note }) => [seq, note]))
        const refused = items.find(({ seq }) => refusals.has(seq))
        const note = refused === undefined ? undefined : refusals.get(refused.seq)
        if (refused !== undefined && note !== undefined) await running.refuse(floorDetail(refused, note))
      }
    },
    end: async (result) => {
      await recordScript(deps, running, { result, refusals })
      deps.onUpdated(lease.jobId)
    },
  }
}

async function recordScript(
  deps: ScriptJobDeps,
  { lease, items, lookups, actor }: Running,
  { result, refusals }: { result: PassThroughResult | null; refusals: ReadonlyMap<number, PlanNote> },
): Promise<void> {
  const factory = createSettlementFactory({ actor, jobId: lease.jobId, lookups })
  const at = deps.plans.clock.now()
  const ends = await withReads(
    { ...deps, clock: deps.plans.clock },
    items,
    items.map((item, n) => endOf(item, n, result, refusals.get(item.seq))),
  )
  const settlements = items.map((item, n) =>
    factory.settlement(
      { item, attempts: 0, reads: 0, refusals: 0, callId: null },
      ends[n] ?? end('unknown', 'no_answer'),
    ),
  )
  const erasures = erasuresOf(deps, { items, ends, lookups, actor, result })
  await deps.runs.recordOutcomes(lease, settlements, { at, erasures })
  const gone = items.flatMap(({ change, user }, n) =>
    change.kind === 'remove' && ends[n]?.outcome === 'changed' && user !== null ? [user.id] : [],
  )
  if (gone.length > 0) await deps.directory.markGone(gone, at)
  const audit = endedSentence(lease.jobId, 'job.finished')
  const move = { from: ['running', 'waiting', 'pausing'], to: 'done', reason: null, at, audit } as const
  // A finished job has no lease.
  if (!(await deps.runs.transition(lease, move))) await deps.runs.release(lease)
  if (erasures.length > 0) deps.onErasures(erasures.map(({ id }) => id))
}

/** The erasure request of a call: tracked by its id, or waiting for a decision if the response was lost. */
function erasuresOf(
  deps: ScriptJobDeps,
  call: Pick<Running, 'items' | 'lookups' | 'actor'> & {
    readonly ends: readonly End[]
    readonly result: PassThroughResult | null
  },
): readonly NewErasure[] {
  const { items, ends, lookups, actor, result } = call
  const change = items[0]?.change
  const mayBeQueued = ends.some(({ outcome }) => outcome === 'changed' || outcome === 'unknown')
  if (change?.kind !== 'erase' || !mayBeQueued) return []
  const requestId = result?.kind === 'answered' ? result.requestId : null
  return [
    {
      id: deps.plans.newId(),
      requestId,
      scope: change.scope,
      scopeText: scopeMessage(change.scope, accessNames(lookups)),
      requestedBy: actor,
      reason: requestId === null ? lostErasure : null,
      people: items.map(({ seq, identifier, user }) => ({ seq, identifier, user })),
    },
  ]
}
