import { getConnection } from '@muster/contracts/connection'
import { getDirectory, listUnreadable, listUsers } from '@muster/contracts/users'
import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Backend, caseFile, startBackend } from '../backend.ts'
import { type Exchange, startTamperingProxy } from './tampering-proxy.ts'

const usersOf = ({ body }: Exchange): Record<string, unknown>[] => JSON.parse(body).users

describe('facts missing from a response', () => {
  let backend: Backend
  beforeAll(async () => {
    backend = await startBackend({ sandbox: { users: 2000 } })
  })
  afterAll(() => backend.stop())

  test('stay known after a job: the user is still found by organization ID', async () => {
    const added = await backend.upload('add.csv', 'Organization ID,Groups to add\nE101172,Brand\n')
    const first = await backend.run(await backend.planUpload(added.id))
    expect(first.counts).toMatchObject({ changed: 1 })
    const { items } = await backend.api.call(listUsers, { query: { q: 'E101172' } })
    expect(items.map(({ orgUserId }) => orgUserId)).toEqual(['E101172'])
    const upload = await backend.uploadCase('by-organization-id-after-a-job.csv')
    const plan = await backend.planUpload(upload.id)
    expect(plan.summary?.dispositions).toEqual({ change: 1, unchanged: 0, blocked: 0 })
    expect((await backend.run(plan)).counts).toMatchObject({ changed: 1, failed: 0 })
  })
})

describe('odd records', () => {
  let backend: Backend
  const ana = JSON.parse(caseFile('alluserroles-username-null.json').toString())
  /** A place for lists that `JSON.stringify` cannot write. */
  const deep = { note: 'deep' }
  const written = (response: unknown) => ({
    body: JSON.stringify(response).replaceAll('"deep"', `${'['.repeat(20_000)}${']'.repeat(20_000)}`),
  })
  const odd: readonly unknown[] = [
    deep,
    null,
    7,
    'text',
    [],
    {},
    { username: '' },
    { username: {} },
    { username: 'x'.repeat(5000), userId: 'u-long' },
    { username: 'id@example.com', userId: 5 },
    { username: 'long.id@example.com', userId: 'u'.repeat(5000) },
  ]
  const partly = [
    { username: 'bot-less@example.com', userId: 'u-31', btRoles: [{ roleId: 'r-1', roleName: 'Tester' }] },
    { username: 'text-roles@example.com', userId: 'u-32', btRoles: 'none', adminRoles: [] },
    { username: 'role-less@example.com', userId: 'u-33', btRoles: [], adminRoles: [{}] },
    { username: 'deep@example.com', userId: 'u-34', btRoles: [], adminRoles: [], ...deep },
    { username: 'half@example.com', userId: 'u-35\ud800', orgUserId: 'E\u0000', btRoles: [], adminRoles: [] },
    { username: 'twin@example.com', userId: 'u-36', btRoles: [], adminRoles: [] },
    { username: 'Twin@example.com', userId: 'u-37', btRoles: [], adminRoles: [] },
  ]
  beforeAll(async () => {
    backend = await startBackend({
      between: (sandboxUrl) =>
        startTamperingProxy(sandboxUrl, (exchange) => {
          if (exchange.path.startsWith('/api/public/groups')) {
            const response = JSON.parse(exchange.body)
            response.groups.push({ gN: 'Without ID' }, null, deep)
            return written(response)
          }
          if (exchange.path.startsWith('/api/public/roles/export'))
            return written([...JSON.parse(exchange.body), null, { name: 'Without ID' }, deep])
          if (exchange.path.startsWith('/api/public/bots')) return { body: '{"bots":{}}' }
          if (!exchange.path.startsWith('/api/public/alluserroles') || exchange.status !== 200) return undefined
          const response = JSON.parse(exchange.body)
          const users = [...odd, ...ana.users, ...partly, ...usersOf(exchange)]
          return written({ ...response, total: users.length, users })
        }),
    })
  })
  afterAll(() => backend.stop())

  const find = async (q: string) => (await backend.api.call(listUsers, { query: { q } })).items

  test('are skipped and reported; every other user is in the directory', async () => {
    const directory = await backend.api.call(getDirectory)
    expect(directory).toMatchObject({ state: 'ready', reason: null, users: 60 + 1 + partly.length })
    expect(await find('ana@example.com')).toMatchObject([{ orgUserId: 'E1' }])
    const { items, total } = await backend.api.call(listUnreadable)
    expect(total).toBe(directory.unreadable)
    expect(items.filter(({ list, isOmitted }) => list === 'users' && isOmitted)).toHaveLength(odd.length + 1)
    const second = items.find(({ label }) => label.includes('u-22222222-2222-5222-8222-222222222222'))
    expect(second).toMatchObject({ isOmitted: true, reason: expect.stringContaining('no username') })
    expect(second?.excerpt).toContain('E2')
    for (const { label, reason, excerpt } of items) {
      expect(`${label}${reason}${excerpt}`.length).toBeLessThan(2000)
    }
  })

  test('lose only the unreadable part', async () => {
    expect(await find('bot-less@example.com')).toMatchObject([{ id: 'u-31', roles: [] }])
    const { items } = await backend.api.call(listUnreadable)
    const of = (user: string) => items.filter(({ label }) => label.includes(user)).map(({ reason }) => reason)
    expect(of('bot-less')).toContain('The role "Tester" has no bot, so it was skipped.')
    expect(of('text-roles')).toContain('"btRoles" is not a list.')
    expect(of('role-less')).toContain('A role has no ID.')
  })

  test('that share an address are never one user', async () => {
    expect(await find('twin@example.com')).toHaveLength(2)
    const change = { kind: 'update', isDeveloper: true } as const
    const identifiers = [{ by: 'email' as const, value: 'twin@example.com' }]
    const plan = await backend.plan({ kind: 'identifiers', identifiers, change })
    expect(plan.summary).toMatchObject({ dispositions: { blocked: 1 }, blockers: { user_ambiguous: 1 } })
  })

  test('of groups, roles and bots stop neither their list nor the sync', async () => {
    const { items } = await backend.api.call(listUnreadable)
    const labels = items.filter(({ list }) => list !== 'users').map(({ list, label }) => `${list}: ${label}`)
    expect(labels).toEqual(
      expect.arrayContaining(['groups: Without ID', 'groups: A record without a name', 'bots: The list of bots']),
    )
    const { endpoints } = await backend.api.call(getConnection)
    expect(endpoints.filter(({ state }) => state === 'not_kore').map(({ name }) => name)).toEqual(['Get Bots'])
    const upload = await backend.upload('group.csv', `Email,Groups to add\n${wellKnown.member},Brand\n`)
    expect((await backend.planUpload(upload.id)).summary?.dispositions).toMatchObject({ blocked: 0 })
  })
})

