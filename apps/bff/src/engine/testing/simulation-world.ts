import type { User } from '@muster/core/account/user'
import type { FakeKore } from './fake-kore.ts'
import type { MemoryJobStore } from './memory-job-store.ts'
import type { createMemoryJournal } from './memory-journal.ts'
import type { Seeded } from './seeded.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** One account, one job, some processes, and the errors observed. */
export interface World {
  readonly clock: VirtualClock
  readonly chance: Seeded
  readonly kore: FakeKore
  readonly kept: MemoryJobStore
  readonly kind: 'update' | 'remove' | 'erase'
  readonly poison: ReadonlySet<string>
  readonly refused: ReadonlySet<string>
  /** As the plan recorded them. */
  readonly plan: readonly User[]
  /** Users that another administrator changed since the plan, and those removed while the job runs. */
  readonly updated: ReadonlySet<string>
  readonly removed: Set<string>
  /** Whether some reads omit users. */
  readonly isBlind: boolean
  /** Users whose accepted erasure a living process knows. */
  readonly accepted: Set<string>
  /** Resolves once the store was restored to an earlier state, and every process ended with it. */
  readonly restored: PromiseWithResolvers<void>
  isRestored: boolean
  readonly journal: ReturnType<typeof createMemoryJournal>
  readonly violations: string[]
  readonly trace: string[]
  /** Since when nothing may be sent; null while sending is allowed. */
  quietSince: number | null
}
