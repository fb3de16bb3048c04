import { createSecretKey } from 'node:crypto'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createMemoryBatchLedger } from '@muster/bff/adapters/kore/batch/memory-batch-ledger'
import { createMemoryBudgetLedger } from '@muster/bff/adapters/kore/budget/memory-budget-ledger'
import { createKoreGateway } from '@muster/bff/adapters/kore/create-kore-gateway'
import { defaultTimeouts, directNetwork } from '@muster/bff/adapters/kore/transport/settings'
import { systemClock } from '@muster/bff/clock'
import { passCallThrough } from '@muster/bff/features/kore/pass-call-through'
import { anActor } from '@muster/bff/http/testing/an-actor'
import express, { type Request, type Response } from 'express'
import { SignJWT } from 'jose'

/** The request of the load: an update of one user, about 300 bytes. */
export const body = JSON.stringify({
  users: [
    {
      userInfo: { emailId: 'publicuser2@gmail.com' },
      groups: { addTo: ['e-f9c09c08-9310-52ff-b672-570ec7325215'] },
      roles: { addTo: [{ roleId: '5d9d920dabdc1e6e8ec99342', botId: 'st-b8525f88-6dd3-54a7-8a97-734ecb748733' }] },
      canCreateBot: true,
      isDeveloper: true,
    },
  ],
})
const secret = createSecretKey(Buffer.from('a secret that is at least thirty-two bytes'))
/** The response of the upstream. */
export const answer = JSON.stringify({ msg: 'Users are updated Successfully' })

/** A fake Kore.ai: reads the body and responds at once. */
const upstream: RequestListener = (request, response) => {
  request.resume()
  request.on('end', () => {
    response
      .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) })
      .end(answer)
  })
}

const gatewayTo = (host: string) =>
  createKoreGateway({
    settings: {
      host,
      clientId: 'cs-1',
      secret,
      ratePerMinute: 0,
      ratePerHour: 0,
      batchSize: 50,
      enforceJti: false,
      jweKey: null,
      network: directNetwork,
      timeouts: defaultTimeouts,
    },
    ledger: createMemoryBudgetLedger(systemClock),
    batches: createMemoryBatchLedger(),
    clock: systemClock,
  })

const actor = anActor()

const contextOf = (raw: Request, response: Response, signal: AbortSignal) => ({
  requestId: 'r',
  actor,
  sessionId: 's',
  token: null,
  stepUp: { judge: () => {}, planProof: () => 'token' as const },
  address: '127.0.0.1',
  idempotencyKey: null,
  raw,
  body: raw,
  response,
  signal,
})

/** Our handler of `PUT /api/kore/users`: body validated, limits off, audit in memory, token cached. */
function ours(target: string): RequestListener {
  const deps = {
    passThrough: gatewayTo(target).passThrough,
    audit: { append: async () => undefined },
    scripts: {
      mayResend: async () => true,
      begin: async () => ({ intend: async () => undefined, end: async () => undefined }),
    },
  }
  const app = express().disable('x-powered-by').disable('etag')
  app.put('/api/kore/users', async (raw, response) => {
    const gone = new AbortController()
    response.once('close', () => {
      if (!response.writableEnded) gone.abort()
    })
    const reply = await passCallThrough(deps, 'updateUsers', contextOf(raw, response, gone.signal))
    if (!('bytes' in reply) || !Buffer.isBuffer(reply.bytes)) throw new Error('the reply has no bytes')
    response.writeHead(reply.status, { 'content-type': reply.mediaType, 'content-length': reply.bytes.length })
    response.end(reply.bytes)
  })
  return app
}

/** A naive implementation: parse, sign every time, fetch, parse, respond. */
function naive(target: string): RequestListener {
  const app = express()
  // oxlint-disable-next-line oxc/no-async-endpoint-handlers -- Express 5 catches what an async handler throws
  app.put('/api/kore/users', express.json(), async (request, response) => {
    const token = await new SignJWT({ appId: 'cs-1', sub: 'muster' })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuedAt()
      .setExpirationTime('60s')
      .sign(secret)
    const result = await fetch(`${target}/api/public/users`, {
      method: 'PUT',
      headers: { auth: token, 'content-type': 'application/json' },
      body: JSON.stringify(request.body),
    })
    response.status(result.status).json(await result.json())
  })
  return app
}

export const variants = ['upstream', 'ours', 'naive'] as const
export type Variant = (typeof variants)[number]

export function serverOf(variant: Variant, target: string): Server {
  if (variant === 'upstream') return createServer(upstream)
  return createServer(variant === 'ours' ? ours(target) : naive(target))
}
