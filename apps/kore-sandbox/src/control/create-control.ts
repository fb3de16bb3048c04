import { createUsersEndpoint } from '../endpoints/create-users.ts'
import { updateUsersEndpoint } from '../endpoints/update-users.ts'
import { type FaultRule, faultRule } from '../faults/fault.ts'
import type { CallDeps } from '../server/handle-call.ts'
import { type Scope, scopes } from '../server/routes.ts'
import type { Call } from '../world.ts'
import type { SandboxControl } from './control.ts'

const outside = (body: unknown): Call => ({ seq: 0, body, query: new URLSearchParams(), params: {} })

/** How the sandbox responds: faults, limits, scopes, latency, held responses. */
function responseControl({ limiter, faults, settings, responseHold }: CallDeps) {
  return {
    addFault: (rule: FaultRule) => faults.add(faultRule.parse(rule)),
    clearFaults: faults.clear,
    setLimits: limiter.set,
    setScopes: (next: readonly Scope[]) => {
      settings.scopes = new Set(next)
    },
    setLatency: (ms: number) => {
      settings.latencyMs = ms
    },
    setBatchLimit: (limit: CallDeps['settings']['batchLimit']) => {
      settings.batchLimit = limit
    },
    holdResponses: responseHold.hold,
    releaseResponses: responseHold.release,
    heldResponses: responseHold.waiting,
  } satisfies Partial<SandboxControl>
}

/** `cancelPending` cancels scheduled effects. */
export function createControl(deps: CallDeps, cancelPending: () => void): SandboxControl {
  const { world, limiter, faults, settings, responseHold } = deps
  const { latencyMs: initialLatency, batchLimit: initialBatchLimit } = settings
  return {
    ...responseControl(deps),
    update: (body) => updateUsersEndpoint(world, outside(body)).body,
    create: (body) => createUsersEndpoint(world, outside(body)).body,
    user: (emailId) => {
      const user = world.account.byEmail(emailId)
      if (user === undefined) return undefined
      const { userId, orgUserId, index } = user
      const access = world.account.access(index)
      return { ...access, emailId: user.emailId, userId, orgUserId, isMember: world.account.isMember(index) }
    },
    effects: () => {
      world.erasures.recordEnded(world.now())
      return world.ledger.effects()
    },
    calls: world.ledger.calls,
    reset: () => {
      cancelPending()
      world.account.reset()
      world.erasures.reset()
      world.ledger.clear()
      faults.clear()
      responseHold.release()
      limiter.reset()
      settings.scopes = new Set(scopes)
      settings.latencyMs = initialLatency
      settings.batchLimit = initialBatchLimit
    },
  }
}
