import {
  inputField,
  type PermissionByInput,
  permissionsOfRoute,
  type Route,
  refusesTokens,
} from '@muster/contracts/route'
import { lackedFor, memberRoles, type Permission, permissions, permissionsOf } from '@muster/core/permission'
import { message } from '@muster/wording/message'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { ProblemError } from '../problem-error.ts'
import type { BoundRoute } from './route-handler.ts'
import type { IsOwn } from './session/actor.ts'
import { acceptedBody } from './testing/accepted-body.ts'
import { everyRoute } from './testing/every-route.ts'
import { startTestApp, type TestApp } from './testing/test-app.ts'

/** A row of the matrix: who sends the request. Null permissions: without a session. */
interface Sender {
  readonly name: string
  readonly by: 'session' | 'token'
  readonly permissions: readonly Permission[] | null
}

/** A column of the matrix: a route, with the input that its permission depends on. */
interface Column {
  readonly route: Route
  /** `no value`: the input has a value that the record does not name, which no member may send. */
  readonly permission: Permission | 'none' | 'no value'
  readonly path: string
  readonly body?: object
}

const stranger: Sender = { name: 'a stranger', by: 'session', permissions: null }
const roles: readonly Sender[] = memberRoles.map((role) => ({
  name: role,
  by: 'session',
  permissions: permissionsOf(role),
}))

const pathOf = ({ path }: Route): string => path.replaceAll(/:\w+/g, '1')
const jsonOf = ({ body }: Route, given = {}) => (typeof body === 'object' ? { body: acceptedBody(body, given) } : {})

/** The column of one value of the input that decides, wherever the record reads it. */
function columnOf(route: Route, { in: place, field }: PermissionByInput, value: string): Omit<Column, 'permission'> {
  switch (place) {
    case 'body':
      return { route, path: pathOf(route), ...jsonOf(route, { [field]: value }) }
    case 'query':
      return { route, path: `${pathOf(route)}?${field}=${value}`, ...jsonOf(route) }
    case 'params':
      return { route, path: route.path.replace(`:${field}`, value).replaceAll(/:\w+/g, '1'), ...jsonOf(route) }
    default:
      throw new Error('a permission depends on an unknown place')
  }
}

function columnsOf(route: Route): readonly Column[] {
  const { permission } = route
  if (typeof permission === 'string') return [{ route, permission, path: pathOf(route), ...jsonOf(route) }]
  return [
    ...Object.entries(permission.permissions).map(([value, needed]) => ({
      ...columnOf(route, permission, value),
      permission: needed,
    })),
    { ...columnOf(route, permission, 'no-such-value'), permission: 'no value' },
  ]
}

const everyPermission: Sender = { name: 'every permission', by: 'session', permissions }

/** Every role, and for each route a member and tokens with only its permission, and with every other. */
function sendersFor({ permission }: Column): readonly Sender[] {
  if (permission === 'none') return [stranger, ...roles, { name: 'a token', by: 'token', permissions: [] }]
  if (permission === 'no value') return [stranger, ...roles, everyPermission, { ...everyPermission, by: 'token' }]
  const other = lackedFor({ permissions: [permission] }, permission)
  const needed = other === null ? [permission] : [permission, other]
  const withoutOther = needed.slice(1).map((one) => ({
    name: `all but ${one}`,
    permissions: permissions.filter((held) => held !== one),
  }))
  const only = { name: `only ${permission}`, permissions: needed }
  const others = { name: `all but ${permission}`, permissions: permissions.filter((one) => one !== permission) }
  const unattended = { name: 'unattended', permissions: [...needed, 'tokens:unattended' as const] }
  return [
    stranger,
    ...roles,
    { ...only, by: 'session' },
    { ...others, by: 'session' },
    ...withoutOther.map((one): Sender => ({ ...one, by: 'session' })),
    ...[only, others, unattended, ...withoutOther].map((one): Sender => ({ ...one, by: 'token' })),
  ]
}

/** Statuses that a request may get beyond the gate: its inputs are checked later, and the handler answers 410. */
const reached = [410, 400, 415]

/** Whether the record itself makes the request of this column need a proof, which a token cannot give. */
function needsProof({ route: { stepUp }, body }: Column): boolean {
  if (stepUp === 'none' || stepUp.kind !== 'fresh') return false
  const { when } = stepUp
  return when === undefined || when.values.some((value) => value === inputField(body, when.field))
}

function isRefusedToken(column: Column, held: readonly Permission[]): boolean {
  const { stepUp, tokens } = column.route
  if (tokens === 'refused') return true
  return stepUp !== 'none' && needsProof(column) && (stepUp.tokens === 'refused' || !held.includes(stepUp.tokens))
}

