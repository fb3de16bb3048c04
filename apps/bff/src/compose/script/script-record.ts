import { lookupNames } from '@muster/core/account/access-names'
import type { AuditLine } from '@muster/core/audit/audit-line'
import type { Outcome } from '@muster/core/outcome/outcome'
import type { PlanNote } from '@muster/core/plan/plan'
import { message } from '@muster/wording/message'
import { scopeMessage } from '@muster/wording/scope'
import { itemOutcomesBy } from '../../engine/decide/item-outcome.ts'
import { type End, end } from '../../engine/item-end.ts'
import {
  type AcceptedErasure,
  type ItemOutcome,
  type Lease,
  LeaseLostError,
  type NewErasure,
} from '../../engine/ports.ts'
import { endedSentence } from '../../engine/run/conclude-run.ts'
import type { PassThroughResult } from '../../features/kore/ports.ts'
import { storeFailure } from '../../store-failure.ts'
import type { Script, ScriptJobDeps } from './script.ts'
import { endOf, withReads } from './script-outcomes.ts'

type Running = Pick<Script, 'items' | 'lookups' | 'frozen' | 'call'> & {
  readonly lease: Lease
  readonly callId: string
}

interface Ended {
  readonly result: PassThroughResult | null
  readonly refusals: ReadonlyMap<number, PlanNote>
  /** The audit entry of the call; null if nothing left. */
  readonly sent: AuditLine | null
}

const lostErasure = message('erasure.lost_by_script')

/** Retries while the store cannot work. */
type Retry = <T>(work: () => Promise<T>) => Promise<T>

/** Time between two tries. */
const storeRetryMs = 1000

/**
 * Records the outcome of every user, and ends the job. Never fails. If the store cannot work, it returns at once and
 * retries without the script, which must receive Kore.ai's response.
 */
export async function recordScript(deps: ScriptJobDeps, running: Running, ended: Ended): Promise<void> {
  const failed = Promise.withResolvers<void>()
  const retry: Retry = async (work) => {
    for (;;) {
      try {
        return await work()
      } catch (error) {
        if (storeFailure(error) === null) throw error
        failed.resolve()
      }
      await deps.plans.clock.sleep(storeRetryMs)
    }
  }
  const recording = recordOnce(deps, running, { ...ended, retry }).catch((error: unknown) =>
    deps.onUnrecorded(error, running.lease.jobId),
  )
  await Promise.race([recording, failed.promise])
}

/** Notes an accepted erasure in the journal at once, as the engine does, then records it with the rest. */
async function recordOnce(
  deps: ScriptJobDeps,
  running: Running,
  ended: Ended & { readonly retry: Retry },
): Promise<void> {
  const { jobId } = running.lease
  const accepted = acceptedOf(running, ended, deps.plans.clock.now())
  if (accepted !== null) deps.journal.note(accepted)
  try {
    await record(deps, running, ended)
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error
    // A worker took the job over and re-reads its users, which no erasure allows.
    const { retry, sent } = ended
    if (accepted !== null) await retry(() => deps.replayErasures(jobId))
    if (sent !== null) await retry(() => deps.audit.append(sent))
    deps.onUpdated(jobId)
  }
  if (accepted !== null) deps.journal.recorded([accepted.callId])
}

/** The erasure that Kore.ai accepted, for the journal; null without one. */
function acceptedOf({ lease, callId, items }: Running, { result }: Ended, at: number): AcceptedErasure | null {
  const requestId = result?.kind === 'response' ? result.requestId : null
  return requestId === null ? null : { callId, jobId: lease.jobId, seqs: items.map(({ seq }) => seq), requestId, at }
}

async function record(
  deps: ScriptJobDeps,
  running: Running,
  { result, refusals, sent, retry }: Ended & { readonly retry: Retry },
): Promise<void> {
  const { lease, items, lookups, call } = running
  const itemOutcomeOf = itemOutcomesBy({ actor: call.actor.email, jobId: lease.jobId, lookups })
  const at = deps.plans.clock.now()
  const proven = items.map((item, n) => endOf(item, n, result, refusals.get(item.seq)))
  const ends = await retry(() => withReads({ ...deps, clock: deps.plans.clock }, items, proven))
  const itemOutcomes = items.map((item, n) =>
    itemOutcomeOf({ item, attempts: 0, reads: 0, refusals: 0, callId: null }, ends[n] ?? end('unknown', 'no_response')),
  )
  const erasures = erasuresOf(deps, running, { ends, result })
  const changed = items.flatMap(({ change, user }, n) =>
    change.kind === 'update' && user !== null && isSent(ends[n]?.outcome) ? [user.id] : [],
  )
  await retry(() => recordEnds(deps, running, { itemOutcomes, erasures, at, sent, changed }))
  const gone = items.flatMap(({ change, user }, n) =>
    change.kind === 'remove' && ends[n]?.outcome === 'changed' && user !== null ? [user.id] : [],
  )
  if (gone.length > 0) await retry(() => deps.directory.markGone(gone, at))
  if (erasures.length > 0) deps.onErasures(erasures.map(({ id }) => id))
  deps.onUpdated(lease.jobId)
}

const isSent = (outcome: Outcome | undefined): boolean => outcome === 'changed' || outcome === 'unknown'

/** In one statement, except for erasures and for a job that a member or another process changed. */
async function recordEnds(
  { calls, runs, audit }: ScriptJobDeps,
  { lease, frozen }: Running,
  {
    itemOutcomes,
    erasures,
    at,
    sent,
    changed,
  }: {
    readonly itemOutcomes: readonly ItemOutcome[]
    readonly erasures: readonly NewErasure[]
    readonly at: number
    readonly sent: AuditLine | null
    readonly changed: readonly string[]
  },
): Promise<void> {
  const finished = endedSentence(lease.jobId, 'job.finished')
  const lines: Parameters<typeof calls.end>[1]['lines'] = (counts) => [
    finished({ title: frozen.title, counts }),
    ...(sent === null ? [] : [sent]),
  ]
  if (erasures.length === 0 && (await calls.end(lease, { itemOutcomes, at, lines, changed }))) return
  await runs.recordOutcomes(lease, itemOutcomes, { at, erasures })
  const move = { from: ['running', 'waiting', 'pausing'], to: 'done', reason: null, at, audit: finished } as const
  // A finished job has no lease.
  if (!(await runs.transition(lease, move))) await runs.release(lease)
  if (sent !== null) await audit.append(sent)
}

/** The erasure request of a call: tracked by its id, or waiting for a decision if the response was lost. */
function erasuresOf(
  deps: ScriptJobDeps,
  { items, lookups, call }: Running,
  { ends, result }: { readonly ends: readonly End[]; readonly result: PassThroughResult | null },
): readonly NewErasure[] {
  const change = items[0]?.change
  const mayBeQueued = ends.some(({ outcome }) => outcome === 'changed' || outcome === 'unknown')
  if (change?.kind !== 'erase' || !mayBeQueued) return []
  const requestId = result?.kind === 'response' ? result.requestId : null
  return [
    {
      id: deps.plans.newId(),
      requestId,
      scope: change.scope,
      scopeText: scopeMessage(change.scope, lookupNames(lookups)),
      requestedBy: call.actor.email,
      reason: requestId === null ? lostErasure : null,
      people: items.map(({ seq, identifier, user }) => ({ seq, identifier, user })),
    },
  ]
}
