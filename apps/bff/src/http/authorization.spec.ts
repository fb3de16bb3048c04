import { permissionsOfRoute, type Route } from '@muster/contracts/route'
import { memberRoles, type Permission, permissions, permissionsOf } from '@muster/core/permission'
import { message } from '@muster/wording/message'
import { describe, expect, test } from 'vitest'
import { ProblemError } from '../problem-error.ts'
import type { BoundRoute } from './route-handler.ts'
import type { IsOwn } from './session/actor.ts'
import { everyRoute } from './testing/every-route.ts'
import { startTestApp, type TestApp } from './testing/test-app.ts'

/** A row of the matrix: who sends the request. Null permissions: without a session. */
interface Member {
  readonly name: string
  readonly permissions: readonly Permission[] | null
}

/** A column of the matrix: a route, with the input that its permission depends on. */
interface Column {
  readonly route: Route
  readonly permission: Permission | 'none'
  readonly body?: object
}

const stranger: Member = { name: 'a stranger', permissions: null }
const roles: readonly Member[] = memberRoles.map((role) => ({ name: role, permissions: permissionsOf(role) }))

const columnsOf = (route: Route): readonly Column[] =>
  typeof route.permission === 'string'
    ? [{ route, permission: route.permission }]
    : Object.entries(route.permission.permissions).map(([value, permission]) => {
        if (typeof route.permission === 'string' || route.permission.in !== 'body')
          throw new Error('the matrix sends the value of a permission in the body only')
        return { route, permission, body: { [route.permission.field]: value } }
      })

/** Every role, and for each route a member with only its permission and one with every other. */
function membersFor({ permission }: Column): readonly Member[] {
  if (permission === 'none') return [stranger, ...roles]
  return [
    stranger,
    ...roles,
    { name: `only ${permission}`, permissions: [permission] },
    { name: `all but ${permission}`, permissions: permissions.filter((one) => one !== permission) },
  ]
}

/** Statuses that a request may get beyond the gate: its inputs are checked later, and the handler answers 410. */
const reached = [410, 400, 415]

function expectedStatuses({ route, permission }: Column, { permissions: held }: Member): readonly number[] {
  // The matrix sends `Origin`, as a browser does.
  if (route.calledBy === 'another_server') return [403]
  if (permission === 'none' || held?.includes(permission) === true) return reached
  return [held === null ? 401 : 403]
}

async function cell(app: TestApp, column: Column, member: Member): Promise<string | null> {
  const { route, body } = column
  const headers =
    member.permissions === null ? { Origin: app.url } : app.signIn({ permissions: member.permissions }).writing
  const response = await fetch(app.url + route.path.replaceAll(/:\w+/g, '1'), {
    method: route.method,
    headers: body === undefined ? headers : { ...headers, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  await response.body?.cancel()
  if (expectedStatuses(column, member).includes(response.status)) return null
  return `${route.method} ${route.path} ${JSON.stringify(body ?? null)} as ${member.name}: ${response.status}`
}

/** Requests every cell of the matrix of `declared`, on an app with `served`. */
async function matrix(declared: readonly Route[], served: readonly Route[]) {
  const handle = async () => Promise.reject(new ProblemError('gone', message('problem.no_resource')))
  const app = await startTestApp(served.map((route): BoundRoute => ({ route, handle })))
  const cells = declared
    .flatMap(columnsOf)
    .flatMap((column) => membersFor(column).map((member) => ({ column, member })))
  const faults: string[] = []
  for (let from = 0; from < cells.length; from += 100) {
    const batch = cells.slice(from, from + 100).map(async ({ column, member }) => cell(app, column, member))
    faults.push(...(await Promise.all(batch)).filter((fault) => fault !== null))
  }
  return { cells: cells.length, faults }
}

test('every cell of the matrix of routes and roles is as declared: default deny, and one permission decides', async () => {
  const routes = await everyRoute()
  const { cells, faults } = await matrix(routes, routes)
  expect(cells).toBeGreaterThan(routes.length * (memberRoles.length + 1))
  expect(faults).toEqual([])
})

test('the matrix finds a route that is served with another permission than declared', async () => {
  const routes = await everyRoute()
  const isApply = ({ method, path }: Route) => method === 'POST' && path === '/api/plans/:id/apply'
  const isDecision = ({ path }: Route) => path === '/api/jobs/:id/lost-erasures/decision'
  const served = routes.map((route): Route => {
    if (isApply(route)) return { ...route, permission: 'session:own' }
    return isDecision(route) ? { ...route, permission: 'jobs:control' } : route
  })
  const { faults } = await matrix(
    routes.filter((route) => isApply(route) || isDecision(route)),
    served,
  )
  expect(faults).toContain('POST /api/plans/:id/apply null as viewer: 415')
  expect(faults).toContain('POST /api/plans/:id/apply null as only plans:apply: 403')
  expect(faults).toContain('POST /api/jobs/:id/lost-erasures/decision {"decision":"resend"} as editor: 410')
})

describe('a member who is limited to users of groups', () => {
  const handle = async () => Promise.reject(new ProblemError('gone', message('problem.no_resource')))
  const scope = { groups: ['e-1'], bots: null, since: 0 }
  const isOpen = ({ permission }: Route) => permission === 'none' || permission === 'session:own'

  /** The statuses of every route for the holder of all permissions, if all records are their own, or none is. */
  async function statusesOf(routes: readonly Route[], isOwner: boolean) {
    const questions: string[] = []
    const isOwn: IsOwn = async (kind, id, own) => {
      questions.push(`${kind} ${id} ${own.since}`)
      return isOwner
    }
    const app = await startTestApp(
      routes.map((route): BoundRoute => ({ route, handle })),
      { isOwn },
    )
    const { writing } = app.signIn({ permissions, scope })
    const statuses = await Promise.all(
      routes.map(async (route) => {
        const [column] = columnsOf(route)
        const body = column?.body
        const answer = await fetch(app.url + route.path.replaceAll(/:\w+/g, '1'), {
          method: route.method,
          headers: body === undefined ? writing : { ...writing, 'Content-Type': 'application/json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        })
        await answer.body?.cancel()
        return answer.status
      }),
    )
    return { statuses, questions }
  }

  test('reaches their own records, and no route that knows no limit', async () => {
    const routes = (await everyRoute()).filter((route) => !isOpen(route) && route.calledBy === undefined)
    const [own, foreign] = [await statusesOf(routes, true), await statusesOf(routes, false)]
    const faults = routes.flatMap((route, n) => {
      const seen = [own.statuses[n] ?? 0, foreign.statuses[n] ?? 0]
      // Inputs are checked before the owner, and a route with a body refuses this request without one.
      const isWithoutInput = route.limited !== undefined && seen.every((status) => status === 400 || status === 415)
      const expected =
        route.limited === undefined ? [403, 403] : typeof route.limited === 'string' ? [410, 410] : [410, 404]
      return isWithoutInput || seen.join() === expected.join() ? [] : [`${route.method} ${route.path}: ${seen.join()}`]
    })
    expect(faults).toEqual([])
    expect(foreign.questions).toContain('plans 1 0')
    expect(foreign.questions).toContain('jobs 1 0')
  })

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
