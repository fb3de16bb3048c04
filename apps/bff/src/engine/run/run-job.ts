import { lookupNames } from '@muster/core/account/access-names'
import { scopeMessage } from '@muster/wording/scope'
import { storeFailure } from '../../store-failure.ts'
import { createRunTurns } from '../context/call-concurrency.ts'
import { createMutex } from '../context/mutex.ts'
import { createReadAges } from '../context/read-ages.ts'
import { createRecentReads } from '../context/recent-reads-cache.ts'
import type { EngineDeps, RunContext } from '../context/run-context.ts'
import { createRunGate } from '../context/run-gate.ts'
import { itemOutcomesBy } from '../decide/item-outcome.ts'
import { type LeasedJob, LeaseLostError, type Remaining, SendingStoppedError } from '../ports.ts'
import { reconcile } from '../verify/reconcile.ts'
import { replayErasures } from '../verify/replay-erasures.ts'
import { verifyDue, verifyRest } from '../verify/verify-items.ts'
import { concludeRun } from './conclude-run.ts'
import { largestWrite, runStages } from './run-stages.ts'
import { watchControl } from './watch-lease.ts'

/** The oldest read that a call leaves with. Normal waits for the call budget are shorter. */
const staleMs = 120_000
/** The same for reads of the other holders of an admin role that the call takes. */
const staleHoldersMs = 30_000

/** Jobs up to this size go before other jobs: a member waits at the screen. */
const interactiveItems = 10

/**
 * Works on a job until it is done, paused, canceled or taken over, or the process stops. Safe to run again and by
 * several workers at once: one has the lease, the others return.
 */
export async function runJob(deps: EngineDeps, jobId: string, stop: AbortSignal): Promise<void> {
  const job = await takeOver(deps, jobId, stop)
  if (job === null) return
  const run = await contextOf(deps, job, stop)
  // A member started this run, so it checks for itself whether the credential works again.
  deps.writer.allowCredentialCheck()
  deps.onUpdated(jobId)
  if (job.state === 'pausing' || job.state === 'cancelling') run.gate.close(job.state)
  const ended = new AbortController()
  const watching = watchControl(run, ended.signal)
  try {
    await replayErasures(deps, jobId)
    await work(run)
    await concludeRun(run)
  } catch (error) {
    // Overtaken: the other worker continues from the store.
    if (!(error instanceof LeaseLostError)) throw error
  } finally {
    ended.abort()
    await watching
    await release(deps, job, stop)
    deps.onUpdated(jobId)
  }
}

/** Waits while another worker holds the job, at most until the lease of a dead one expires. */
async function takeOver(deps: EngineDeps, jobId: string, stop: AbortSignal): Promise<LeasedJob | null> {
  const { clock, settings, store } = deps
  const giveUpAt = clock.monotonic() + settings.leaseMs + 2 * settings.controlMs
  while (!stop.aborted) {
    const taken = await store.acquire(jobId, settings.leaseMs)
    if (taken === 'idle') return null
    if (taken !== 'held') return taken
    if (clock.monotonic() >= giveUpAt) return null
    await clock.sleep(settings.controlMs, stop).catch(() => {})
  }
  return null
}

/** Waits for an unavailable store as long as the lease lasts anyway: the next run then starts without a wait. */
async function release({ clock, settings, store }: EngineDeps, { lease }: LeasedJob, stop: AbortSignal): Promise<void> {
  const giveUpAt = clock.monotonic() + settings.leaseMs
  for (;;) {
    try {
      return await store.release(lease)
    } catch (error) {
      if (storeFailure(error) === null || stop.aborted || clock.monotonic() >= giveUpAt) throw error
    }
    await clock.sleep(settings.controlMs, stop).catch(() => {})
  }
}

async function contextOf(deps: EngineDeps, job: LeasedJob, stop: AbortSignal): Promise<RunContext> {
  const lookups = await deps.directory.lookups()
  const names = lookupNames(lookups)
  return {
    deps,
    job,
    gate: createRunGate(stop),
    turns: createRunTurns({
      clock: deps.clock,
      random: deps.random,
      parallel: deps.settings.parallelCalls,
      waited: job.state === 'waiting',
    }),
    itemOutcomeOf: itemOutcomesBy({ actor: job.createdBy, jobId: job.lease.jobId, lookups }),
    scopeText: (scope) => scopeMessage(scope, names),
    lane: job.total <= interactiveItems ? 'interactive' : 'job',
    doubtsMutex: createMutex(),
    recentReads: createRecentReads(deps.clock),
    readAges: {
      users: createReadAges(deps.clock, staleMs),
      holders: createReadAges(deps.clock, staleHoldersMs),
    },
    staleReads: new Map(),
    unverified: [],
    lookups,
  }
}

async function work(run: RunContext): Promise<void> {
  const { clock, settings, store } = run.deps
  // A job of one call has nothing to gather.
  const gatherMs = run.job.total > largestWrite(run) ? settings.verifyAgainMs : 0
  while (run.gate.closedBy === null) {
    try {
      await round(run)
    } catch (error) {
      if (error instanceof SendingStoppedError) return
      throw error
    }
    const rest = await store.remaining(run.job.lease, settings.quiesceMs)
    if (rest.pending + rest.doubtful + rest.unverified === 0) return
    const wait = rest.claimable ? 0 : untilNextLook(rest, gatherMs)
    if (wait > 0) await clock.sleep(wait, run.gate.sending).catch(() => {})
  }
}

/** Wait when nothing is due and nothing may be claimed. */
const noLookMs = 1000

/** With no other work, waits a little past the first due item: items due soon after share its call. */
function untilNextLook({ nextDoubtMs, nextUnverifiedMs }: Remaining, gatherMs: number): number {
  const next = Math.min(nextDoubtMs ?? noLookMs, nextUnverifiedMs ?? noLookMs)
  return next > 0 ? next + gatherMs : 1
}

async function round(run: RunContext): Promise<void> {
  await reconcile(run, run.gate.sending)
  await verifyDue(run)
  await runStages(run)
  await verifyRest(run)
}
