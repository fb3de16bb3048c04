import * as access from '@muster/contracts/access'
import { getJob, listFailureCauses, listJobs } from '@muster/contracts/jobs'
import * as members from '@muster/contracts/members'
import * as plans from '@muster/contracts/plans'
import { listPlans } from '@muster/contracts/plans/listed-plans'
import type { Route } from '@muster/contracts/route'
import { createSelection } from '@muster/contracts/selections'
import { getSession } from '@muster/contracts/session'
import { createToken } from '@muster/contracts/tokens'
import * as uploads from '@muster/contracts/uploads'
import * as users from '@muster/contracts/users'
import type { Change } from '@muster/core/change/change'
import type { Permission } from '@muster/core/permission'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { everyRoute } from '../../http/testing/every-route.ts'
import { type ApiClient, openApiClient } from '../api-client.ts'
import { type Backend, startBackend } from '../backend.ts'
import { joinedPassword, joinMember } from '../join-member.ts'
import { callByToken, unattendedToken } from '../unattended-token.ts'

let muster: Backend
let group: { readonly id: string; readonly name: string }
let otherGroup: string
let inside: readonly users.UserEntry[]
let outsider: users.UserEntry
/** Another one. The limited member names this user in a file of theirs. */
let inFile: users.UserEntry
/** A people manager who is limited to the users of the group. */
let limited: { readonly id: string; readonly api: ApiClient }

const unknown = 'no.such.user@example.com'
const json = 'application/json'

beforeAll(async () => {
  muster = await startBackend()
  const { items: groups } = await muster.api.call(access.listGroups)
  const all = await muster.api.call(users.listUsers, { query: { limit: 200 } })
  const bySize = groups.toSorted((one, next) => one.userCount - next.userCount)
  const chosen = bySize.find(({ userCount }) => userCount > 3)
  const other = groups.find(({ id }) => id !== chosen?.id)
  if (chosen === undefined || other === undefined) throw new Error('the sandbox has too few groups')
  group = chosen
  otherGroup = other.id
  const isInside = (user: users.UserEntry) => user.groups.includes(chosen.id)
  inside = all.items.filter(isInside)
  const [found, second] = all.items.filter(
    (user) => !isInside(user) && user.email !== '' && !user.roles.some((one) => one.botId === null),
  )
  if (found === undefined || second === undefined) throw new Error('every user is in the group')
  outsider = found
  inFile = second
  limited = await joinMember(muster, 'leo@example.com', 'people_manager', { groups: [group.id], bots: null })
}, 240_000)

afterAll(async () => {
  limited.api.close()
  await muster.stop()
})

const statusOf = async (api: ApiClient, method: string, path: string, body?: object) =>
  (await api.send(method, path, body === undefined ? {} : { body: JSON.stringify(body), contentType: json })).status

const byEmail = (...emails: string[]) => emails.map((value) => ({ by: 'email' as const, value }))
const flag: Change = { kind: 'update', canCreateBot: false, isDeveloper: true }

const planOf = (api: ApiClient, emails: readonly string[], change: Change) =>
  api.call(plans.createPlan, { body: { kind: 'identifiers', identifiers: byEmail(...emails), change } })

const itemsOf = async (api: ApiClient, id: string) =>
  (await api.call(plans.listPlanItems, { params: { id }, query: { limit: 200 } })).items

