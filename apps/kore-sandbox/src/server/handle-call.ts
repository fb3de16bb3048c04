import { authHeader } from '@muster/kore-api/auth-error'
import type { Request, Response } from 'express'
import { applyFault, type Behavior } from '../faults/apply-fault.ts'
import type { FaultRule } from '../faults/fault.ts'
import type { FaultRules } from '../faults/fault-rules.ts'
import { invalidCredentials } from '../gate/authenticate.ts'
import { type BatchLimit, withinBatch } from '../gate/batch-limit.ts'
import type { Limiter } from '../gate/limiter.ts'
import { refused } from '../responses/responses.ts'
import type { Call, SandboxResponse, World } from '../world.ts'
import type { ResponseHold } from './response-hold.ts'
import type { Scope, ServedEndpoint } from './routes.ts'

/** Settings that control calls can change while the sandbox runs. */
type Settings = { scopes: ReadonlySet<Scope>; latencyMs: number; batchLimit: BatchLimit | null }

export type CallDeps = {
  readonly world: World
  readonly authenticate: (token: string | undefined) => Promise<SandboxResponse | undefined>
  readonly limiter: Limiter
  readonly faults: FaultRules
  readonly settings: Settings
  /** Every response passes through here before it leaves; effects come before. */
  readonly responseHold: ResponseHold
  /** Schedules work, unless the sandbox is reset or stopped before. */
  readonly later: (ms: number, work: () => void) => void
  readonly say: (line: string) => void
}

/** Authentication, scope, limits, body, faults, and then the endpoint. The method is already checked. */
export async function handleCall(deps: CallDeps, endpoint: ServedEndpoint, req: Request, res: Response): Promise<void> {
  const seq = deps.world.ledger.nextCall()
  deps.world.erasures.recordEnded(deps.world.now())
  const { behavior, fault } = await decide(deps, endpoint, req, seq)
  const status = behavior.do === 'response' ? behavior.response.status : behavior.do === 'text' ? behavior.status : null
  const time = new Date(deps.world.now()).toISOString()
  deps.world.ledger.addCall({
    seq,
    time,
    endpoint: endpoint.name,
    status,
    ...(fault === undefined ? {} : { fault: fault.kind }),
  })
  deps.say(`${time} ${endpoint.name} ${status ?? 'no response'}`)
  const wait = deps.settings.latencyMs + (fault?.latencyMs ?? 0)
  if (wait > 0) await new Promise<void>((resolve) => deps.later(wait, resolve))
  await deps.responseHold.pass()
  perform(behavior, res)
}

type Decided = { readonly behavior: Behavior; readonly fault?: FaultRule }
const respond = (response: SandboxResponse): Decided => ({ behavior: { do: 'response', response } })

async function decide(deps: CallDeps, endpoint: ServedEndpoint, req: Request, seq: number): Promise<Decided> {
  const bad = await deps.authenticate(req.get(authHeader))
  if (bad !== undefined) return respond(bad)
  if (!deps.settings.scopes.has(endpoint.scope)) return respond(invalidCredentials)
  const limited = deps.limiter.take()
  if (limited !== undefined) return respond(limited)
  const body = parsed(req)
  const batch = withinBatch(deps.settings.batchLimit, { body: body.value, effect: endpoint.effect })
  if ('refusal' in batch) return respond(batch.refusal)
  const call: Call = {
    seq,
    body: batch.body,
    query: new URL(req.originalUrl, 'http://sandbox').searchParams,
    params: { reqId: String(req.params['reqId'] ?? '') },
  }
  const run = (): SandboxResponse =>
    body.isJson ? endpoint.handle(deps.world, call) : refused(400, 'Malformed JSON in the request body')
  const fault = deps.faults.pick(endpoint, body.value)
  if (fault === undefined) return respond(run())
  const behavior = applyFault(fault, { run, later: (ms) => deps.later(ms, run) })
  return { behavior, fault }
}

/** A present body must be JSON; an absent one counts as empty. */
function parsed(req: Request): { readonly isJson: boolean; readonly value: unknown } {
  const raw: unknown = req.body
  if (!Buffer.isBuffer(raw) || raw.length === 0) return { isJson: true, value: undefined }
  try {
    return { isJson: true, value: JSON.parse(raw.toString('utf8')) }
  } catch {
    return { isJson: false, value: undefined }
  }
}

function perform(behavior: Behavior, res: Response): void {
  switch (behavior.do) {
    case 'response':
      res
        .status(behavior.response.status)
        .set(behavior.response.headers ?? {})
        .json(behavior.response.body)
      return
    case 'text':
      res.status(behavior.status).type(behavior.type).send(behavior.text)
      return
    case 'destroy':
      res.socket?.destroy()
      return
    case 'silence':
  }
}
