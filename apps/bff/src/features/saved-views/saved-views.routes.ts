import * as routes from '@muster/contracts/saved-views/saved-views'
import { message } from '@muster/wording/message'
import type { Clock } from '../../clock.ts'
import { actorOf, type BoundRoute, bind } from '../../http/route-handler.ts'
import { ProblemError } from '../../problem-error.ts'
import type { SavedViewStore } from './ports.ts'

interface SavedViewDeps {
  readonly savedViews: SavedViewStore
  readonly clock: Clock
  readonly newId: () => string
}

/** Throws `not_found` unless the view was there. */
function refuseUnless(isFound: boolean): void {
  if (!isFound) throw new ProblemError('not_found', message('problem.no_saved_view'))
}

export function savedViewsRoutes({ savedViews, clock, newId }: SavedViewDeps): BoundRoute[] {
  return [
    bind(routes.listSavedViews, async (_input, context) => ({
      status: 200,
      json: { items: [...(await savedViews.list(actorOf(context).memberId))] },
    })),
    bind(routes.createSavedView, async ({ body }, context) => {
      const view = { id: newId(), ...body }
      if (!(await savedViews.create(actorOf(context).memberId, view, clock.now())))
        throw new ProblemError('conflict', message('problem.too_many_views', { most: routes.mostViews }))
      return { status: 201, json: view }
    }),
    bind(routes.changeSavedView, async ({ params, body }, context) => {
      const view = { id: params.id, ...body }
      refuseUnless(await savedViews.change(actorOf(context).memberId, view))
      return { status: 200, json: view }
    }),
    bind(routes.deleteSavedView, async ({ params }, context) => {
      refuseUnless(await savedViews.delete(actorOf(context).memberId, params.id))
      return { status: 200, json: {} }
    }),
  ]
}