describe('a member who is limited to the users of a group', () => {
  test('finds, counts, selects and exports these users only', async () => {
    const { api } = limited
    const found = await api.call(users.listUsers, { query: { limit: 200, count: 'exact' } })
    expect(found.items.map(({ id }) => id).toSorted()).toEqual(inside.map(({ id }) => id).toSorted())
    expect(found.count).toEqual({ value: inside.length, capped: false })
    const byName = await api.call(users.listUsers, { query: { q: outsider.email } })
    expect([byName.items, byName.count.value]).toEqual([[], 0])
    const namesOf = (user: users.UserEntry) => [
      `${user.firstName} ${user.lastName}`,
      user.email,
      user.orgUserId,
      user.id,
    ]
    const known = new Set(inside.flatMap(namesOf))
    for (const q of namesOf(outsider).map((text) => `${text}x`)) {
      const { items } = await api.call(users.listSimilar, { query: { q } })
      expect(items.filter((text) => !known.has(text))).toEqual([])
    }
    const selection = await api.call(createSelection, { body: { matching: {}, except: [] } })
    expect(selection.count).toBe(inside.length)
    expect(await statusOf(api, 'POST', '/api/selections', { userIds: [outsider.id] })).toBe(400)
    const list = [outsider.email, inside[0]?.email ?? ''].map((value) => ({ by: 'email' as const, value }))
    const listed = await api.call(createSelection, { body: { identifiers: list } })
    expect([listed.count, listed.unresolved]).toEqual([1, [{ identifier: list[0], matches: 0 }]])
    const template = await api.send('GET', '/api/uploads/template.csv?filled=yes')
    expect(template.bytes.toString()).toContain(inside[0]?.email)
    expect(template.bytes.toString()).not.toContain(outsider.email)
    const counts = await api.call(access.countUsers)
    expect(counts.statuses.reduce((sum, { userCount }) => sum + userCount, 0)).toBe(inside.length)
    const { items } = await api.call(access.listGroups)
    expect(items.find(({ id }) => id === group.id)?.userCount).toBe(inside.length)
  })

  test('opens no page of another user: it is like one that does not exist', async () => {
    const answers = await Promise.all(
      [outsider.id, 'u-unknown'].map(async (id) => {
        const { status, bytes } = await limited.api.send('GET', `/api/users/${id}`)
        const { requestId: _id, ...problem } = JSON.parse(bytes.toString()) as { requestId: string }
        return [status, problem]
      }),
    )
    expect(answers[0]?.[0]).toBe(404)
    expect(answers[0]).toEqual(answers[1])
    expect(await statusOf(limited.api, 'GET', `/api/users/${inside[0]?.id ?? ''}`)).toBe(200)
  })

  test('reads what was done to a user, and not from which address, session or token', async () => {
    const email = inside[1]?.email ?? ''
    const sent = await callByToken(muster.url, await unattendedToken(muster.api), {
      method: 'PUT',
      path: '/api/kore/users',
      body: { users: [{ userInfo: { emailId: email }, canCreateBot: true, isDeveloper: true }] },
    })
    expect(sent.status).toBe(200)
    const historyFor = async (api: ApiClient) =>
      (await api.call(users.getUser, { params: { id: inside[1]?.id ?? '' } })).history
    const all = await historyFor(muster.api)
    const seen = await historyFor(limited.api)
    expect(all.length).toBeGreaterThan(0)
    expect(seen.map(({ seq, sentence, actor }) => [seq, sentence, actor])).toEqual(
      all.map(({ seq, sentence, actor }) => [seq, sentence, actor]),
    )
    const origins = (entries: typeof all) =>
      entries.flatMap(({ address, session, token }) => [address, session, token]).filter((origin) => origin !== null)
    expect(origins(all)).toContain('Unattended')
    expect(origins(seen)).toEqual([])
  })

  test('plans others as blocked, with the limit and who can, and does not learn whether they exist', async () => {
    const plan = await planOf(limited.api, [inside[0]?.email ?? '', outsider.email, unknown], flag)
    const [known, other, missing] = await itemsOf(limited.api, plan.id)
    expect(known?.disposition).not.toBe('blocked')
    expect(other).toMatchObject({ disposition: 'blocked', user: null, before: null })
    expect(other?.blockers.map(({ code }) => code)).toEqual(['user_out_of_scope'])
    expect(other?.blockers).toEqual(missing?.blockers)
    expect(other?.blockers[0]?.details).toMatchObject({ groups: group.name, others: 'owner' })
    const joins = await planOf(limited.api, [inside[0]?.email ?? ''], {
      kind: 'update',
      groups: { mode: 'set', to: [group.id, otherGroup] },
    })
    const [item] = await itemsOf(limited.api, joins.id)
    const isMember = inside[0]?.groups.includes(otherGroup) === true
    if (!isMember) expect(item?.blockers.map(({ code }) => code)).toContain('change_out_of_scope')
  })

  test('learns nothing about others from a file', async () => {
    const form = new FormData()
    const rows = [inside[0]?.email, inFile.email, unknown].map((email) => `${email},yes`)
    form.set('file', new Blob([['Email ID,Developer', ...rows].join('\n')]), 'people.csv')
    const { id } = await limited.api.call(uploads.createUpload, {}, form)
    await limited.api.until(
      () => limited.api.call(uploads.getUpload, { params: { id } }),
      ({ state }) => state === 'checked',
    )
    const { items } = await limited.api.call(uploads.listUploadRows, { params: { id } })
    const codes = items.map(({ issues }) => issues.map(({ code }) => code))
    expect(codes).toEqual([[], ['person_unknown'], ['person_unknown']])
  })

  test('reaches only their own plans, files and jobs, and nothing about the whole account', async () => {
    const { api } = limited
    const plan = await planOf(muster.api, [inside[0]?.email ?? ''], flag)
    const upload = await muster.upload('own.csv', `Email ID,Developer\n${inside[0]?.email},yes`)
    const selection = await muster.api.call(createSelection, { body: { matching: {}, except: [] } })
    const planned = { kind: 'selection', selectionId: selection.id, change: flag }
    const foreign = [
      await statusOf(api, 'GET', `/api/plans/${plan.id}`),
      await statusOf(api, 'GET', `/api/plans/${plan.id}/items`),
      await statusOf(api, 'POST', `/api/plans/${plan.id}/apply`, { hash: plan.hash }),
      await statusOf(api, 'GET', `/api/uploads/${upload.id}/rows`),
      await statusOf(api, 'GET', `/api/selections/${selection.id}`),
      await statusOf(api, 'GET', `/api/selections/${selection.id}/addresses`),
      await statusOf(api, 'POST', `/api/selections/${selection.id}/changes`, { add: null, remove: null }),
      await statusOf(api, 'POST', `/api/selections/${selection.id}/lookup`, { userIds: [], filter: {} }),
      await statusOf(api, 'GET', `/api/users?selection=${selection.id}`),
      await statusOf(api, 'GET', `/api/access/report.csv?selection=${selection.id}`),
      await statusOf(api, 'POST', '/api/selections', { matching: { selection: selection.id }, except: [] }),
      await statusOf(api, 'POST', '/api/plans', planned),
      await statusOf(api, 'POST', '/api/plans', { kind: 'upload', uploadId: upload.id }),
    ]
    expect(foreign).toEqual(foreign.map(() => 404))
    const refused = ['/api/audit', '/api/erasures', '/api/members', '/api/directory/unreadable', '/api/notices']
    for (const path of refused) expect([path, await statusOf(api, 'GET', path)]).toEqual([path, 403])
    const own = await api.call(listPlans)
    expect(own.items.length).toBeGreaterThan(0)
    expect(new Set(own.items.map(({ createdBy }) => createdBy))).toEqual(new Set(['leo@example.com']))
    expect((await api.call(uploads.listUploads)).items.map(({ id }) => id)).not.toContain(upload.id)
    expect((await api.call(listJobs)).items).toEqual([])
    const { member } = await api.call(getSession)
    expect(member?.scope).toEqual({ groups: [group.id], bots: null })
    expect(member?.permissions).not.toContain('audit:read')
  })

  test('counts the failures of their own jobs only', async () => {
    muster.sandbox.control.addFault({ kind: 'status', status: 400, endpoint: 'update-users' })
    const failedJob = async (api: ApiClient, user: users.UserEntry | undefined) => {
      if (user === undefined) throw new Error('the group has too few users')
      const change: Change = { kind: 'update', canCreateBot: !user.canCreateBot, isDeveloper: true }
      const { id, hash } = await planOf(api, [user.email], change)
      const { jobId } = await api.call(plans.applyPlan, { params: { id }, body: { hash: hash ?? '' } })
      await api.until(
        () => api.call(getJob, { params: { id: jobId } }),
        ({ state }) => state === 'done',
      )
      return jobId
    }
    const causesFor = async (api: ApiClient) => (await api.call(listFailureCauses)).items
    await failedJob(muster.api, outsider)
    expect(await causesFor(limited.api)).toEqual([])
    const jobId = await failedJob(
      limited.api,
      inside.find(({ email }) => email !== ''),
    )
    muster.sandbox.control.clearFaults()
    expect(await causesFor(limited.api)).toMatchObject([{ userCount: 1, jobId }])
    const all = await causesFor(muster.api)
    expect(all.reduce((sum, { userCount }) => sum + userCount, 0)).toBe(2)
  })

  test('calls Kore.ai for these users only, also by token', async () => {
    const permissions: Permission[] = ['users:read', 'users:edit', 'kore:call', 'tokens:unattended']
    const body = { name: 'Unattended', permissions, expiresInDays: 1 }
    const { secret } = await limited.api.call(createToken, { body })
    const call = (email: string) =>
      callByToken(muster.url, secret, {
        method: 'PUT',
        path: '/api/kore/users',
        body: { users: [{ userInfo: { emailId: email }, isDeveloper: true, canCreateBot: false }] },
      })
    const [other, missing] = [await call(outsider.email), await call(unknown)]
    expect([other.status, missing.status]).toEqual([409, 409])
    expect(other.body['detail']).toBe(String(missing.body['detail']).replace(unknown, outsider.email))
    expect((await call(inside[0]?.email ?? '')).status).toBe(200)
    // Changed by the call before, and not synced since.
    expect((await call(inside[0]?.email ?? '')).status).toBe(200)
    const left = inside
      .slice(1)
      .find(({ email, roles }) => /^(?!fault)./.test(email) && roles.every(({ botId }) => botId !== null))
    if (left === undefined) throw new Error('the group has too few users')
    const { email, canCreateBot, isDeveloper } = left
    const moved = { userInfo: { emailId: email }, canCreateBot, isDeveloper }
    muster.sandbox.control.update({ users: [{ ...moved, groups: { removeFrom: [group.id] } }] })
    const refused = await call(email)
    muster.sandbox.control.update({ users: [{ ...moved, groups: { addTo: [group.id] } }] })
    expect(refused.status).toBe(409)
    const { syncedAt } = await muster.api.call(users.getDirectory)
    await muster.api.call(users.syncDirectory)
    await muster.api.until(
      () => muster.api.call(users.getDirectory),
      (directory) => directory.state === 'ready' && directory.syncedAt !== syncedAt,
    )
  })

  test('removes no user whose groups cannot be read before the call', async () => {
    const { api } = await joinMember(muster, 'noa@example.com', 'people_manager', { groups: [group.id], bots: null })
    const left = inside.findLast(
      ({ email, roles }) => /^(?!fault)./.test(email) && roles.every(({ botId }) => botId !== null),
    )
    if (left === undefined) throw new Error('the group has too few users')
    const { email, canCreateBot, isDeveloper } = left
    const plan = await planOf(api, [email], { kind: 'remove' })
    const confirmation = 'text' in plan.confirmation ? plan.confirmation.text : ''
    muster.sandbox.control.update({
      users: [{ userInfo: { emailId: email }, groups: { removeFrom: [group.id] }, canCreateBot, isDeveloper }],
    })
    muster.sandbox.control.addFault({ kind: 'omit', endpoint: 'users-info', user: email })
    const body = { hash: plan.hash ?? '', confirmation }
    const { jobId } = await api.call(plans.applyPlan, { params: { id: plan.id }, body })
    const job = await api.until(
      () => api.call(getJob, { params: { id: jobId } }),
      ({ state }) => state === 'done',
    )
    muster.sandbox.control.clearFaults()
    expect([job.counts.failed, muster.sandbox.control.user(email)?.isMember]).toEqual([1, true])
    const { items } = await api.call(listFailureCauses)
    expect(items.map(({ cause }) => cause)).toEqual(['user_unreadable'])
    api.close()
  })

  test('applies no plan that is older than their limit', async () => {
    const { id, api } = await joinMember(muster, 'mia@example.com', 'editor')
    const plan = await planOf(api, [inside[1]?.email ?? ''], { kind: 'update', canCreateBot: true, isDeveloper: true })
    const scope = { groups: [group.id], bots: null }
    await muster.api.call(members.changeMember, { params: { id }, body: { scope } })
    // A new limit ends the sessions.
    expect(await statusOf(api, 'GET', '/api/users')).toBe(401)
    const again = await openApiClient(muster.url, { email: 'mia@example.com', password: joinedPassword })
    expect(await statusOf(again, 'POST', `/api/plans/${plan.id}/apply`, { hash: plan.hash })).toBe(404)
    await muster.api.call(members.changeMember, { params: { id }, body: { scope: { groups: null, bots: null } } })
    const free = await openApiClient(muster.url, { email: 'mia@example.com', password: joinedPassword })
    expect((await free.call(getSession)).member?.scope).toBeNull()
    expect(await statusOf(free, 'GET', `/api/plans/${plan.id}`)).toBe(200)
    for (const one of [api, again, free]) one.close()
  })
})

