import * as routes from '@muster/contracts/factors'
import { actorOf, type BoundRoute, bind } from '../../../http/route-handler.ts'
import {
  confirmTotp,
  type FactorDeps,
  readFactors,
  removeTotp,
  renewRecoveryCodes,
  startTotp,
} from './manage-factors.ts'

/** The own factors. Changing them needs a fresh proof, see the step-up of their routes. */
export function factorsRoutes(deps: FactorDeps): BoundRoute[] {
  return [
    bind(routes.getFactors, async (_input, context) => ({
      status: 200,
      json: await readFactors(deps, actorOf(context)),
    })),
    bind(routes.startTotp, async (_input, context) => {
      return { status: 201, json: await startTotp(deps, actorOf(context)) }
    }),
    bind(routes.confirmTotp, async ({ body }, context) => {
      return { status: 200, json: { recoveryCodes: [...(await confirmTotp(deps, actorOf(context), body.code))] } }
    }),
    bind(routes.removeTotp, async (_input, context) => {
      await removeTotp(deps, actorOf(context))
      return { status: 200, json: {} }
    }),
    bind(routes.renewRecoveryCodes, async (_input, context) => {
      return { status: 201, json: { recoveryCodes: [...(await renewRecoveryCodes(deps, actorOf(context)))] } }
    }),
  ]
}
