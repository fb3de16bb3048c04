import * as routes from '@muster/contracts/guards'
import type { GuardLimits } from '@muster/core/policy/limits'
import type { Clock } from '../../clock.ts'
import { actorOf, type BoundRoute, bind } from '../../http/route-handler.ts'
import type { StopSwitch } from './ports.ts'

export interface GuardDeps {
  readonly stopSwitch: StopSwitch
  readonly limits: GuardLimits
  readonly clock: Clock
  /** Notifies open tabs. */
  readonly onSwitched: () => void
  readonly onUpdated: (jobId: string) => void
  /** Resumes the jobs that waited for it. */
  readonly onResumed: () => Promise<void>
}

export function guardsRoutes(deps: GuardDeps): BoundRoute[] {
  return [
    bind(routes.getGuards, async () => ({ status: 200, json: await guardsOf(deps) })),
    bind(routes.stopChanges, async ({ body }, context) => {
      const stop = { at: deps.clock.now(), by: actorOf(context).email, reason: body.reason.trim() }
      const { jobs } = await deps.stopSwitch.stop(stop)
      deps.onSwitched()
      for (const id of jobs) deps.onUpdated(id)
      return { status: 200, json: await guardsOf(deps) }
    }),
    bind(routes.resumeChanges, async (_input, context) => {
      const resumed = await deps.stopSwitch.resume({ at: deps.clock.now(), by: actorOf(context).email })
      if (resumed) await deps.onResumed()
      deps.onSwitched()
      return { status: 200, json: await guardsOf(deps) }
    }),
  ]
}

async function guardsOf({ stopSwitch, limits }: GuardDeps): Promise<routes.Guards> {
  const stop = await stopSwitch.read()
  const { delayMs, erasureDelayMs, protectedUsers, ...rest } = limits
  return {
    stopped: stop === null ? null : { ...stop, at: new Date(stop.at).toISOString() },
    limits: {
      ...rest,
      delayMinutes: delayMs / 60_000,
      erasureDelayMinutes: erasureDelayMs / 60_000,
      protectedUsers: protectedUsers.size,
    },
  }
}
