import type { User } from '@muster/core/account/user'
import type { FakeKore } from './fake-kore.ts'
import type { MemoryJobStore } from './memory-job-store.ts'
import type { createMemoryJournal } from './memory-journal.ts'
import type { Seeded } from './seeded.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** One account, one job, some processes, and what was seen to go wrong. */
export interface World {
  readonly clock: VirtualClock
  readonly chance: Seeded
  readonly kore: FakeKore
  readonly kept: MemoryJobStore
  readonly kind: 'update' | 'remove' | 'erase'
  readonly poison: ReadonlySet<string>
  readonly refused: ReadonlySet<string>
  /** As the plan saw them. */
  readonly plan: readonly User[]
  /** Users whom another administrator changed since the plan, and those removed while the job runs. */
  readonly updated: ReadonlySet<string>
  readonly removed: Set<string>
  /** Whether some reads leave users out. */
  readonly isBlind: boolean
  /** Whose erasure a living process knows to be accepted. */
  readonly heard: Set<string>
  /** Resolves when the store was put back to what it once was, and every process with it ended. */
  readonly restored: PromiseWithResolvers<void>
  isRestored: boolean
  readonly journal: ReturnType<typeof createMemoryJournal>
  readonly violations: string[]
  readonly trace: string[]
  /** While nothing may be sent: since when. */
  quietSince: number | null
}