describe('a member who is limited to roles on a bot', () => {
  test('sees all users, and gives only roles on it', async () => {
    const [bot, otherBot] = (await muster.api.call(access.listBots)).items
    const { items: roles } = await muster.api.call(access.listRoles)
    const role = roles.find(({ kind }) => kind === 'bot')
    if (bot === undefined || otherBot === undefined || role === undefined)
      throw new Error('the sandbox has too few bots')
    const { api } = await joinMember(muster, 'bea@example.com', 'editor', { groups: null, bots: [bot.id] })
    const add = (botId: string) => ({
      kind: 'update' as const,
      roles: { mode: 'edit' as const, add: [{ roleId: role.id, botId }], remove: [] },
    })
    const emails = [...inside.map(({ email }) => email), outsider.email].filter((email) => email !== '')
    const codes = async (change: Change) => {
      const { id } = await planOf(api, emails, change)
      return new Set((await itemsOf(api, id)).flatMap(({ blockers }) => blockers.map(({ code }) => code)))
    }
    expect(await codes(add(bot.id))).not.toContain('change_out_of_scope')
    expect(await codes(add(otherBot.id))).toContain('change_out_of_scope')
    expect(await codes({ kind: 'update', groups: { mode: 'edit', add: [otherGroup], remove: [] } })).toContain(
      'change_out_of_scope',
    )
    api.close()
  })

  test('neither sees nor steers the plans, jobs and files of others, which may change anything', async () => {
    const [bot] = (await muster.api.call(access.listBots)).items
    const { api } = await joinMember(muster, 'ben@example.com', 'people_manager', {
      groups: null,
      bots: [bot?.id ?? ''],
    })
    const change: Change = { kind: 'update', canCreateBot: !inFile.canCreateBot, isDeveloper: true }
    const { id, hash } = await planOf(muster.api, [inFile.email], change)
    expect(await statusOf(api, 'POST', `/api/plans/${id}/apply`, { hash })).toBe(404)
    const { jobId } = await muster.api.call(plans.applyPlan, { params: { id }, body: { hash: hash ?? '' } })
    const upload = await muster.upload('own.csv', `Email ID,Developer\n${inFile.email},yes`)
    const acts = ['pause', 'cancel', 'resume'].map((act) => statusOf(api, 'POST', `/api/jobs/${jobId}/${act}`))
    const reads = [`/api/jobs/${jobId}/items`, `/api/plans/${id}/items`, `/api/uploads/${upload.id}/rows`]
    const seen = [
      ...acts,
      ...reads.map((path) => statusOf(api, 'GET', path)),
      statusOf(api, 'DELETE', `/api/uploads/${upload.id}`),
    ]
    expect(await Promise.all(seen)).toEqual(seen.map(() => 404))
    expect([(await api.call(listJobs)).items, (await api.call(listPlans)).items]).toEqual([[], []])
    expect(await statusOf(api, 'GET', `/api/users/${inFile.id}`)).toBe(200)
    api.close()
  })
})

