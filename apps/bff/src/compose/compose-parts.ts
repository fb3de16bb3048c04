import type { GuardLimits } from '@muster/core/policy/limits'
import type { Metrics } from '../adapters/metrics/create-metrics.ts'
import type { Sealer } from '../adapters/sealing/sealing.ts'
import type { RunningQueue } from '../adapters/storage/database/pg-boss-queue.ts'
import type { Storage } from '../adapters/storage/database/storage.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config/config.ts'
import type { Log } from '../http/log.ts'
import type { Shutdown } from '../lifecycle/shutdown.ts'
import type { ConfiguredNames } from './account-names.ts'
import type { AuditHeads } from './compose-audit-heads.ts'
import type { Stores } from './compose-stores.ts'
import type { Upstream } from './connect.ts'

/** Shared dependencies of all features. */
export interface FeatureParts {
  readonly config: Config
  readonly storage: Storage
  readonly stores: Stores
  readonly upstream: Upstream
  readonly queue: RunningQueue
  readonly metrics: Metrics
  readonly clock: Clock
  readonly log: Log
  readonly names: ConfiguredNames
  readonly shutdown: Shutdown
  readonly limits: GuardLimits
  readonly auditHeads: AuditHeads
  /** Null: no key is configured. */
  readonly sealer: Sealer | null
}
