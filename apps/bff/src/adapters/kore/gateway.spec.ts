import { createSecretKey } from 'node:crypto'
import { mergeReading } from '@muster/core/account/user-reading'
import { type Sandbox, wellKnown } from '@muster/kore-sandbox'
import { describe, expect, test } from 'vitest'
import type { PageResult } from '../../features/directory/ports.ts'
import { gatewayOn, gatewayOnSandbox, now, testSecret } from './testing/gateway.fixture.ts'

async function all<T>(read: (cursor: string | null) => Promise<PageResult<T>>): Promise<readonly T[]> {
  const items: T[] = []
  let cursor: string | null = null
  for (let pages = 0; pages < 100; pages += 1) {
    const page: PageResult<T> = await read(cursor)
    if (page.kind !== 'page') throw new Error(`a page failed: ${JSON.stringify(page)}`)
    items.push(...page.items)
    cursor = page.next
    if (cursor === null) return items
  }
  throw new Error('the list does not end')
}

describe.each(['xo', 'v2'] as const)('on the sandbox, profile %s', (profile) => {
  test('reads the whole account, each user once, with names, groups and roles', async () => {
    const { gateway, sandbox } = await gatewayOnSandbox({ profile, users: 450 })
    const users = (await all((cursor) => gateway.reader.users(cursor, now.signal))).map((read) =>
      mergeReading(null, read),
    )
    expect(users).toHaveLength(450)
    expect(new Set(users.map(({ id }) => id)).size).toBe(450)
    expect(users.filter(({ firstName }) => firstName !== '').length).toBeGreaterThan(400)
    expect(users.some(({ groups }) => groups.length > 0)).toBe(true)
    const [one] = users
    if (one === undefined) throw new Error('unknown')
    const theirs = sandbox.control.user(one.email)
    expect(one).toMatchObject({
      id: theirs?.userId,
      canCreateBot: theirs?.canCreateBot,
      isDeveloper: theirs?.isDeveloper,
    })
    const groups = await all((cursor) => gateway.reader.groups(cursor, now.signal))
    const roles = await all((cursor) => gateway.reader.roles(cursor, now.signal))
    const bots = await all((cursor) => gateway.reader.bots(cursor, now.signal))
    expect(new Set(groups.map(({ id }) => id)).size).toBe(groups.length)
    expect(groups.length * bots.length).toBeGreaterThan(0)
    expect(new Set(roles.map(({ kind }) => kind))).toEqual(new Set(['bot', 'admin']))
    expect(JSON.stringify(bots)).not.toMatch(/secret/i)
  })

  test('updates, proves and re-reads a user', async () => {
    const { gateway } = await gatewayOnSandbox({ profile })
    const users = (await all((cursor) => gateway.reader.users(cursor, now.signal))).map((read) =>
      mergeReading(null, read),
    )
    const groups = await all((cursor) => gateway.reader.groups(cursor, now.signal))
    const member = users.find((user) => user.roles.every(({ botId }) => botId !== null) && user.status === 'active')
    const group = groups.find(({ id }) => member?.groups.includes(id) === false)
    if (member === undefined || group === undefined) throw new Error('the sandbox has no user to change')
    const identifier = { by: 'email', value: member.email } as const
    const result = await gateway.writer.updateUsers(
      [
        {
          key: 'k1',
          identifier,
          groups: { add: [group.id], remove: [] },
          roles: { add: [], remove: [] },
          canCreateBot: false,
          isDeveloper: member.isDeveloper,
        },
      ],
      now,
    )
    expect(result).toEqual({ kind: 'response', results: [{ key: 'k1', ok: true }] })
    const [again, unknown] = await gateway.writer.readUsers(
      [identifier, { by: 'email', value: 'unknown@example.invalid' }],
      now,
    )
    expect(again).toMatchObject({ kind: 'found', user: { id: member.id, canCreateBot: false } })
    expect(again?.kind === 'found' ? again.user.groups : []).toContain(group.id)
    expect(unknown).toMatchObject({ kind: 'absent' })
  })

  test("refuses to remove an owner and returns the reason under the owner's key", async () => {
    const { gateway } = await gatewayOnSandbox({ profile })
    const owner = { by: 'email', value: wellKnown.owner } as const
    const result = await gateway.writer.removeUsers([{ key: 'k1', identifier: owner }], now)
    expect(result).toMatchObject({ kind: 'response', results: [{ key: 'k1', ok: false }] })
  })

  test('queues an erasure under its id and reports its end', async () => {
    const { gateway } = await gatewayOnSandbox({ profile, eraseDelayMs: 50 })
    const person = { by: 'userId', value: wellKnown.customerUserId } as const
    const queued = await gateway.writer.eraseUsersData(
      { keys: ['k'], identifiers: [person], scope: { kind: 'all_bots' } },
      now,
    )
    if (queued.kind !== 'queued') throw new Error(`not queued: ${JSON.stringify(queued)}`)
    await expect
      .poll(async () => gateway.writer.readErasure(queued.requestId, now), { timeout: 5_000 })
      .toMatchObject({
        kind: 'status',
        people: [{ userId: person.value, state: expect.stringMatching(/erased|failed/) }],
      })
    expect(await gateway.writer.readErasure('eud-00000000-0000-5000-8000-000000000000', now)).toMatchObject({
      kind: 'missing',
    })
  })
})