describe('a limit', () => {
  test('names known groups and bots, and no owner has one', async () => {
    const { id } = limited
    const set = (scope: object) => statusOf(muster.api, 'PATCH', `/api/members/${id}`, { scope })
    expect(await set({ groups: ['e-unknown'], bots: null })).toBe(400)
    expect(await statusOf(muster.api, 'PATCH', `/api/members/${id}`, { role: 'owner' })).toBe(409)
    const { items } = await muster.api.call(members.listMembers)
    expect(items.find((member) => member.id === id)?.scope).toEqual({ groups: [group.id], bots: null })
  })
})

/** Values of another user for every field of the query of a route: one field at a time, each value of an enumeration. */
function queriesOf({ query }: Route, of: users.UserEntry): readonly string[] {
  if (query === undefined) return ['']
  const { properties = {} } = z.toJSONSchema(query, { io: 'input', unrepresentable: 'any' })
  const valuesOf = (name: string, schema: z.core.JSONSchema._JSONSchema): readonly unknown[] => {
    if (typeof schema === 'object' && schema.enum !== undefined) return schema.enum
    if (name === 'limit') return [200]
    if (name === 'group') return of.groups
    if (name === 'role') return of.roles.map(({ roleId }) => roleId)
    if (name === 'bot') return of.roles.flatMap(({ botId }) => botId ?? [])
    if (name !== 'q') return []
    return [
      of.email,
      of.id,
      of.orgUserId,
      of.lastName,
      `${of.lastName}x`,
      of.email.slice(0, 3),
      'no:group',
      '-is:developer',
    ]
  }
  const each = Object.entries(properties).flatMap(([name, schema]) =>
    valuesOf(name, schema).map((value) => `?${new URLSearchParams({ [name]: String(value) }).toString()}`),
  )
  return ['', ...each]
}

