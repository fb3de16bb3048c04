import express, { type RequestHandler, type Router } from 'express'
import * as z from 'zod/mini'
import { faultRule } from '../faults/fault.ts'
import { batchLimit } from '../gate/batch-limit.ts'
import { scopes } from '../server/routes.ts'
import type { SandboxControl } from './control.ts'

/** Required header of every control call, with the value `1`: web pages cannot send it without a preflight. */
const controlHeader = 'x-sandbox-control'

const loopback = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/

const guard: RequestHandler = (req, res, next) => {
  const allowed = loopback.test(req.socket.remoteAddress ?? '') && req.get(controlHeader) === '1'
  if (allowed) next()
  else res.status(403).json({ error: `control calls: from this machine only, with the header ${controlHeader}: 1` })
}

const count = z.int().check(z.minimum(0))
const limitsBody = z.strictObject({
  limits: z.nullable(
    z.strictObject({
      windows: z.array(z.strictObject({ calls: count, seconds: count })),
      status: z.optional(count),
      retryAfter: z.optional(z.boolean()),
    }),
  ),
})
const scopesBody = z.strictObject({ scopes: z.array(z.enum(scopes)) })
const latencyBody = z.strictObject({ ms: count })
const batchLimitBody = z.strictObject({ limit: z.nullable(batchLimit) })

/** A handler that parses its body with `schema`, and reports what is wrong with it. */
function reads<T extends z.ZodMiniType>(schema: T, act: (body: z.infer<T>) => unknown): RequestHandler {
  return (req, res) => {
    const body = schema.safeParse(req.body)
    if (!body.success) res.status(400).json({ error: z.prettifyError(body.error) })
    else res.json(act(body.data) ?? { ok: true })
  }
}

const settingHandlers = (control: SandboxControl): Readonly<Record<string, RequestHandler>> => ({
  limits: reads(limitsBody, ({ limits }) => control.setLimits(limits === null ? null : withoutUndefined(limits))),
  scopes: reads(scopesBody, (body) => control.setScopes(body.scopes)),
  latency: reads(latencyBody, ({ ms }) => control.setLatency(ms)),
  'batch-limit': reads(batchLimitBody, ({ limit }) => control.setBatchLimit(limit)),
})

/** The control calls below `/sandbox`. */
export function controlRouter(control: SandboxControl): Router {
  const router = express.Router()
  router.use(guard, express.json({ limit: '5mb' }))
  router.post('/faults', reads(faultRule, control.addFault))
  router.delete('/faults', (_req, res) => {
    control.clearFaults()
    res.json({ ok: true })
  })
  for (const [setting, handler] of Object.entries(settingHandlers(control))) router.put(`/${setting}`, handler)
  router.post('/users', reads(z.unknown(), control.update))
  router.get('/users/:emailId', (req, res) => {
    const user = control.user(req.params.emailId)
    res.status(user === undefined ? 404 : 200).json(user ?? { error: 'no such user' })
  })
  router.get('/effects', (_req, res) => {
    res.json(control.effects())
  })
  router.get('/calls', (_req, res) => {
    res.json(control.calls())
  })
  router.post('/reset', (_req, res) => {
    control.reset()
    res.json({ ok: true })
  })
  return router
}

type ReadLimits = NonNullable<z.infer<typeof limitsBody>['limits']>

function withoutUndefined({ windows, status, retryAfter }: ReadLimits) {
  return {
    windows,
    ...(status === undefined ? {} : { status }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  }
}
