import * as routes from '@muster/contracts/factors'
import * as passkeys from '@muster/contracts/passkeys'
import { actorOf, type BoundRoute, bind, type RequestContext, requireSession } from '../../../http/route-handler.ts'
import { refuseBreakGlass } from '../../../http/session/actor.ts'
import { deviceToken, hashToken, newToken, passkeyCookie } from '../../../http/session/session-cookie.ts'
import { changePassphrase } from './change-passphrase.ts'
import {
  confirmTotp,
  type FactorDeps,
  type PassphraseDeps,
  passkeyEntry,
  readFactors,
  removeTotp,
  renewRecoveryCodes,
  startTotp,
} from './manage-factors.ts'
import { addPasskey, challengeToAdd, challengeToUse, type PasskeyDeps, removePasskey } from './passkeys.ts'

const ownerOf = (context: RequestContext) => refuseBreakGlass(actorOf(context))

type FactorRoutesDeps = FactorDeps & PassphraseDeps & PasskeyDeps & { readonly secure: boolean }

/** The own factors. Changing them needs a fresh proof, see the step-up of their routes. */
export function factorsRoutes(deps: FactorRoutesDeps): BoundRoute[] {
  return [
    bind(routes.getFactors, async (_input, context) => ({
      status: 200,
      json: await readFactors(deps, actorOf(context)),
    })),
    bind(routes.changePassphrase, async ({ body: { password } }, context) => {
      const device = deviceToken(context.raw, deps.secure)
      await changePassphrase(deps, ownerOf(context), {
        password,
        sessionId: requireSession(context),
        deviceId: device === null ? null : hashToken(device),
        address: context.address,
      })
      return { status: 200, json: {} }
    }),
    bind(routes.startTotp, async (_input, context) => {
      return { status: 201, json: await startTotp(deps, ownerOf(context)) }
    }),
    bind(routes.confirmTotp, async ({ body }, context) => {
      return { status: 200, json: { recoveryCodes: [...(await confirmTotp(deps, ownerOf(context), body.code))] } }
    }),
    bind(routes.removeTotp, async (_input, context) => {
      await removeTotp(deps, ownerOf(context))
      return { status: 200, json: {} }
    }),
    bind(routes.renewRecoveryCodes, async (_input, context) => {
      return { status: 201, json: { recoveryCodes: [...(await renewRecoveryCodes(deps, ownerOf(context)))] } }
    }),
    ...passkeyRoutes(deps),
  ]
}

function passkeyRoutes(deps: FactorRoutesDeps): BoundRoute[] {
  return [
    bind(passkeys.createPasskeyChallenge, async (_input, { actor }) => {
      // A cookie of an earlier attempt may be another origin's: each challenge gets its own.
      const browser = newToken()
      const json = await challengeToUse(deps, browser, actor?.memberId ?? null)
      return { status: 201, json, headers: { 'Set-Cookie': passkeyCookie(browser, deps.secure) } }
    }),
    bind(passkeys.startPasskey, async (_input, context) => {
      const sessionId = requireSession(context)
      return { status: 201, json: await challengeToAdd(deps, ownerOf(context), sessionId) }
    }),
    bind(passkeys.addPasskey, async ({ body }, context) => {
      const sessionId = requireSession(context)
      const actor = ownerOf(context)
      const { hasPassphrase } = await readFactors(deps, actor)
      const { passkey, recoveryCodes } = await addPasskey(deps, { actor, sessionId, created: body, hasPassphrase })
      return { status: 201, json: { passkey: passkeyEntry(passkey), recoveryCodes: [...recoveryCodes] } }
    }),
    bind(passkeys.removePasskey, async ({ params }, context) => {
      await removePasskey(deps, ownerOf(context), params.id)
      return { status: 200, json: {} }
    }),
  ]
}
