import { CompactEncrypt, importJWK } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { call, token } from '../sandbox-client.ts'
import { type Sandbox, startSandbox } from '../start-sandbox.ts'

const invalid = { errors: [{ msg: 'Invalid SDK credentials', code: 4002 }] }
const seconds = (): number => Math.floor(Date.now() / 1000)

describe('tokens', () => {
  let sandbox: Sandbox
  beforeEach(async () => {
    sandbox = await startSandbox({ users: 50, limits: null })
  })
  afterEach(() => sandbox.stop())
  const bots = async (auth: string | null) => {
    const got = await call(sandbox, 'GET /api/public/bots', { auth })
    return [got.status, got.body]
  }

  it('checks the method before the token', async () => {
    for (const request of ['GET /api/public/users', 'POST /api/public/roles']) {
      const got = await call(sandbox, request, { auth: null })
      expect([got.status, got.body]).toEqual([405, { errors: [{ msg: 'Method Not Allowed', code: 405 }] }])
    }
  })

  it.each([
    ['appId', (id: string) => ({ appId: id })],
    ['iss instead', (id: string) => ({ iss: id, sub: 'me' })],
    ['kore_iss instead', (id: string) => ({ kore_iss: id })],
    ['iat in milliseconds', (id: string) => ({ appId: id, iat: Date.now(), exp: seconds() + 60 })],
  ])('accepted: %s', async (_what, claims) => {
    expect((await bots(await token(sandbox, claims(sandbox.clientId))))[0]).toBe(200)
  })

  it('refuses it with the catch-all', async () => {
    const good = { appId: sandbox.clientId }
    const bad: readonly (string | null)[] = [
      null,
      '',
      'x.y.z',
      `${await token(sandbox)}123`,
      await token(sandbox, good, 'another secret'),
      await token(sandbox, good, sandbox.clientSecret, 'HS512'),
      await token(sandbox, { appId: 'cs-other' }),
      await token(sandbox, { appid: sandbox.clientId }),
      await token(sandbox, { ...good, exp: seconds() - 1 }),
    ]
    for (const auth of bad) expect(await bots(auth)).toEqual([401, invalid])
  })

  it('accepts a token id once', async () => {
    const once = await token(sandbox)
    expect((await bots(once))[0]).toBe(200)
    expect(await bots(once)).toEqual([
      401,
      { errors: [{ msg: 'error verifying the jwt: possibly a replay', code: 401 }] },
    ])
  })

  it('a token with id is valid for an hour at most', async () => {
    const long = await token(sandbox, { appId: sandbox.clientId, jti: 'a', exp: seconds() + 3700 })
    expect(await bots(long)).toEqual([
      401,
      { errors: [{ msg: 'error verifying the jwt: if "jti" claim "exp" must be <= 1 hour(s)', code: 401 }] },
    ])
  })

  it('a missing scope gets the catch-all', async () => {
    sandbox.control.setScopes(['user_management:user_management'])
    expect(await bots(await token(sandbox))).toEqual([401, invalid])
    const body = { emailIds: ['x@y.example'] }
    expect((await call(sandbox, 'POST /api/public/usersInfo', { body })).status).toBe(200)
  })
})

it('enforceJti refuses a token without id', async () => {
  const sandbox = await startSandbox({ users: 50, enforceJti: true })
  const auth = await token(sandbox, { appId: sandbox.clientId, exp: seconds() + 60 })
  expect((await call(sandbox, 'GET /api/public/bots', { auth })).status).toBe(401)
  expect((await call(sandbox, 'GET /api/public/bots')).status).toBe(200)
  await sandbox.stop()
})

it('enforceJwe requires a token encrypted with the key of the sandbox', async () => {
  const sandbox = await startSandbox({ users: 50, enforceJwe: true })
  const other = await startSandbox({ users: 50, enforceJwe: true })
  const encrypted = async (key: Sandbox['jweKey'], inner: string, alg = 'RSA-OAEP') => {
    if (key === null) throw new Error('no key')
    return new CompactEncrypt(new TextEncoder().encode(inner))
      .setProtectedHeader({ alg, enc: 'A256GCM', kid: key.kid, typ: 'JWT' })
      .encrypt(await importJWK({ ...key }, alg))
  }
  const bots = async (auth: string) => (await call(sandbox, 'GET /api/public/bots', { auth })).status
  const badlySigned = await token(sandbox, { appId: sandbox.clientId }, 'another secret')
  expect(await bots(await encrypted(sandbox.jweKey, await token(sandbox)))).toBe(200)
  expect([
    await bots(await token(sandbox)),
    await bots(await encrypted(other.jweKey, await token(sandbox))),
    await bots(await encrypted(sandbox.jweKey, badlySigned)),
    await bots(await encrypted(sandbox.jweKey, await token(sandbox), 'RSA-OAEP-256')),
  ]).toEqual([401, 401, 401, 401])
  await Promise.all([sandbox.stop(), other.stop()])
})

describe('limits', () => {
  it('roll over a minute and an hour, for all endpoints together', async () => {
    let time = Date.now()
    const sandbox = await startSandbox({ users: 50, now: () => time })
    const statuses = async (count: number): Promise<number[]> => {
      const got: number[] = []
      for (let n = 0; n < count; n += 1) {
        const auth = await token(sandbox, { appId: sandbox.clientId })
        got.push((await call(sandbox, n % 2 ? 'GET /api/public/bots' : 'GET /api/public/groups', { auth })).status)
      }
      return got
    }
    expect(new Set(await statuses(60))).toEqual(new Set([200]))
    const refused = await call(sandbox, 'GET /api/public/bots')
    expect(refused.status).toBe(429)
    expect(refused.text).toMatch(/per-minute rate limit/)
    expect(refused.headers.get('retry-after')).toBeNull()
    time += 59_000
    expect(await statuses(1)).toEqual([429])
    time += 1001
    expect(await statuses(1)).toEqual([200])
    sandbox.control.setLimits({ windows: [{ calls: 62, seconds: 3600 }], retryAfter: true })
    expect(await statuses(1)).toEqual([200])
    const hourly = await call(sandbox, 'GET /api/public/bots', {
      auth: await token(sandbox, { appId: sandbox.clientId }),
    })
    expect([hourly.status, Number(hourly.headers.get('retry-after')) > 3000]).toEqual([429, true])
    expect(hourly.text).toMatch(/hourly rate limit/)
    await sandbox.stop()
  })
})
