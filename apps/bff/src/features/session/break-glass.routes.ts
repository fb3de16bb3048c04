import * as routes from '@muster/contracts/break-glass/break-glass'
import { actorOf, type BoundRoute, bind } from '../../http/route-handler.ts'
import { armBreakGlass, type BreakGlassDeps, makeBreakGlass, readBreakGlass, removeBreakGlass } from './break-glass.ts'

export function breakGlassRoutes(deps: BreakGlassDeps): BoundRoute[] {
  return [
    bind(routes.getBreakGlass, async () => ({ status: 200, json: await readBreakGlass(deps) })),
    bind(routes.makeBreakGlass, async (_input, context) => ({
      status: 201,
      json: await makeBreakGlass(deps, actorOf(context)),
    })),
    bind(routes.armBreakGlass, async ({ body: { secret, code } }, context) => {
      await armBreakGlass(deps, actorOf(context), { secret, code, address: context.address })
      return { status: 200, json: await readBreakGlass(deps) }
    }),
    bind(routes.removeBreakGlass, async (_input, context) => {
      await removeBreakGlass(deps, actorOf(context))
      return { status: 200, json: {} }
    }),
  ]
}