function expectedStatuses(column: Column, { permissions: held, by }: Sender): readonly number[] {
  const { route, permission } = column
  // The matrix sends `Origin` with a session, as a browser does.
  if (route.calledBy === 'another_server' && by === 'session') return [403]
  if (permission === 'none') return by === 'token' && route.tokens === 'refused' ? [403] : reached
  if (held === null) return [401]
  // The schema of the input may refuse the value first.
  if (permission === 'no value') return [400, 403]
  if (lackedFor({ permissions: held }, permission) !== null) return [403]
  return by === 'token' && isRefusedToken(column, held) ? [403] : reached
}

function headersOf(app: TestApp, { permissions: held, by }: Sender): Record<string, string> {
  if (held === null) return { Origin: app.url }
  return by === 'token' ? app.createToken({ permissions: held }) : app.signIn({ permissions: held }).writing
}

async function request(app: TestApp, { route, path, body }: Column, headers: Record<string, string>): Promise<number> {
  const json = body !== undefined && route.method !== 'GET' ? JSON.stringify(body) : undefined
  const response = await fetch(app.url + path, {
    method: route.method,
    headers: json === undefined ? headers : { ...headers, 'Content-Type': 'application/json' },
    ...(json === undefined ? {} : { body: json }),
  })
  await response.body?.cancel()
  return response.status
}

async function cell(app: TestApp, column: Column, sender: Sender): Promise<string | null> {
  const status = await request(app, column, headersOf(app, sender))
  if (expectedStatuses(column, sender).includes(status)) return null
  return `${column.route.method} ${column.path} for ${column.permission} as ${sender.name} by ${sender.by}: ${status}`
}

/** The handler of every route. */
const handle = async () => Promise.reject(new ProblemError('gone', message('problem.no_resource')))

/** Requests every cell of the matrix of `declared`, on an app with `served`. */
async function matrix(declared: readonly Route[], served: readonly Route[]) {
  const app = await startTestApp(served.map((route): BoundRoute => ({ route, handle })))
  const cells = declared
    .flatMap(columnsOf)
    .flatMap((column) => sendersFor(column).map((sender) => ({ column, sender })))
  const failures: string[] = []
  for (let from = 0; from < cells.length; from += 100) {
    const batch = cells.slice(from, from + 100).map(async ({ column, sender }) => cell(app, column, sender))
    failures.push(...(await Promise.all(batch)).filter((failure) => failure !== null))
  }
  return { cells: cells.length, failures }
}

const everyCell =
  'every cell of the matrix of routes, roles and tokens is as declared: default deny, and one permission decides'

test(everyCell, { timeout: 120_000 }, async () => {
  const routes = await everyRoute()
  const { cells, failures } = await matrix(routes, routes)
  expect(cells).toBeGreaterThan(routes.length * (memberRoles.length + 1))
  expect(failures).toEqual([])
})

test('no member and no token without users:read learns of users by a selection, plan or file', async () => {
  const paths = ['/api/selections', '/api/selections/:id/changes', '/api/plans', '/api/uploads']
  const routes = (await everyRoute()).filter(({ method, path }) => method === 'POST' && paths.includes(path))
  const app = await startTestApp(routes.map((route): BoundRoute => ({ route, handle })))
  for (const by of ['session', 'token'] as const) {
    const headers = headersOf(app, { name: '', by, permissions: permissions.filter((one) => one !== 'users:read') })
    for (const column of routes.flatMap(columnsOf))
      expect([column.path, await request(app, column, headers)]).toEqual([column.path, 403])
  }
})

test('the matrix finds a route that is served with another permission or step-up than declared', async () => {
  const routes = await everyRoute()
  const isApply = ({ method, path }: Route) => method === 'POST' && path === '/api/plans/:id/apply'
  const isDecision = ({ path }: Route) => path === '/api/jobs/:id/lost-erasures/decision'
  const isNewToken = ({ method, path }: Route) => method === 'POST' && path === '/api/tokens'
  const isRevocation = ({ path }: Route) => path === '/api/tokens/:id'
  const served = routes.map((route): Route => {
    if (isApply(route)) return { ...route, permission: 'session:own' }
    if (isNewToken(route)) return { ...route, stepUp: 'none' }
    if (isRevocation(route)) {
      const { tokens: _refused, ...open } = route
      return open
    }
    return isDecision(route) ? { ...route, permission: 'jobs:control' } : route
  })
  const { failures } = await matrix(
    routes.filter((route) => isApply(route) || isDecision(route) || isNewToken(route) || isRevocation(route)),
    served,
  )
  expect(failures).toContain('POST /api/plans/1/apply for plans:apply as viewer by session: 410')
  expect(failures).toContain('POST /api/plans/1/apply for plans:apply as only plans:apply by token: 403')
  expect(failures).toContain('POST /api/jobs/1/lost-erasures/decision for users:erase as editor by session: 410')
  expect(failures).toContain('POST /api/tokens for session:own as only session:own by token: 410')
  expect(failures).toContain('DELETE /api/tokens/1 for session:own as only session:own by token: 410')
})

