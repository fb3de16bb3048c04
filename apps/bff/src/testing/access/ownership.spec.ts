import { listGroups } from '@muster/contracts/access'
import { testConnection } from '@muster/contracts/connection'
import { type MusterEvent, streamEvents } from '@muster/contracts/events'
import { resumeChanges, stopChanges } from '@muster/contracts/guards'
import { getJob } from '@muster/contracts/jobs'
import { inviteMember } from '@muster/contracts/members'
import * as plans from '@muster/contracts/plans'
import { inputField, type Route } from '@muster/contracts/route'
import { createSavedView } from '@muster/contracts/saved-views/saved-views'
import { createSelection } from '@muster/contracts/selections'
import { getSession, listSessions, type RequestedScope } from '@muster/contracts/session'
import { createToken } from '@muster/contracts/tokens'
import { createUpload, getUpload } from '@muster/contracts/uploads'
import { listUsers, syncDirectory, type UserEntry } from '@muster/contracts/users'
import type { Permission } from '@muster/core/permission'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type PostgresCluster, startPostgres } from '../../adapters/storage/testing/postgres-cluster.ts'
import { acceptedBody } from '../../http/testing/accepted-body.ts'
import { everyRoute } from '../../http/testing/every-route.ts'
import { type ApiClient, openApiClient, readEvents } from '../api-client.ts'
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

/** A plan, a job of another one, and a checked upload of this member. */
async function workOf(api: ApiClient) {
  const { items } = await api.call(listUsers, { query: { limit: 200 } })
  const isOrdinary = ({ email, status, roles }: UserEntry) =>
    email !== '' && status === 'active' && roles.every(({ botId }) => botId !== null)
  const [first, ...others] = items.filter(isOrdinary)
  const last = others.at(-1)
  if (first === undefined || last === undefined) throw new Error('the member sees too few users')
  const planOf = ({ email, isDeveloper }: UserEntry) =>
    api.call(plans.createPlan, {
      body: {
        kind: 'identifiers',
        identifiers: [{ by: 'email', value: email }],
        change: { kind: 'update', isDeveloper: !isDeveloper, canCreateBot: !isDeveloper },
      },
    })
  const applied = await planOf(last)
  const text = 'text' in applied.confirmation ? { confirmation: applied.confirmation.text } : {}
  const { jobId } = await api.call(plans.applyPlan, {
    params: { id: applied.id },
    body: { hash: applied.hash ?? '', ...text },
  })
  // A later plan compares with its result.
  await api.until(
    () => api.call(getJob, { params: { id: jobId } }),
    ({ state }) => state === 'done',
  )
  const form = new FormData()
  form.set('file', new Blob([`Email ID,Developer\n${first.email},${first.isDeveloper ? 'no' : 'yes'}`]), 'own.csv')
  const upload = await api.call(createUpload, {}, form)
  await api.until(
    () => api.call(getUpload, { params: { id: upload.id } }),
    ({ state }) => state === 'checked',
  )
  return { plans: (await planOf(first)).id, jobs: jobId, uploads: upload.id }
}

/** A record of each kind by this member. */
async function recordsOf(api: ApiClient): Promise<Readonly<Record<Kind, string>>> {
  const work = await workOf(api)
  const { token } = await api.call(createToken, {
    body: { name: 'A script', permissions: ['users:read'], expiresInDays: 1 },
  })
  const { items: sessions } = await api.call(listSessions)
  return {
    ...work,
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
  const failures: string[] = []
  for (const route of routes) {
    const id = anas[owners.member.find((kind) => kind === kindOf(route)) ?? 'tokens']
    for (const [name, api] of [['Ben', ben] as const, ['Leo', leo] as const]) {
      const { status, code } = await send(api, route, id)
      if (status !== 404 || code !== 'not_found') failures.push(`${route.method} ${route.path} as ${name}: ${status}`)
    }
  }
  expect(failures).toEqual([])
  expect(await digest()).toEqual(before)
})

test('a record that a limited member did not make does not exist for them, and their own does', async () => {
  const leos = await recordsOf(leo)
  const routes = await routesWith(owners.maker)
  const before = await digest()
  const failures: string[] = []
  for (const route of routes) {
    const kind = owners.maker.find((one) => one === kindOf(route)) ?? 'plans'
    const { status } = await send(leo, route, anas[kind])
    // A route without a limit, or of a permission over the whole account, refuses limited members.
    const expected = route.limited === undefined ? [403] : [404, 403]
    if (!expected.includes(status)) failures.push(`${route.method} ${route.path} as Leo: ${status}`)
    if (route.method !== 'GET') continue
    if (status !== 404) failures.push(`${route.method} ${route.path} as Leo: ${status}`)
    const own = await send(leo, route, leos[kind])
    const asOwner = await send(ben, route, anas[kind])
    for (const [name, seen] of Object.entries({ Leo: own, Ben: asOwner }))
      if (seen.status === 404 || seen.status === 403 || seen.status >= 500)
        failures.push(`${route.method} ${route.path} of their own or as an owner, ${name}: ${seen.status}`)
  }
  expect(failures).toEqual([])
  expect(await digest()).toEqual(before)
})

