import { expect, test } from 'vitest'
import { createSqlDeviceStore } from '../../adapters/storage/session/devices-store.ts'
import { createSqlMemberStore } from '../../adapters/storage/session/members-store.ts'
import { createSqlSessionStore, readBearerKey } from '../../adapters/storage/session/sessions-store.ts'
import { createSqlTokenStore } from '../../adapters/storage/session/tokens-store.ts'
import { recordStatements } from '../../adapters/storage/testing/recorded-statements.ts'
import { describeOnEachStorage } from '../../adapters/storage/testing/storage-suites.ts'
import { createSessionGate } from '../../features/session/find-session.ts'
import { keepAdministrator } from '../../features/session/keep-administrator.ts'
import { createTokenGate } from '../../features/tokens/find-token.ts'
import { apiTokenOf } from './api-token.ts'
import { createBearers } from './bearers.ts'
import { hashToken, newToken } from './session-cookie.ts'

const address = '203.0.113.9'
const dayMs = 24 * 3_600_000

describeOnEachStorage('bearers', (open) => {
  async function setUp() {
    const recorded = recordStatements(await open())
    const { db } = recorded
    const time = { now: Date.UTC(2030, 0, 1) }
    const clock = { now: () => time.now, monotonic: () => time.now, sleep: async () => {} }
    const bearers = createBearers(() => readBearerKey(db))
    const parts = { sessions: createSqlSessionStore(db), devices: createSqlDeviceStore(db), bearers, clock }
    const owner = { email: 'ana@example.com', password: Buffer.from('correct horse battery') }
    const { id: memberId } = await keepAdministrator({ members: createSqlMemberStore(db), clock }, owner)
    const addToken = async (secret: string) => {
      const times = { createdAt: time.now, expiresAt: time.now + dayMs }
      const row = {
        id: hashToken(secret),
        hash: hashToken(secret),
        memberId,
        name: 'Report',
        permissions: [],
        ...times,
      }
      const sentence = 'created'
      await createSqlTokenStore(db).add(row, 100, { action: 'token.created', actor: 'ana', sentence })
    }
    await bearers.isOwn(newToken())
    recorded.take()
    return {
      time,
      bearers,
      memberId,
      addToken,
      addSession: (bearer: string) =>
        parts.sessions.add(
          { id: hashToken(bearer), ref: bearer.slice(0, 8), agent: 'curl', memberId, at: time.now },
          5,
        ),
      gate: createSessionGate(parts),
      findToken: createTokenGate({ tokens: createSqlTokenStore(db), bearers, clock }),
      /** Another replica on the same store. */
      replica: () => createTokenGate({ tokens: createSqlTokenStore(db), bearers, clock }),
      statements: () => recorded.take().length,
    }
  }

  test('a bearer that this installation did not create reaches no statement', async () => {
    const { bearers, gate, findToken, statements } = await setUp()
    const elsewhere = createBearers(async () => Buffer.from('the key of another installation'))
    const own = await bearers.create()
    const forged = [newToken(), await elsewhere.create(), `${own.slice(0, 53)}${own.endsWith('A') ? 'Q' : 'A'}`]
    for (const bearer of forged) {
      expect(await gate.find(bearer, true)).toBeNull()
      expect(await gate.knowsDevice(bearer)).toBe(false)
    }
    for (const bearer of forged.slice(1)) expect(await findToken(apiTokenOf(bearer), address)).toBeNull()
    expect(statements()).toBe(0)
  })

  test('an ended bearer is looked up once in ten seconds, a live one always', async () => {
    const { time, bearers, memberId, gate, findToken, addToken, addSession, statements } = await setUp()
    const ended = await bearers.create()
    for (let n = 0; n < 20; n += 1) {
      expect(await gate.find(ended, true)).toBeNull()
      expect(await gate.knowsDevice(ended)).toBe(false)
      expect(await findToken(apiTokenOf(ended), address)).toBeNull()
    }
    expect(statements()).toBe(3)
    time.now += 10_000
    expect(await gate.find(ended, true)).toBeNull()
    expect(statements()).toBe(1)
    const [session, secret] = [await bearers.create(), apiTokenOf(await bearers.create())]
    await addSession(session)
    await addToken(secret)
    for (let n = 0; n < 3; n += 1) {
      expect(await gate.find(session, true)).toMatchObject({ actor: { memberId } })
      expect(await findToken(secret, address)).toMatchObject({ actor: { memberId } })
    }
  })

  test('guesses of tokens from before tags are limited by network, without locking out good ones of it', async () => {
    const { time, bearers, memberId, findToken, replica, addToken, statements } = await setUp()
    const old = apiTokenOf(newToken())
    await addToken(old)
    expect(await findToken(old, address)).toMatchObject({ actor: { memberId } })
    statements()
    for (let n = 0; n < 200; n += 1) await findToken(apiTokenOf(newToken()), `203.0.113.9`)
    expect(statements()).toBeLessThanOrEqual(30)
    expect(await findToken(old, address)).toMatchObject({ actor: { memberId } })
    // A replica that does not know the token yet shares the limit of the network, and of no other one.
    expect(await replica()(old, address)).toBeNull()
    expect(await replica()(old, '198.51.100.7')).toMatchObject({ actor: { memberId } })
    time.now += 60_000
    expect(await replica()(old, address)).toMatchObject({ actor: { memberId } })
    const tagged = apiTokenOf(await bearers.create())
    await addToken(tagged)
    expect(await findToken(tagged, address)).toMatchObject({ actor: { memberId } })
  })
})
