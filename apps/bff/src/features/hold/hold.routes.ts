import { getHold, releaseHold } from '@muster/contracts/hold'
import type { Clock } from '../../clock.ts'
import { actorOf, type BoundRoute, bind } from '../../http/route-handler.ts'
import type { HoldStore } from './ports.ts'

interface HoldDeps {
  readonly holds: HoldStore
  readonly clock: Clock
  /** Assigns the held jobs to the workers. */
  readonly onReleased: () => Promise<void>
}

export function holdRoutes({ holds, clock, onReleased }: HoldDeps): BoundRoute[] {
  return [
    bind(getHold, async () => ({ status: 200, json: { hold: await holds.current() } })),
    bind(releaseHold, async (_input, context) => {
      const { email } = actorOf(context)
      if (await holds.release({ actor: email, at: clock.now() })) await onReleased()
      return { status: 200, json: { hold: null } }
    }),
  ]
}
