import type { Route } from '@muster/contracts/route'
import { permissions } from '@muster/core/permission'
import { freshMs } from '@muster/core/policy/step-up'
import { message } from '@muster/wording/message'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import type { Clock } from '../clock.ts'
import { ProblemError } from '../problem-error.ts'
import type { BoundRoute } from './route-handler.ts'
import { everyRoute } from './testing/every-route.ts'
import { startTestApp, type TestApp } from './testing/test-app.ts'

const now = 10 * freshMs
const clock: Clock = { now: () => now, monotonic: () => 0, sleep: async () => {} }
const token = { id: 't-1', name: 'A script' }
const all = [...permissions]
const attended = all.filter((permission) => permission !== 'tokens:unattended')

type Answered = 'reached' | 'proof required' | 'refused'

/** Handlers that judge every request as dangerous, and answer 410. */
const served = (routes: readonly Route[]): readonly BoundRoute[] =>
  routes.map((route) => ({
    route,
    handle: async (_input, { stepUp }) => {
      if (route.stepUp !== 'none' && route.stepUp.kind === 'judged') stepUp.judge(true)
      throw new ProblemError('gone', message('problem.no_resource'))
    },
  }))

/** A value that a schema accepts, from its JSON Schema; `given` replaces fields. */
function sampleOf(schema: z.core.JSONSchema.BaseSchema, given: object = {}): unknown {
  const [first] = schema.anyOf ?? schema.oneOf ?? []
  if (first !== undefined) return sampleOf(first, given)
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  if (schema.type === 'object') {
    const needed = Object.entries(schema.properties ?? {}).filter(([key]) => schema.required?.includes(key) === true)
    const parts = needed.map(([key, part]) => [key, typeof part === 'boolean' ? null : sampleOf(part)])
    return { ...Object.fromEntries(parts), ...given }
  }
  if (schema.type === 'boolean') return true
  if (schema.type === 'string') return 'a'.repeat(Math.max(1, schema.minLength ?? 1))
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(1, schema.minimum ?? 1)
  throw new Error(`no sample for ${JSON.stringify(schema)}`)
}

/** Bodies for which a route needs a proof; null for a route that needs it for every body. */
function dangerousBodies({ stepUp, body }: Route): readonly (object | null)[] {
  if (body === 'raw') return [{}]
  if (stepUp === 'none' || stepUp.kind !== 'fresh' || stepUp.when === undefined) return [null]
  if (body === undefined || typeof body === 'string') throw new Error('a condition needs a body')
  const { field, values } = stepUp.when
  const schema = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any', reused: 'inline' })
  return values.map((value) => Object(sampleOf(schema, { [field]: value })))
}

async function answered(
  app: TestApp,
  { method, path }: Route,
  by: { headers: Record<string, string>; body: object | null },
): Promise<Answered> {
  const response = await fetch(app.url + path.replaceAll(/:\w+/g, '1'), {
    method,
    headers: by.body === null ? by.headers : { ...by.headers, 'Content-Type': 'application/json' },
    ...(by.body === null ? {} : { body: JSON.stringify(by.body) }),
  })
  const text = await response.text()
  if (text.includes('"reauthentication_required"')) return 'proof required'
  return response.status === 403 ? 'refused' : 'reached'
}

/** Who calls a route with a step-up, and which answer they get. */
function callers(app: TestApp, { stepUp }: Route) {
  const as = (proved: Parameters<TestApp['signIn']>[1], held = all) => app.signIn({ permissions: held }, proved).writing
  const tokens = stepUp === 'none' ? 'refused' : stepUp.tokens
  return [
    { who: 'fresh', headers: as({ authenticatedAt: now - freshMs }), expected: 'reached' },
    { who: 'stale', headers: as({ authenticatedAt: now - freshMs - 1 }), expected: 'proof required' },
    { who: 'of the future', headers: as({ authenticatedAt: now + 1 }), expected: 'proof required' },
    { who: 'token', headers: as({ authenticatedAt: null, token }, attended), expected: 'refused' },
    {
      who: 'unattended token',
      headers: as({ authenticatedAt: null, token }),
      expected: tokens === 'refused' ? 'refused' : 'reached',
    },
  ] as const
}

test('every route with a step-up refuses a session without a fresh proof, and a token that may not act unattended', async () => {
  const routes = (await everyRoute()).filter(({ stepUp }) => stepUp !== 'none' && stepUp.kind !== 'plan')
  const app = await startTestApp(served(routes), { clock })
  const faults: string[] = []
  for (const route of routes)
    for (const { who, headers, expected } of callers(app, route))
      for (const body of dangerousBodies(route)) {
        const actual = await answered(app, route, { headers, body })
        if (actual !== expected) faults.push(`${route.method} ${route.path} ${who}: ${actual}`)
      }
  expect(routes.length).toBeGreaterThan(15)
  expect(faults).toEqual([])
})

test('a route without a step-up, or with another value of its input, needs no fresh proof', async () => {
  const routes = await everyRoute()
  const open = routes.filter(({ stepUp }) => stepUp === 'none')
  const conditional = routes.filter(
    ({ stepUp }) => stepUp !== 'none' && stepUp.kind === 'fresh' && stepUp.when !== undefined,
  )
  const app = await startTestApp(served([...open, ...conditional]), { clock })
  const { writing: headers } = app.signIn({ permissions: all }, { authenticatedAt: 0 })
  const answers = await Promise.all(open.map((route) => answered(app, route, { headers, body: null })))
  expect(answers.length).toBeGreaterThan(50)
  // Some routes refuse sessions, or all requests of a browser.
  expect(answers).not.toContain('proof required')
  const harmless = { '/api/plans/:id/approval/decision': 'reject' }
  expect(conditional.length).toBeGreaterThan(2)
  for (const route of conditional)
    for (const body of dangerousBodies(route)) {
      const decision = Object.entries(harmless).find(([path]) => path === route.path)?.[1] ?? 'leave'
      expect(await answered(app, route, { headers, body: { ...body, decision } })).toBe('reached')
    }
})

test('a handler that does not judge where its route leaves that to it answers with an error', async () => {
  const routes = (await everyRoute()).filter(({ stepUp }) => stepUp !== 'none' && stepUp.kind !== 'fresh')
  const app = await startTestApp(
    routes.map((route) => ({ route, handle: async () => ({ status: 200, json: {} }) })),
    { clock },
  )
  const { writing: headers } = app.signIn({ permissions: all }, { authenticatedAt: now })
  const reports = routes.filter(({ method }) => method === 'GET')
  expect(reports.length).toBeGreaterThan(4)
  for (const { path } of reports) {
    const response = await fetch(app.url + path.replaceAll(/:\w+/g, '1'), { headers })
    expect(response.status).toBe(500)
  }
})

test('acts on members, roles, tokens and the policy need a fresh proof, unless they only take access away', async () => {
  const managing = new Set<unknown>(['members:manage', 'roles:manage', 'policy:manage', 'audit:erase'])
  const routes = await everyRoute()
  const open = routes.filter(({ permission, stepUp }) => managing.has(permission) && stepUp === 'none')
  expect(open.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
    'DELETE /api/members/:id/sessions',
    'DELETE /api/members/:id/tokens/:tokenId',
  ])
  const files = routes.filter(({ responses }) => Object.values(responses).some((one) => 'mediaType' in one))
  const exports = files.filter(({ path }) => /\.(csv|xlsx|json|jsonl)$/.test(path) && !/receipt|openapi/.test(path))
  expect(exports.length).toBeGreaterThan(5)
  expect(exports.filter(({ stepUp }) => stepUp === 'none').map(({ path }) => path)).toEqual([])
})
