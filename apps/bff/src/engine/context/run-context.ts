import type { Lookups } from '@muster/core/account/access'
import type { EraseScope } from '@muster/core/change/change'
import type { Message } from '@muster/core/text/message'
import type { Clock } from '../../clock.ts'
import type { ItemOutcomeOf } from '../decide/item-outcome.ts'
import type { KoreWriter, Lane } from '../kore-ports.ts'
import type { ErasureJournal, JobDirectory, JobRunStore, LeasedJob, RunItem } from '../ports.ts'
import type { RunTurns } from './call-concurrency.ts'
import type { Mutex } from './mutex.ts'
import type { ReadAges } from './read-ages.ts'
import type { RecentReads } from './recent-reads-cache.ts'
import type { RunGate } from './run-gate.ts'

export interface EngineSettings {
  /** How long a worker may stay silent before another takes over. */
  readonly leaseMs: number
  /** How long after an noResponse send a late effect may still land: the client's deadline plus 30 s. */
  readonly quiesceMs: number
  /** How often a worker checks whether to pause or cancel. */
  readonly controlMs: number
  /** How long Kore.ai's reads may lag behind its writes. */
  readonly verifyAgainMs: number
  /** Concurrent calls of one job; at most this many are wasted when the credential is revoked. */
  readonly parallelCalls: number
}

export const defaultEngineSettings: EngineSettings = {
  leaseMs: 10_000,
  quiesceMs: 90_000,
  controlMs: 400,
  verifyAgainMs: 5000,
  // Kore.ai allows one call a second, so three concurrent calls keep up with responses of three seconds.
  parallelCalls: 3,
}

export interface EngineDeps {
  readonly writer: KoreWriter
  readonly store: JobRunStore
  readonly directory: JobDirectory
  readonly journal: ErasureJournal
  readonly clock: Clock
  /** In [0, 1). */
  readonly random: () => number
  readonly newId: () => string
  readonly settings: EngineSettings
  /** A job changed: notify the open tabs. Never fails, never waits. */
  readonly onUpdated: (jobId: string) => void
  /** Erasures became known: notify the open tabs, watch the erasures. Never fails, never waits. */
  readonly onErasures: (erasureIds: readonly string[]) => void
}

/** One worker's run of one job. */
export interface RunContext {
  readonly deps: EngineDeps
  readonly job: LeasedJob
  readonly gate: RunGate
  readonly turns: RunTurns
  readonly itemOutcomeOf: ItemOutcomeOf
  readonly scopeText: (scope: EraseScope) => Message
  readonly lane: Lane
  /** One wave at a time checks doubts: two would read the same users and both act on the result. */
  readonly doubtsMutex: Mutex
  readonly recentReads: RecentReads
  readonly readAges: { readonly users: ReadAges; readonly holders: ReadAges }
  /** How often the read of an item that still waits was too old for its call to leave. */
  readonly staleReads: Map<number, number>
  /** Reported as done and not verified yet. A read costs a call, so they are verified in full batches. */
  readonly unverified: RunItem[]
  readonly lookups: Lookups
}
