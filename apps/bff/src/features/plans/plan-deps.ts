import type { ReadTitleSearch } from '@muster/core/search/title-search'
import type { AccountShown } from '@muster/wording/confirmation'
import type { Clock } from '../../clock.ts'
import type { Queue } from '../../queue.ts'
import type { PlanDirectory, PlanEvents, PlanGuards, PlanJobs, PlanLimits, PlanStore, PlanUploads } from './ports.ts'

/** Dependencies of the use cases of plans. */
export interface PlanDeps {
  readonly store: PlanStore
  readonly directory: PlanDirectory
  readonly jobs: PlanJobs
  readonly uploads: PlanUploads
  readonly queue: Queue
  readonly events: PlanEvents
  readonly guards: PlanGuards
  readonly limits: PlanLimits
  readonly clock: Clock
  readonly readTitleSearch: ReadTitleSearch
  /** Created by the app, sortable. */
  readonly newId: () => string
  /** The connected account, for every confirmation. */
  readonly account: AccountShown
}
