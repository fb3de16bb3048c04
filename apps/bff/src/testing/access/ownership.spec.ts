import { listGroups } from '@muster/contracts/access'
import { inviteMember } from '@muster/contracts/members'
import { createSavedView } from '@muster/contracts/own/saved-views'
import * as plans from '@muster/contracts/plans'
import { inputField, type Route } from '@muster/contracts/route'
import { createSelection } from '@muster/contracts/selections'
import { listSessions, type RequestedScope } from '@muster/contracts/session'
import { createToken } from '@muster/contracts/tokens'
import { createUpload, getUpload } from '@muster/contracts/uploads'
import { listUsers } from '@muster/contracts/users'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PostgresCluster, startPostgres } from '../../adapters/storage/testing/postgres-cluster.ts'
import { acceptedBody } from '../../http/testing/accepted-body.ts'
import { everyRoute } from '../../http/testing/every-route.ts'
import { type ApiClient, openApiClient } from '../api-client.ts'
import { type Backend, startBackend } from '../backend.ts'

/** Whose the record is that a path names by its ID. */
const owners = {
  /** The member's own: for every other member it does not exist. */
  member: ['sessions', 'session/passkeys', 'tokens', 'saved-views', 'selections'],
  /** Of the account, except for members who are limited to users of groups, who reach their own only. */
  maker: ['plans', 'jobs', 'uploads'],
  /** Of the account: the permission of the route decides. */
  account: ['users', 'members', 'roles', 'erasures', 'erasure-cases', 'notices'],
} as const
type Kind = (typeof owners)['member' | 'maker'][number]

const password = 'seven quiet rivers'
const json = 'application/json'

let cluster: PostgresCluster
let database: Client
let muster: Backend
/** The owner of the configuration, with a record of each kind. */
let ana: ApiClient
/** Another owner, and a people manager who is limited to users of a group. */
let ben: ApiClient
let leo: ApiClient
let anas: Readonly<Record<Kind, string>>

async function join(email: string, role: string, scope: RequestedScope | null): Promise<ApiClient> {
  const { link } = await ana.call(inviteMember, { body: { email, name: email, role, scope } })
  const token = new URL(link).hash.slice('#token='.length)
  const answer = await fetch(`${muster.url}/api/invitation`, {
    method: 'POST',
    headers: { 'content-type': json, origin: muster.url },
    body: JSON.stringify({ token, password }),
  })
  expect(answer.status).toBe(200)
  return openApiClient(muster.url, { email, password })
}

/** A record of each kind by this member; the plan is not applied, and the job is of another one. */
async function recordsOf(api: ApiClient): Promise<Readonly<Record<Kind, string>>> {
  const { items } = await api.call(listUsers, { query: { q: 'is:developer' } })
  const { items: more } = await api.call(listUsers, { query: { q: '-is:developer -role:Owner -status:suspended' } })
  const emails = [...items, ...more].map(({ email }) => email).filter((email) => email !== '')
  const planOf = (email: string, isDeveloper: boolean) =>
    api.call(plans.createPlan, {
      body: {
        kind: 'identifiers',
        identifiers: [{ by: 'email', value: email }],
        change: { kind: 'update', isDeveloper, canCreateBot: isDeveloper },
      },
    })
  const applied = await planOf(emails.at(-1) ?? '', true)
  const text = 'text' in applied.confirmation ? { confirmation: applied.confirmation.text } : {}
  const { jobId } = await api.call(plans.applyPlan, {
    params: { id: applied.id },
    body: { hash: applied.hash ?? '', ...text },
  })
  const form = new FormData()
  form.set('file', new Blob([`Email ID,Developer\n${emails[0] ?? ''},yes`]), 'own.csv')
  const upload = await api.call(createUpload, {}, form)
  await api.until(
    () => api.call(getUpload, { params: { id: upload.id } }),
    ({ state }) => state === 'checked',
  )
  const { token } = await api.call(createToken, {
    body: { name: 'A script', permissions: ['users:read'], expiresInDays: 1 },
  })
  const { items: sessions } = await api.call(listSessions)
  return {
    plans: (await planOf(emails[0] ?? '', false)).id,
    jobs: jobId,
    uploads: upload.id,
    selections: (await api.call(createSelection, { body: { matching: {}, except: [] } })).id,
    'saved-views': (await api.call(createSavedView, { body: { name: 'Mine', search: { q: 'a' }, columns: null } })).id,
    tokens: token.id,
    sessions: sessions.find(({ current }) => !current)?.id ?? '',
    'session/passkeys': 'no passkey yet',
  }
}

/** A passkey as the store keeps it; an authenticator would be needed to add one through the API. */
async function addPasskey(): Promise<string> {
  await database.query(
    `insert into passkeys (id, member_id, credential_id, name, public_key, counter, transports, synced, added_at)
     select 'pk-of-ana', id, 'credential', 'A key', 'a2V5', 0, '[]', false, now() from members where email = $1`,
    ['owner@example.com'],
  )
  return 'pk-of-ana'
}

beforeAll(async () => {
  cluster = await startPostgres()
  database = new Client({ connectionString: cluster.urlOf('postgres') })
  await database.connect()
  muster = await startBackend({
    env: { DATABASE_URL: cluster.urlOf('postgres'), MUSTER_OWNERS: 'owner@example.com,ben@example.com' },
  })
  ana = muster.api
  const second = await openApiClient(muster.url, { email: 'owner@example.com', password: 'a password of the owner' })
  second.close()
  const { items: groups } = await ana.call(listGroups)
  const [largest] = groups.toSorted((one, next) => next.userCount - one.userCount)
  ben = await join('ben@example.com', 'owner', null)
  leo = await join('leo@example.com', 'people_manager', { groups: [largest?.id ?? ''], bots: null })
  anas = await recordsOf(ana)
  anas = { ...anas, 'session/passkeys': await addPasskey() }
}, 240_000)