test('a read without its scope is forbidden, names the scope, and stops nothing else', async () => {
  const { gateway, sandbox } = await gatewayOnSandbox()
  sandbox.control.setScopes(['user_management:user_management'])
  expect(await gateway.reader.groups(null, now.signal)).toMatchObject({
    kind: 'forbidden',
    scope: expect.stringContaining('Role Management'),
  })
  expect(await gateway.reader.users(null, now.signal)).toMatchObject({ kind: 'forbidden' })
  await gateway.probe(now.signal)
  const state = await gateway.state()
  expect(state.breaker).toBeNull()
  expect(state.endpoints.find(({ name }) => name === 'Get User Information')).toMatchObject({ state: 'works' })
  expect(state.endpoints.find(({ name }) => name === 'Get Groups')).toMatchObject({
    state: 'refused',
    detail: expect.objectContaining({ code: 'kore.scope_missing' }),
  })
  expect(state.endpoints.find(({ name }) => name === 'Update Users')).toMatchObject({ state: 'untried' })
})

test('a test of the connection tries at once whether an outage is over', async () => {
  const { gateway, sandbox } = await gatewayOnSandbox()
  sandbox.control.addFault({ kind: 'status', status: 500, endpoint: 'groups', next: 5, body: { errors: [] } })
  for (let n = 0; n < 5; n += 1) await gateway.reader.groups(null, now.signal)
  expect((await gateway.state()).breaker).toMatchObject({ cause: 'upstream_trouble' })
  await gateway.probe(now.signal)
  const { breaker, endpoints } = await gateway.state()
  expect(breaker).toBeNull()
  expect(endpoints.find(({ name }) => name === 'Get Groups')).toMatchObject({ state: 'works' })
})

test('a wrong secret costs one write call, is reported, and never appears', async () => {
  const { gateway, sandbox } = await gatewayOnSandbox({ clientSecret: 'another secret of at least 32 bytes' })
  const removal = [{ key: 'k', identifier: { by: 'email', value: 'a@b.c' } as const }]
  const results = []
  for (let n = 0; n < 4; n += 1) results.push(await gateway.writer.removeUsers(removal, now))
  expect(results.map((result) => result.kind === 'not_sent' && result.cause)).toEqual(
    Array(4).fill('credential_rejected'),
  )
  // One read in another scope tells that no scope is missing.
  expect(sandbox.control.calls().map(({ endpoint, status }) => [endpoint, status])).toEqual([
    ['remove-users', 401],
    ['groups', 401],
  ])
  const state = await gateway.state()
  expect(state.breaker).toMatchObject({ cause: 'credential_rejected', reason: { code: 'kore.none_accepted' } })
  expect(JSON.stringify([results, state])).not.toContain(testSecret)
})

test('accepts every call with enforced JTI', async () => {
  const { gateway } = await gatewayOnSandbox({ enforceJti: true }, { enforceJti: true })
  for (let n = 0; n < 3; n += 1) expect(await gateway.reader.groups(null, now.signal)).toMatchObject({ kind: 'page' })
})

test('accepts every call with enforced JWE, and none without', async () => {
  const { gateway, sandbox } = await gatewayOnSandbox({ enforceJwe: true, enforceJti: true }, { enforceJti: true })
  const encrypting = gatewayOn(sandbox.url, { enforceJti: true, jweKey: sandbox.jweKey })
  expect(await gateway.reader.groups(null, now.signal)).toMatchObject({ kind: 'forbidden' })
  for (let n = 0; n < 3; n += 1)
    expect(await encrypting.reader.groups(null, now.signal)).toMatchObject({ kind: 'page' })
  const removal = [{ key: 'k', identifier: { by: 'email', value: wellKnown.secondMember } as const }]
  expect(await encrypting.writer.removeUsers(removal, now)).toMatchObject({ results: [{ key: 'k', ok: true }] })
})

test('never exceeds the sandbox\u2019s limits under its own', async () => {
  const limits = {
    windows: [
      { calls: 60, seconds: 60 },
      { calls: 1_800, seconds: 3_600 },
    ],
  }
  const { gateway, sandbox } = await gatewayOnSandbox({ limits }, { ratePerMinute: 60, ratePerHour: 1_800 })
  const reads = Array.from({ length: 70 }, () => gateway.writer.readUsers([{ by: 'email', value: 'x@y.z' }], now))
  const results = (await Promise.all(reads)).flat()
  expect(results.filter((one) => one.kind === 'unreadable' && one.cause === 'rate_limited')).toHaveLength(10)
  expect(sandbox.control.calls().filter(({ status }) => status === 429)).toHaveLength(0)
  expect(await gateway.state()).toMatchObject({ perMinute: { limit: 60, used: 60 }, nextJobCallAt: expect.any(Number) })
})

