import type { Lookups } from '@muster/core/account/access'
import type { EraseScope } from '@muster/core/change/change'
import type { Clock } from '../../clock.ts'
import { storeTrouble } from '../../store-trouble.ts'
import type { Storyteller } from '../decide/settlement.ts'
import { reasonToPause } from '../decide/should-pause.ts'
import { credentialReason, waitingReason } from '../decide/waiting-reason.ts'
import type { KoreWriter, Lane } from '../kore-ports.ts'
import type {
  AnswerJournal,
  HeldFor,
  JobDirectory,
  JobRunStore,
  LeasedJob,
  NewErasure,
  RunItem,
  Settlement,
} from '../ports.ts'
import type { RunTurns, Trouble } from './call-turns.ts'
import type { OneAtATime } from './mutex.ts'
import type { JustRead } from './recent-reads.ts'
import type { RunGate } from './run-gate.ts'

export interface EngineSettings {
  /** How long a worker may be silent before another takes over. */
  readonly leaseMs: number
  /** How long after a send without an answer a late effect may still land: the client's deadline and 30 s. */
  readonly quiesceMs: number
  /** How often a worker looks whether it is to pause or cancel. */
  readonly controlMs: number
  /** How long Kore.ai's reads may lag behind its writes. */
  readonly verifyAgainMs: number
  /** Calls of one job under way at once; so many at most are wasted when the credential dies. */
  readonly parallelCalls: number
}

export const defaultEngineSettings: EngineSettings = {
  leaseMs: 10_000,
  quiesceMs: 90_000,
  controlMs: 400,
  verifyAgainMs: 5000,
  // A call a second is what Kore.ai allows, so three at once keep up with answers of three seconds.
  parallelCalls: 3,
}

export interface EngineDeps {
  readonly writer: KoreWriter
  readonly store: JobRunStore
  readonly directory: JobDirectory
  readonly journal: AnswerJournal
  readonly clock: Clock
  /** In [0, 1). */
  readonly random: () => number
  readonly newId: () => string
  readonly settings: EngineSettings
  /** A job moved: tell the tabs. Never fails, never waits. */
  readonly onMoved: (jobId: string) => void
  /** Erasures became known: tell the tabs, look after them. Never fails, never waits. */
  readonly onErasures: (erasureIds: readonly string[]) => void
}

/** One worker's run of one job. */
export interface RunContext {
  readonly deps: EngineDeps
  readonly job: LeasedJob
  readonly gate: RunGate
  readonly turns: RunTurns
  readonly story: Storyteller
  readonly scopeText: (scope: EraseScope) => string
  readonly lane: Lane
  /** Doubts are looked into by one wave at a time: two would read the same users and both act on what they saw. */
  readonly oneLook: OneAtATime
  readonly justRead: JustRead
  /** Said to be done and not looked at yet: a read costs a call, so they are looked at as many as it takes. */
  readonly unseen: RunItem[]
  readonly lookups: Lookups
}

/** Records outcomes; a job that fails too much pauses itself, unless items of the same call are still open. */
export async function settle(
  run: RunContext,
  settlements: readonly Settlement[],
  { erasures = [], mayPause = true }: { erasures?: readonly NewErasure[]; mayPause?: boolean } = {},
): Promise<void> {
  if (settlements.length === 0) return
  const { deps, job, gate } = run
  const at = deps.clock.now()
  const standing = await whileOurs(run, () => deps.store.settle(job.lease, settlements, { at, erasures }))
  deps.onMoved(job.lease.jobId)
  if (erasures.length > 0) deps.onErasures(erasures.map((one) => one.id))
  const reason = reasonToPause(standing, job.kinds.remove + job.kinds.erase > 0)
  if (!mayPause || reason === null || gate.closedBy !== null) return
  gate.close('pausing')
  await pauseItself(run, reason)
}

/** Retries what must not be lost while the store is away, for as long as the lease is surely ours. */
async function whileOurs<T>({ deps, gate }: RunContext, write: () => Promise<T>): Promise<T> {
  const { clock, settings } = deps
  const giveUpAt = clock.monotonic() + settings.leaseMs
  for (;;) {
    try {
      return await write()
    } catch (error) {
      if (storeTrouble(error) === null || gate.working.aborted || clock.monotonic() >= giveUpAt) throw error
    }
    await clock.sleep(settings.controlMs, gate.working).catch(() => {})
  }
}

/** Nothing leaves any more, also of what waits for its turn: called while the call that was refused has its turn. */
export function refusedCredential({ gate }: RunContext): void {
  if (gate.closedBy === null) gate.close('pausing')
}

/**
 * The job pauses over a refused credential, without a failure. It is never tried again by itself: a person mends a
 * credential, or revoked it to stop just this. Each look by a person or a start costs one call (see `RunTurns`).
 */
export async function pauseForCredential(run: RunContext): Promise<void> {
  await pauseItself(run, credentialReason, 'credential')
}

/** A removal that Kore.ai reported and a re-read does not show: nothing more is removed until a person has looked. */
export async function pauseOnWrongEffect(run: RunContext): Promise<void> {
  if (run.gate.closedBy !== null) return
  run.gate.close('pausing')
  await pauseItself(
    run,
    'Paused: a re-read shows something else than Kore.ai reported. Look at the failures, then resume or cancel.',
  )
}

/** Once the gate is closed. Somebody may have paused or cancelled the job meanwhile: then it stays as they want it. */
async function pauseItself(run: RunContext, reason: string, heldFor?: HeldFor): Promise<void> {
  const { deps, job } = run
  const { jobId } = job.lease
  const audit = { action: 'job.paused', actor: 'Muster', subject: null, outcome: null, jobId } as const
  const moved = await deps.store.moveOn(job.lease, {
    from: ['running', 'waiting'],
    to: 'pausing',
    reason,
    ...(heldFor === undefined ? {} : { heldFor }),
    at: deps.clock.now(),
    audit: ({ title }) => ({ ...audit, sentence: `"${title}" paused itself: ${reason}` }),
  })
  if (moved) deps.onMoved(jobId)
}

/** Kore.ai could not take a call: the job says that it waits, and for what. */
export async function noteTrouble(run: RunContext, trouble: Trouble): Promise<void> {
  const { deps, job, turns } = run
  const waitMs = turns.failed(trouble)
  const at = deps.clock.now()
  const reason = waitingReason(trouble)
  const moved = await deps.store.moveOn(job.lease, {
    from: ['running', 'waiting'],
    to: 'waiting',
    reason,
    wait: { for: trouble.cause === 'rate_limited' ? 'rate_limit' : 'kore_unreachable', ms: waitMs },
    at,
    audit: null,
  })
  if (moved) deps.onMoved(job.lease.jobId)
}

/** A call waits for the budget: the job shows that and until when. Never fails; the next call clears it. */
export function noteBudgetWait({ deps, job }: RunContext, waitMs: number): void {
  deps.store.noteWait(job.lease, { for: 'call_budget', ms: waitMs }).then(
    () => deps.onMoved(job.lease.jobId),
    () => {},
  )
}

/** Kore.ai took a call again. */
export async function noteWorked(run: RunContext): Promise<void> {
  const { deps, job, turns } = run
  if (!turns.worked()) return
  const at = deps.clock.now()
  await deps.store.moveOn(job.lease, { from: ['waiting'], to: 'running', reason: null, at, audit: null })
  deps.onMoved(job.lease.jobId)
}
