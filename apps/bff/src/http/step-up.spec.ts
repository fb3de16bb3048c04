import type { Route } from '@muster/contracts/route'
import { permissions } from '@muster/core/permission'
import { freshMs } from '@muster/core/policy/step-up'
import { message } from '@muster/wording/message'
import { expect, test } from 'vitest'
import type { Clock } from '../clock.ts'
import { ProblemError } from '../problem-error.ts'
import type { BoundRoute } from './route-handler.ts'
import { acceptedBody } from './testing/accepted-body.ts'
import { everyRoute } from './testing/every-route.ts'
import { startTestApp, type TestApp } from './testing/test-app.ts'

const now = 10 * freshMs
const clock: Clock = { now: () => now, monotonic: () => 0, sleep: async () => {} }
const token = { id: 't-1', name: 'A script' }
const unprovedWrites = [
  'DELETE /api/members/:id/sessions',
  'DELETE /api/members/:id/tokens/:tokenId',
  'DELETE /api/plans/:id/approval',
  'DELETE /api/saved-views/:id',
  'DELETE /api/session',
  'DELETE /api/sessions',
  'DELETE /api/sessions/:id',
  'DELETE /api/tokens/:id',
  'DELETE /api/uploads/:id',
  'DELETE /scim/v2/Users/:id',
  'PATCH /api/plans/:id',
  'PATCH /api/uploads/:id',
  'PATCH /api/uploads/:id/rows',
  'PATCH /scim/v2/Users/:id',
  'POST /api/connection/test',
  'POST /api/directory/csv',
  'POST /api/directory/csv/columns',
  'POST /api/directory/sync',
  'POST /api/erasure-cases',
  'POST /api/erasure-cases/:id/close',
  'POST /api/erasure-cases/:id/hold',
  'POST /api/erasure-cases/:id/plan',
  'POST /api/erasure-cases/:id/release',
  'POST /api/guards/stop',
  'POST /api/invitation',
  'POST /api/invitation/read',
  'POST /api/jobs/:id/cancel',
  'POST /api/jobs/:id/corrections',
  'POST /api/jobs/:id/dismissals',
  'POST /api/jobs/:id/pause',
  'POST /api/jobs/:id/resolution',
  'POST /api/notices/:id/retry',
  'POST /api/notices/test',
  'POST /api/oidc/attempts',
  'POST /api/oidc/back-channel-logout',
  'POST /api/plans',
  'POST /api/plans/:id/approval',
  'POST /api/plans/:id/approval/comments',
  'POST /api/receipts/verify',
  'POST /api/saved-views',
  'POST /api/selections',
  'POST /api/selections/:id/changes',
  'POST /api/selections/:id/lookup',
  'POST /api/session',
  'POST /api/session/passkey-challenge',
  'POST /api/session/reauthenticate',
  'POST /api/session/reauthenticate/oidc',
  'POST /api/uploads',
  'POST /scim/v2/Users',
  'PUT /api/saved-views/:id',
  'PUT /api/session/language',
  'PUT /api/session/users-table',
  'PUT /scim/v2/Users/:id',
]
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

/** Bodies for which a route needs a proof; null for a route that needs it for every body. */
function dangerousBodies({ stepUp, body }: Route): readonly (object | null)[] {
  if (body === 'raw') return [{}]
  if (stepUp === 'none' || stepUp.kind !== 'fresh' || stepUp.when === undefined) return [null]
  if (body === undefined || typeof body === 'string') throw new Error('a condition needs a body')
  const { field, values } = stepUp.when
  return values.map((value) => acceptedBody(body, { [field]: value }))
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
  const isForTokens = stepUp !== 'none' && stepUp.kind !== 'fresh' && stepUp.sessions === 'refused'
  const unproved = isForTokens ? 'refused' : 'proof required'
  return [
    { who: 'fresh', headers: as({ authenticatedAt: now - freshMs }), expected: isForTokens ? 'refused' : 'reached' },
    { who: 'stale', headers: as({ authenticatedAt: now - freshMs - 1 }), expected: unproved },
    { who: 'of the future', headers: as({ authenticatedAt: now + 1 }), expected: unproved },
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
  const failures: string[] = []
  for (const route of routes)
    for (const { who, headers, expected } of callers(app, route))
      for (const body of dangerousBodies(route)) {
        const actual = await answered(app, route, { headers, body })
        if (actual !== expected) failures.push(`${route.method} ${route.path} ${who}: ${actual}`)
      }
  expect(routes.length).toBeGreaterThan(15)
  expect(failures).toEqual([])
})

/** Every route that a stale session may write by: any other must need a proof. */
test('a route without a step-up only reads, or is known to need no proof', async () => {
  const routes = (await everyRoute()).filter(({ stepUp, method }) => stepUp === 'none' && method !== 'GET')
  expect(routes.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(unprovedWrites)
})

test('a route with another value of its input needs no fresh proof', async () => {
  const routes = await everyRoute()
  const conditional = routes.filter(
    ({ stepUp }) => stepUp !== 'none' && stepUp.kind === 'fresh' && stepUp.when !== undefined,
  )
  const app = await startTestApp(served(conditional), { clock })
  const { writing: headers } = app.signIn({ permissions: all }, { authenticatedAt: 0 })
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
  const paths = routes.map(({ path }) => path)
  expect(paths).toEqual(expect.arrayContaining(['/api/kore/users', '/api/plans/:id/apply', '/api/audit.csv']))
  for (const route of routes) {
    const { method, path } = route
    const body = typeof route.body === 'object' ? acceptedBody(route.body) : route.body === 'raw' ? {} : null
    const response = await fetch(app.url + path.replaceAll(/:\w+/g, '1'), {
      method,
      headers: { ...headers, ...(body === null ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === null ? {} : { body: JSON.stringify(body) }),
    })
    expect([method, path, response.status]).toEqual([method, path, 500])
    expect(app.logged.at(-1)).toContain('did not judge')
  }
})

test('acts on members, roles, tokens and the policy need a fresh proof, unless they only take access away', async () => {
  const managing = new Set<unknown>([
    'members:manage',
    'members:provision',
    'roles:manage',
    'policy:manage',
    'audit:erase',
  ])
  const routes = await everyRoute()
  const open = routes.filter(
    ({ permission, stepUp, method }) => managing.has(permission) && stepUp === 'none' && method !== 'GET',
  )
  expect(open.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
    'DELETE /api/members/:id/sessions',
    'DELETE /api/members/:id/tokens/:tokenId',
    // Provisioning by another server, with a permission of its own.
    'DELETE /scim/v2/Users/:id',
    'PATCH /scim/v2/Users/:id',
    'POST /scim/v2/Users',
    'PUT /scim/v2/Users/:id',
  ])
  const files = routes.filter(({ responses }) => Object.values(responses).some((one) => 'mediaType' in one))
  const exports = files.filter(({ path }) => /\.(csv|xlsx|json|jsonl)$/.test(path) && !/receipt|openapi/.test(path))
  expect(exports.length).toBeGreaterThan(5)
  expect(exports.filter(({ stepUp }) => stepUp === 'none').map(({ path }) => path)).toEqual([])
})