test('records the intent once, after the budget and before the call leaves; if that fails, nothing leaves', async () => {
  const { gateway, sandbox } = await gatewayOnSandbox()
  const removal = [{ key: 'k', identifier: { by: 'email', value: 'a@b.c' } as const }]
  const seen: number[] = []
  await gateway.writer.removeUsers(removal, {
    ...now,
    beforeSend: async () => void seen.push(sandbox.control.calls().length),
  })
  expect(seen).toEqual([0])
  const refusing = { ...now, beforeSend: async () => Promise.reject(new Error('not committed')) }
  await expect(gateway.writer.removeUsers(removal, refusing)).rejects.toThrow('not committed')
  expect(sandbox.control.calls()).toHaveLength(1)
})

test('a late good response does not lift the refusal of a later call; the response to a new call does', async () => {
  const { gateway, sandbox } = await gatewayOnSandbox()
  const { control } = sandbox
  const remove = (value: string, beforeSend = async () => {}) =>
    gateway.writer.removeUsers([{ key: value, identifier: { by: 'email', value } }], { ...now, beforeSend })
  control.addFault({
    kind: 'latency',
    endpoint: 'remove-users',
    latencyMs: 4000,
    next: 1,
    user: wellKnown.secondMember,
  })
  const left = Promise.withResolvers<void>()
  const late = remove(wellKnown.secondMember, async () => left.resolve())
  await left.promise
  control.addFault({
    kind: 'status',
    status: 401,
    endpoint: 'remove-users',
    next: 1,
    user: 'a@b.c',
    body: { errors: [] },
  })
  expect(await remove('a@b.c')).toMatchObject({ kind: 'not_sent', cause: 'credential_rejected' })
  expect(await late).toMatchObject({ results: [{ ok: true }] })
  const removal = async () => (await gateway.state()).endpoints.find(({ name }) => name === 'Remove Users')
  expect((await gateway.state()).breaker).toMatchObject({ cause: 'credential_rejected' })
  expect(await removal()).toMatchObject({ state: 'refused' })
  gateway.writer.allowCredentialCheck()
  await remove('a@b.c')
  expect((await gateway.state()).breaker).toBeNull()
  expect(await removal()).toMatchObject({ state: 'works' })
})

describe('two client secrets', () => {
  const next = 'another secret of thirty-two bytes or more'
  const nextSecret = createSecretKey(Buffer.from(next))
  const statuses = (sandbox: Sandbox) => sandbox.ledger.calls().map(({ status }) => status)

  test('a secret that is replaced during calls fails none of them, and the other is used from then on', async () => {
    const { gateway, sandbox } = await gatewayOnSandbox({ users: 60 }, { nextSecret, enforceJti: true })
    let answered = 0
    const reads = Array.from({ length: 60 }, async (_, n) => {
      if (n === 20) sandbox.useClientSecret(next)
      const page = await gateway.reader.groups(null, now.signal)
      expect(page.kind).toBe('page')
      answered += 1
    })
    await Promise.all(reads)
    expect(answered).toBe(60)
    expect(gateway.secretSlot()).toBe('next')
    expect((await gateway.state()).breaker).toBeNull()
    const before = statuses(sandbox).length
    await gateway.reader.groups(null, now.signal)
    expect(statuses(sandbox).slice(before)).toEqual([200])
    sandbox.useClientSecret(testSecret)
    expect((await gateway.reader.groups(null, now.signal)).kind).toBe('page')
    expect(gateway.secretSlot()).toBe('current')
  })

  test('a refused change is resent with the other secret, a refused erasure never', async () => {
    const { gateway, sandbox } = await gatewayOnSandbox({}, { nextSecret })
    sandbox.useClientSecret(next)
    const person = { by: 'email', value: wellKnown.member } as const
    const erasure = { keys: ['k'], identifiers: [person], scope: { kind: 'all_bots' } } as const
    expect((await gateway.writer.eraseUsersData(erasure, now)).kind).not.toBe('queued')
    // The erasure, and a read that explains the refusal.
    expect(statuses(sandbox)).toEqual([401, 401])
    expect((await gateway.writer.removeUsers([{ key: 'k', identifier: person }], now)).kind).toBe('response')
    expect(statuses(sandbox)).toEqual([401, 401, 401, 200])
    expect(gateway.secretSlot()).toBe('next')
  })

  test('with both refused, the refusal is reported after two calls, and a read explains it', async () => {
    const { gateway, sandbox } = await gatewayOnSandbox({}, { nextSecret })
    sandbox.useClientSecret('a third secret of thirty-two bytes or more')
    const person = { by: 'email', value: wellKnown.member } as const
    const result = await gateway.writer.removeUsers([{ key: 'k', identifier: person }], now)
    expect(result.kind).not.toBe('response')
    expect(statuses(sandbox)).toEqual([401, 401, 401])
    expect(gateway.secretSlot()).toBe('current')
  })
})