describe('one user whose read fails', () => {
  let backend: Backend
  const broken = wellKnown.secondMember
  beforeAll(async () => {
    backend = await startBackend({
      between: (sandboxUrl) =>
        startTamperingProxy(sandboxUrl, ({ path, requestBody }) =>
          path.startsWith('/api/public/usersInfo') && requestBody.includes(broken)
            ? { status: 500, body: '{"errors":[{"msg":"Internal Server Error","code":500}]}' }
            : undefined,
        ),
    })
  })
  afterAll(() => backend.stop())

  test('is in the directory, with the reason listed', async () => {
    const { items } = await backend.api.call(listUnreadable)
    // The sandbox has such a user of its own.
    expect(items.map(({ label }) => label.split(' ')[0])).toEqual(['fault+read-500@kore-sandbox.example', broken])
    for (const { reason, isOmitted } of items) {
      expect(isOmitted).toBe(false)
      expect(reason).toContain('Reads that name this user fail')
    }
  })

  test('keeps no other user of the job waiting', async () => {
    const { items: all } = await backend.api.call(listUsers, { query: { limit: 200 } })
    const plain = all
      .filter(({ canCreateBot, email }) => !canCreateBot && email !== broken && !email.startsWith('fault+'))
      .slice(0, 40)
    const rows = [...plain.map(({ email }) => email), broken].map((email) => `${email},Brand`)
    const upload = await backend.upload('all.csv', `Email,Groups to add\n${rows.join('\n')}\n`)
    const plan = await backend.planUpload(upload.id)
    const job = await backend.run(plan)
    const items = await backend.jobItems(job.id)
    const others = items.filter(({ identifier }) => identifier.value !== broken)
    expect(new Set(others.map(({ outcome }) => outcome))).toEqual(new Set(['changed']))
    expect(job.counts).toMatchObject({ pending: 0 })
  })
})

test('an upstream that echoes the token passes no part of it to a script', { timeout: 120_000 }, async () => {
  const tokens: string[] = []
  const backend = await startBackend({
    between: (sandboxUrl) =>
      startTamperingProxy(sandboxUrl, ({ path, auth }) => {
        if (!path.startsWith('/api/public/users')) return undefined
        if (path.startsWith('/api/public/usersInfo')) return undefined
        tokens.push(auth)
        const [header, payload, signature = ''] = auth.split('.')
        const base64 = Buffer.from(auth).toString('base64')
        const halves = [signature.slice(0, 22), signature.slice(22)]
        return {
          body: JSON.stringify({ msg: 'Users are updated Successfully', auth, header, payload, base64, halves }),
        }
      }),
  })
  try {
    const user = { userInfo: { emailId: wellKnown.member }, canCreateBot: false, isDeveloper: false }
    const response = await backend.api.send('PUT', '/api/kore/users', {
      body: JSON.stringify({ users: [user] }),
      contentType: 'application/json',
    })
    const text = response.bytes.toString()
    expect(text).toContain('Users are updated Successfully')
    for (const token of tokens) {
      const [, payload = '', signature = ''] = token.split('.')
      for (const part of [token, payload, signature, signature.slice(0, 22), signature.slice(22)]) {
        expect(text).not.toContain(part)
      }
      expect(text).not.toContain(Buffer.from(token).toString('base64').slice(8, 60))
    }
    expect(tokens).toHaveLength(1)
  } finally {
    await backend.stop()
  }
})
