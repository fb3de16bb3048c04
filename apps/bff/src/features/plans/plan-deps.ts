import type { AccountShown } from '@muster/core/wording/confirmation'
import type { Clock } from '../../clock.ts'
import type { Queue } from '../../queue.ts'
import type { PlanDirectory, PlanEvents, PlanGuards, PlanJobs, PlanStore, PlanUploads } from './ports.ts'

/** What the use cases of plans work with. */
export interface PlanDeps {
  readonly store: PlanStore
  readonly directory: PlanDirectory
  readonly jobs: PlanJobs
  readonly uploads: PlanUploads
  readonly queue: Queue
  readonly events: PlanEvents
  readonly guards: PlanGuards
  readonly clock: Clock
  /** App-made, sortable. */
  readonly newId: () => string
  /** The account the desk stands before, for every confirmation. */
  readonly account: AccountShown
}
