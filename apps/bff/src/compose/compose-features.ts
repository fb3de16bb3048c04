import { keepDirectoryFresh } from '../features/directory/schedule-sync.ts'
import { startPlanWork } from '../features/plans/create-plan.ts'
import type { BoundRoute } from '../http/route-handler.ts'
import type { FeatureParts } from './compose-parts.ts'
import { composeRoutes, type Self } from './compose-routes.ts'
import { composeServices } from './compose-services.ts'
import { startUploadWork } from './start-upload-work.ts'

export interface Features {
  routes(self: Self): BoundRoute[]
  /** Registers the background work, on replicas that run it. */
  startWork(): Promise<void>
  /** Notifies every open tab that this process is about to stop. */
  closeStreams(): void
}

export async function composeFeatures(parts: FeatureParts): Promise<Features> {
  const services = await composeServices(parts)
  const { connection, directory, events, jobs, mailer, outbound, plans, uploads } = services
  return {
    routes: (self) => composeRoutes(parts, services, self),
    startWork: async () => {
      await connection.forgetStates()
      await keepDirectoryFresh({ ...directory, isAccountNew: parts.upstream.isBuiltIn })
      await startPlanWork(plans)
      await jobs.start()
      await mailer.startWork()
      await startUploadWork(uploads, parts.config.proof.keepUploadsDays)
      outbound.startWork()
    },
    closeStreams: () => events.publish({ kind: 'bye' }),
  }
}
