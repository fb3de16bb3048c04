import type { Lookups } from '@muster/core/account/access'
import type { EraseScope } from '@muster/core/change/change'
import type { Clock } from '../../clock.ts'
import type { SettlementFactory } from '../decide/settlement.ts'
import type { KoreWriter, Lane } from '../kore-ports.ts'
import type { AnswerJournal, JobDirectory, JobRunStore, LeasedJob, RunItem } from '../ports.ts'
import type { RunTurns } from './call-turns.ts'
import type { Mutex } from './mutex.ts'
import type { RecentReads } from './recent-reads.ts'
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
  readonly onUpdated: (jobId: string) => void
  /** Erasures became known: tell the tabs, look after them. Never fails, never waits. */
  readonly onErasures: (erasureIds: readonly string[]) => void
}

/** One worker's run of one job. */
export interface RunContext {
  readonly deps: EngineDeps
  readonly job: LeasedJob
  readonly gate: RunGate
  readonly turns: RunTurns
  readonly settlementFactory: SettlementFactory
  readonly scopeText: (scope: EraseScope) => string
  readonly lane: Lane
  /** Doubts are looked into by one wave at a time: two would read the same users and both act on what they saw. */
  readonly oneLook: Mutex
  readonly recentReads: RecentReads
  /** Said to be done and not looked at yet: a read costs a call, so they are looked at as many as it takes. */
  readonly unseen: RunItem[]
  readonly lookups: Lookups
}
