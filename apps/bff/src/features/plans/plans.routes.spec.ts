import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import * as routes from '@muster/contracts/plans'
import { expect, test } from 'vitest'
import type { RequestContext } from '../../http/route-handler.ts'
import { anActor } from '../../http/testing/an-actor.ts'
import { plansRoutes } from './plans.routes.ts'
import { openPlanApp } from './testing/plan-app.ts'
import { aUser } from './testing/plan-builders.ts'

function context(idempotencyKey: string | null): RequestContext {
  return {
    requestId: 'r-1',
    actor: anActor(),
    sessionId: 's-1',
    token: null,
    stepUp: { judge: () => {}, planProof: () => 'token' },
    address: '127.0.0.1',
    idempotencyKey,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- plans never use the request itself
    raw: {} as IncomingMessage,
    body: Object.assign(Readable.from([]), { headers: {} }),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nor the response
    response: {} as ServerResponse,
    signal: new AbortController().signal,
  }
}

function openRoutes() {
  const { deps } = openPlanApp({ users: [aUser(1), aUser(2)] })
  const bound = plansRoutes(deps)
  return async (
    route: object,
    input: { params?: unknown; query?: unknown; body?: unknown },
    key: string | null = null,
  ) => {
    const reply = await bound
      .find((one) => one.route === route)
      ?.handle({ params: input.params, query: input.query, body: input.body }, context(key))
    if (reply === undefined || !('json' in reply)) throw new Error('the route did not answer with JSON')
    return reply
  }
}

test('a plan is created, read, listed and applied, each response matching its contract', async () => {
  const call = openRoutes()
  const body = routes.planSourceSchema.parse({
    kind: 'identifiers',
    identifiers: [
      { by: 'email', value: 'person1@example.com' },
      { by: 'orgUserId', value: 'E2' },
    ],
    change: { kind: 'remove' },
  })
  const made = await call(routes.createPlan, { body })
  expect(made.status).toBe(201)
  const plan = routes.planSchema.parse(made.json)
  expect(plan).toMatchObject({
    title: 'Remove 2 users',
    confirmation: { kind: 'word', text: 'remove 2 in ACME', prompt: expect.stringContaining('ACME (sandbox)') },
  })
  const params = { id: plan.id }
  expect(routes.planSchema.parse((await call(routes.getPlan, { params })).json)).toEqual(plan)
  const listed = await call(routes.listPlanItems, { params, query: { limit: 1 } })
  expect(routes.listPlanItems.responses[200].parse(listed.json)).toMatchObject({ items: [{ seq: 1 }], next: '1' })

  const request = { params, body: { hash: plan.hash, confirmation: 'remove 2 in ACME' } }
  const first = await call(routes.applyPlan, request, 'key-1')
  const second = await call(routes.applyPlan, request, 'key-1')
  expect([first.status, second.status]).toEqual([201, 200])
  expect(second.json).toEqual(first.json)
})

test.each([
  ['a control character', 'a\0@example.com'],
  ['half a surrogate pair', 'a\uD800@example.com'],
  ['nothing', '  '],
  ['too much', 'a'.repeat(501)],
])('a request that identifies a user with %s is refused', (_, value) => {
  const source = { kind: 'identifiers', identifiers: [{ by: 'email', value }], change: { kind: 'remove' } }
  expect(routes.planSourceSchema.safeParse(source).success).toBe(false)
})
