import { getHold, releaseHold } from '@muster/contracts/hold'
import { message } from '@muster/wording/message'
import type { Clock } from '../../clock.ts'
import { actorOf, type BoundRoute, bind } from '../../http/route-handler.ts'
import { ProblemError } from '../../problem-error.ts'
import type { HoldStore } from './ports.ts'

interface HoldDeps {
  readonly holds: HoldStore
  readonly clock: Clock
  /** Assigns the held jobs to the workers, and requests a sync if one is due. */
  readonly onReleased: (hold: { readonly wasRestored: boolean }) => Promise<void>
}

export function holdRoutes({ holds, clock, onReleased }: HoldDeps): BoundRoute[] {
  return [
    bind(getHold, async () => ({ status: 200, json: { hold: await holds.current() } })),
    bind(releaseHold, async ({ body }, context) => {
      const { email } = actorOf(context)
      const result = await holds.release({ account: body.account, actor: email, at: clock.now() })
      if (result === 'stale') throw new ProblemError('conflict', message('problem.account_undecided'))
      if (result === 'not_same') throw new ProblemError('conflict', message('problem.sandbox_not_same'))
      if (result !== 'not_held') await onReleased({ wasRestored: result === 'released' })
      return { status: 200, json: { hold: null } }
    }),
  ]
}