test('no token reads or changes how its member signs in, and with which sessions and tokens', async () => {
  const own = (await everyRoute()).filter(
    ({ path, permission }) => /^\/api\/(?:tokens|sessions?)(?:\/|$)/.test(path) && permission !== 'members:manage',
  )
  expect(own.filter((route) => !refusesTokens(route)).map(({ method, path }) => `${method} ${path}`)).toEqual([
    // The session of the request, and a sign-in, which reads nothing of the token's member.
    'GET /api/session',
    'POST /api/session',
    'PUT /api/session/language',
    'PUT /api/session/users-table',
    'GET /api/session/grantors',
  ])
  expect(own.length).toBeGreaterThan(15)
})

test('the permission may depend on the path, the query or the body; any other value is refused', async () => {
  const kinds = { edit: 'users:edit', remove: 'users:remove' } as const
  const kind = z.object({ kind: z.string() })
  const by = (place: 'params' | 'query' | 'body') => ({ in: place, field: 'kind', permissions: kinds }) as const
  const common = { method: 'POST', summary: '', stepUp: 'none', responses: { 200: kind } } as const
  const declared: readonly Route[] = [
    { ...common, path: '/api/by-path/:kind', permission: by('params'), params: kind },
    { ...common, path: '/api/by-query', permission: by('query'), query: kind },
    { ...common, path: '/api/by-body', permission: by('body'), body: kind },
  ]
  const isOpen = declared.map((one): Route => ({ ...one, permission: 'users:edit' }))
  expect((await matrix(declared, declared)).failures).toEqual([])
  const { failures } = await matrix(declared, isOpen)
  for (const path of ['/api/by-path/remove', '/api/by-query?kind=remove', '/api/by-body'])
    expect(failures).toContain(`POST ${path} for users:remove as help_desk by session: 410`)
  for (const path of ['/api/by-path/no-such-value', '/api/by-query?kind=no-such-value', '/api/by-body'])
    expect(failures).toContain(`POST ${path} for no value as every permission by token: 410`)
})

describe.each([
  ['users of groups', { groups: ['e-1'], bots: null, since: 0 }],
  ['roles on bots', { groups: null, bots: ['st-1'], since: 0 }],
])('a member who is limited to %s', (_what, scope) => {
  const isOpen = ({ permission }: Route) => permission === 'none' || permission === 'session:own'

  /** The statuses of every route for the holder of all permissions, if all records are their own, or none is. */
  async function statusesOf(columns: readonly Column[], by: Sender['by'], isOwner: boolean) {
    const questions: string[] = []
    const isOwn: IsOwn = async (kind, id, own) => {
      questions.push(`${kind} ${id} ${own.since}`)
      return isOwner
    }
    const app = await startTestApp(
      columns.map(({ route: one }): BoundRoute => ({ route: one, handle })),
      { isOwn },
    )
    const member = { permissions, scope }
    const headers = by === 'token' ? app.createToken(member) : app.signIn(member).writing
    return { statuses: await Promise.all(columns.map(async (column) => request(app, column, headers))), questions }
  }

  test.each(['session', 'token'] as const)(
    'reaches their own records, and no route that knows no limit, by %s',
    async (by) => {
      const columns = (await everyRoute())
        .filter((one) => !isOpen(one) && one.calledBy === undefined)
        .flatMap((one) => columnsOf(one).filter(({ permission }) => permission !== 'no value'))
      const [own, foreign] = [await statusesOf(columns, by, true), await statusesOf(columns, by, false)]
      const failures = columns.flatMap((column, n) => {
        const { limited, body } = column.route
        const seen = [own.statuses[n] ?? 0, foreign.statuses[n] ?? 0]
        // Inputs are checked before the owner, and a route that takes a stream refuses this request without one.
        if (limited !== undefined && typeof body === 'string' && seen.every((status) => status === 415)) return []
        const isRefused = limited === undefined || (by === 'token' && isRefusedToken(column, permissions))
        const expected = isRefused ? [403, 403] : typeof limited === 'string' ? [410, 410] : [410, 404]
        return seen.join() === expected.join() ? [] : [`${column.route.method} ${column.path}: ${seen.join()}`]
      })
      expect(failures).toEqual([])
      expect(foreign.questions).toContain('plans 1 0')
      expect(foreign.questions).toContain('jobs 1 0')
    },
  )

  test('is kept to own records wherever a path names one, and nothing tells of the whole account', async () => {
    const named = (await everyRoute()).filter(({ path }) => /^\/api\/(?:plans|jobs|uploads|selections)\/:id/.test(path))
    expect(named.length).toBeGreaterThan(20)
    for (const { method, path, limited } of named) {
      const kind = path.split('/')[2]
      expect([method, path, limited]).toEqual([method, path, limited === undefined ? undefined : { own: kind }])
    }
  })
})

test('a route may require several permissions, by its input', () => {
  const permission = { in: 'body', field: 'a', permissions: { x: 'users:read', y: 'users:edit' } } as const
  expect(permissionsOfRoute({ permission })).toEqual(['users:read', 'users:edit'])
})