test('no list shows a record of another member', async () => {
  const lists = (await everyRoute()).filter(
    ({ method, path, responses }) =>
      method === 'GET' && !path.includes(':') && Object.values(responses).every((answer) => !('mediaType' in answer)),
  )
  const ofMembers = owners.member.map((kind) => anas[kind])
  const ofMakers = owners.maker.map((kind) => anas[kind])
  const failures: string[] = []
  for (const { path } of lists) {
    for (const [name, api, hidden] of [
      ['Ben', ben, ofMembers] as const,
      ['Leo', leo, [...ofMembers, ...ofMakers]] as const,
    ]) {
      const { bytes } = await api.send('GET', path)
      const shown = hidden.filter((id) => bytes.includes(id))
      if (shown.length > 0) failures.push(`${path} shows ${shown.join()} to ${name}`)
    }
  }
  expect(lists.length).toBeGreaterThan(25)
  expect(failures).toEqual([])
})

/** The permissions that decide about events. */
const reading: readonly Permission[] = ['users:read', 'plans:read', 'jobs:read', 'erasures:read', 'connection:read']

interface Reader {
  readonly name: string
  readonly headers: Readonly<Record<string, string>>
  readonly events: MusterEvent[]
}

/** A script that reads the events of this member, with some of the permissions. */
async function openReader(api: ApiClient, name: string, without: Permission | null, until: AbortSignal) {
  const { member } = await api.call(getSession)
  const held = reading.filter((one) => one !== without && member?.permissions.includes(one) === true)
  const { secret } = await api.call(createToken, {
    body: { name: `${name} without ${without}`, permissions: [...held, 'session:own'], expiresInDays: 1 },
  })
  const headers = { authorization: `Bearer ${secret}` }
  const stream = await fetch(muster.url + streamEvents.path, { headers, signal: until })
  expect(stream.status).toBe(200)
  const reader: Reader = { name: `${name} without ${without}`, headers, events: [] }
  void readEvents(stream, (event) => void reader.events.push(event)).catch(() => undefined)
  return reader
}

/** The record of an event, by the route that opens it. */
function pathOfEvent(event: MusterEvent): string | null {
  switch (event.kind) {
    case 'job':
      return `/api/jobs/${event.job.id}`
    case 'plan':
      return `/api/plans/${event.planId}`
    case 'upload':
      return `/api/uploads/${event.uploadId}`
    case 'erasure':
      return `/api/erasures/${event.erasure.id}`
    case 'bye':
      return null
    case 'connection':
    case 'directory':
    case 'guards':
      return `/api/${event.kind}`
  }
}

const pathsOf = ({ events }: Reader) => new Set(events.map(pathOfEvent).filter((path) => path !== null))

async function eraseCustomer(api: ApiClient): Promise<void> {
  const { id, hash, confirmation } = await api.call(plans.createPlan, {
    body: {
      kind: 'identifiers',
      identifiers: [{ by: 'email', value: 'customer1@shoppers.example' }],
      change: { kind: 'erase', scope: { kind: 'all_bots' } },
    },
  })
  const text = 'text' in confirmation ? { confirmation: confirmation.text } : {}
  await api.call(plans.applyPlan, { params: { id }, body: { hash: hash ?? '', ...text } })
}

test('an event reaches exactly those who may open what it is about, by its route', { timeout: 240_000 }, async () => {
  const end = new AbortController()
  onTestFinished(() => end.abort())
  const open = (api: ApiClient, name: string, without: Permission | null) => openReader(api, name, without, end.signal)
  // A member has five streams at most, and one of each is open already.
  const all = await open(ben, 'Ben', null)
  const readers = [
    all,
    ...(await Promise.all(reading.slice(0, 4).map((one) => open(ana, 'Ana', one)))),
    ...(await Promise.all([null, ...reading.slice(0, 3)].map((one) => open(leo, 'Leo', one)))),
  ]
  await workOf(ana)
  await workOf(leo)
  // Ana has a passkey, which no test can use.
  await eraseCustomer(ben)
  await ana.call(syncDirectory)
  await ana.call(testConnection)
  const kinds = ['job', 'plan', 'upload', 'erasure', 'directory', 'connection']
  await ana.until(
    async () => kinds.filter((kind) => !all.events.some((event) => event.kind === kind)),
    (missing) => missing.length === 0,
    120,
  )
  // Every one of these readers receives this event, after all others.
  await ana.call(stopChanges, { body: { reason: 'A test' } })
  const { length } = await ana.until(
    async () => readers.filter(({ events }) => !events.some(({ kind }) => kind === 'guards')),
    (waiting) => waiting.length === 0,
  )
  expect(length).toBe(0)
  await ana.call(resumeChanges)
  const failures: string[] = []
  const paths = pathsOf(all)
  for (const { name, headers, ...reader } of readers) {
    const received = pathsOf({ name, headers, ...reader })
    for (const path of paths) {
      const { status } = await fetch(muster.url + path, { headers })
      if ((status === 200) !== received.has(path))
        failures.push(`${path} for ${name}: ${status}, ${received.has(path)}`)
    }
    for (const path of received) if (!paths.has(path)) failures.push(`${path} for ${name} only`)
  }
  expect(failures).toEqual([])
  expect(paths.size).toBeGreaterThan(9)
})

test('their member reaches every one of these records', async () => {
  // The session of these requests is minutes old on a slow machine, and the passkey cannot prove anything.
  await database.query('update sessions set authenticated_at = now()')
  const routes = await routesWith(owners.member)
  const failures: string[] = []
  for (const route of routes.toSorted(
    (one, next) => Number(one.method === 'DELETE') - Number(next.method === 'DELETE'),
  )) {
    const { status } = await send(ana, route, anas[owners.member.find((kind) => kind === kindOf(route)) ?? 'tokens'])
    if (status !== 200) failures.push(`${route.method} ${route.path}: ${status}`)
  }
  expect(failures).toEqual([])
})