afterAll(async () => {
  ben.close()
  leo.close()
  await muster.stop()
  await database.end()
  await cluster.stop()
})

const kindOf = ({ path }: Route): string => /^\/api\/(.*?)\/:\w+/.exec(path)?.[1] ?? path
const pathOf = ({ path }: Route, id: string) => path.replace(':id', id).replaceAll(/:\w+/g, '1')

async function send(api: ApiClient, route: Route, id: string) {
  const { method, body } = route
  const sent =
    typeof body === 'object' && method !== 'GET' ? { body: JSON.stringify(acceptedBody(body)), contentType: json } : {}
  const { status, bytes } = await api.send(method, pathOf(route, id), sent)
  return { status, code: inputField(bytes.length === 0 ? {} : parsed(bytes), 'code') }
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    return {}
  }
}

/** What the members of these kinds have in the store, but for times of use. */
async function digest(): Promise<unknown> {
  const queries = [
    'select ref, member_id from sessions order by ref',
    'select id, name, member_id from passkeys order by id',
    'select id, name, permissions, member_id from tokens order by id',
    'select * from saved_views order by id',
    'select * from selections order by id',
    'select count(*) from selection_users',
    'select id, state, job_id from plans order by id',
    'select id, state from uploads order by id',
  ]
  const found: unknown[] = []
  for (const query of queries) found.push((await database.query<object>(query)).rows)
  return found
}

const routesWith = async (kinds: readonly string[]) =>
  (await everyRoute()).filter((route) => route.path.includes('/:') && kinds.includes(kindOf(route)))

test('every route that names a record by its ID declares whose the record is', async () => {
  const known: readonly string[] = [...owners.member, ...owners.maker, ...owners.account]
  const named = (await everyRoute()).filter(({ path }) => path.includes('/:') && !path.startsWith('/scim/'))
  expect(named.length).toBeGreaterThan(40)
  expect(named.filter((route) => !known.includes(kindOf(route))).map(({ path }) => path)).toEqual([])
})

test('a record of a member does not exist for another one, also for an owner: nothing is read or changed', async () => {
  const routes = await routesWith(owners.member)
  expect(new Set(routes.map(kindOf))).toEqual(new Set(owners.member))
  const before = await digest()
  const faults: string[] = []
  for (const route of routes) {
    const id = anas[owners.member.find((kind) => kind === kindOf(route)) ?? 'tokens']
    for (const [name, api] of [['Ben', ben] as const, ['Leo', leo] as const]) {
      const { status, code } = await send(api, route, id)
      if (status !== 404 || code !== 'not_found') faults.push(`${route.method} ${route.path} as ${name}: ${status}`)
    }
  }
  expect(faults).toEqual([])
  expect(await digest()).toEqual(before)
})

test('a record that a limited member did not make does not exist for them, and their own does', async () => {
  const leos = await recordsOf(leo)
  const routes = await routesWith(owners.maker)
  const before = await digest()
  const faults: string[] = []
  for (const route of routes) {
    const kind = owners.maker.find((one) => one === kindOf(route)) ?? 'plans'
    const { status } = await send(leo, route, anas[kind])
    // A route without a limit, or of a permission over the whole account, refuses limited members.
    const expected = route.limited === undefined ? [403] : [404, 403]
    if (!expected.includes(status)) faults.push(`${route.method} ${route.path} as Leo: ${status}`)
    if (route.method !== 'GET') continue
    if (status !== 404) faults.push(`${route.method} ${route.path} as Leo: ${status}`)
    const own = await send(leo, route, leos[kind])
    const asOwner = await send(ben, route, anas[kind])
    for (const [name, seen] of Object.entries({ Leo: own, Ben: asOwner }))
      if (seen.status === 404 || seen.status === 403 || seen.status >= 500)
        faults.push(`${route.method} ${route.path} of their own or as an owner, ${name}: ${seen.status}`)
  }
  expect(faults).toEqual([])
  expect(await digest()).toEqual(before)
})

test('no list shows a record of another member', async () => {
  const lists = (await everyRoute()).filter(
    ({ method, path, responses }) =>
      method === 'GET' && !path.includes(':') && Object.values(responses).every((answer) => !('mediaType' in answer)),
  )
  const ofMembers = owners.member.map((kind) => anas[kind])
  const ofMakers = owners.maker.map((kind) => anas[kind])
  const faults: string[] = []
  for (const { path } of lists) {
    for (const [name, api, hidden] of [
      ['Ben', ben, ofMembers] as const,
      ['Leo', leo, [...ofMembers, ...ofMakers]] as const,
    ]) {
      const { bytes } = await api.send('GET', path)
      const shown = hidden.filter((id) => bytes.includes(id))
      if (shown.length > 0) faults.push(`${path} shows ${shown.join()} to ${name}`)
    }
  }
  expect(lists.length).toBeGreaterThan(25)
  expect(faults).toEqual([])
})

test('their member reaches every one of these records', async () => {
  // The session of these requests is minutes old on a slow machine, and the passkey cannot prove anything.
  await database.query('update sessions set authenticated_at = now()')
  const routes = await routesWith(owners.member)
  const faults: string[] = []
  for (const route of routes.toSorted(
    (one, next) => Number(one.method === 'DELETE') - Number(next.method === 'DELETE'),
  )) {
    const { status } = await send(ana, route, anas[owners.member.find((kind) => kind === kindOf(route)) ?? 'tokens'])
    if (status !== 200) faults.push(`${route.method} ${route.path}: ${status}`)
  }
  expect(faults).toEqual([])
})