describe('whatever a limited member reads', () => {
  const errors = (msg: string) => JSON.stringify({ errors: [{ msg, code: 401 }] })

  /** A plan, job, upload and selection of a member, of users of the group alone. */
  async function ownRecords(api: ApiClient): Promise<Readonly<Record<string, string>>> {
    const selection = await api.call(createSelection, { body: { userIds: inside.map(({ id }) => id) } })
    const source = { kind: 'selection' as const, selectionId: selection.id, change: flag }
    const applied = await api.call(plans.createPlan, { body: source })
    const { jobId } = await api.call(plans.applyPlan, {
      params: { id: applied.id },
      body: {
        hash: applied.hash ?? '',
        ...('text' in applied.confirmation ? { confirmation: applied.confirmation.text } : {}),
      },
    })
    await api.until(
      () => api.call(getJob, { params: { id: jobId } }),
      ({ state }) => state === 'done',
    )
    const form = new FormData()
    form.set('file', new Blob([`Email ID,Developer\n${inside[0]?.email},no`]), 'own.csv')
    const upload = await api.call(uploads.createUpload, {}, form)
    await api.until(
      () => api.call(uploads.getUpload, { params: { id: upload.id } }),
      ({ state }) => state === 'checked',
    )
    const plan = await api.call(plans.createPlan, { body: source })
    return { plans: plan.id, jobs: jobId, uploads: upload.id, selections: selection.id, users: inside[0]?.id ?? '' }
  }

  /** Every page and file that routes with a limit return, with each of these queries. */
  async function crawl(
    api: ApiClient,
    ids: Readonly<Record<string, string>>,
    queries: (one: Route) => readonly string[],
  ) {
    const routes = (await everyRoute()).filter(({ method, limited: kept }) => method === 'GET' && kept !== undefined)
    const read: { readonly path: string; readonly status: number; readonly text: string }[] = []
    for (const one of routes) {
      const id = ids[one.path.split('/')[2] ?? ''] ?? 'none'
      for (const query of queries(one)) {
        const path = one.path.replace(':id', id).replaceAll(/:\w+/g, '1') + query
        const { status, bytes } = await api.send('GET', path)
        read.push({ path, status, text: bytes.toString() })
      }
    }
    return read
  }

  test('names no other user, and quotes no response of Kore.ai, on any route', { timeout: 240_000 }, async () => {
    const { items: all } = await muster.api.call(users.listUsers, { query: { limit: 200 } })
    const ofGroup = new Set(
      (await limited.api.call(users.listUsers, { query: { limit: 200 } })).items.map(({ id }) => id),
    )
    const others = all.filter(({ id }) => !ofGroup.has(id) && id !== inFile.id)
    const secrets = others
      .flatMap(({ id, email, orgUserId }) => [id, email, orgUserId ?? ''])
      .filter((text) => text !== '' && !inside.some(({ email }) => email.includes(text)))
    const ids = await ownRecords(limited.api)
    // One act on users of both sides, whose traces are in the history of each.
    const both = await planOf(muster.api, [inside[0]?.email ?? '', outsider.email], flag)
    await muster.run(both)
    muster.sandbox.control.addFault({ kind: 'status', status: 401, body: errors(`${outsider.email} is locked`) })
    await muster.api.call(users.syncDirectory)
    await muster.api.until(
      () => muster.api.call(users.getDirectory),
      ({ state, reason }) => state !== 'loading' && reason?.includes(outsider.email) === true,
    )
    const shown = await crawl(limited.api, ids, (one) => queriesOf(one, outsider))
    const owners = await crawl(muster.api, ids, () => [''])
    muster.sandbox.control.clearFaults()
    const failures = shown.flatMap(({ path, text }) => {
      const found = secrets.filter((secret) => text.includes(secret))
      return found.length === 0 ? [] : [`${path} shows ${found.slice(0, 3).join()}`]
    })
    expect(failures).toEqual([])
    expect(shown.filter(({ status }) => status >= 500)).toEqual([])
    expect(shown.filter(({ status }) => status === 200).length).toBeGreaterThan(100)
    // What they are kept from is there.
    const open = owners.filter(({ text }) => secrets.some((secret) => text.includes(secret))).map(({ path }) => path)
    expect(open).toEqual(expect.arrayContaining(['/api/users', '/api/directory', '/api/access/groups']))
  })
})
