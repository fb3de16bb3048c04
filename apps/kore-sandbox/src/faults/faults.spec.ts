import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { call } from '../sandbox-client.ts'
import { type FaultRule, type Sandbox, sentinelEmail, startSandbox, wellKnown } from '../start-sandbox.ts'
import type { SentinelName } from '../users/well-known.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ users: 50, limits: null })
})
afterEach(() => sandbox.control.reset())
afterAll(() => sandbox.stop())

const update = (...emails: readonly string[]) => {
  const users = emails.map((emailId) => ({ userInfo: { emailId }, canCreateBot: true, isDeveloper: true }))
  return call(sandbox, 'PUT /api/public/users', { body: { users } })
}
const effectsOn = (emailId: string): number =>
  sandbox.control.effects().filter((effect) => effect.user === emailId && effect.changed).length
/** The status, or the result of the socket. */
const outcome = (got: Promise<{ readonly status: number }>): Promise<number | 'dropped'> =>
  got.then(
    (one) => one.status,
    () => 'dropped' as const,
  )
const until = async (holds: () => boolean): Promise<void> => {
  for (let n = 0; n < 200 && !holds(); n += 1) await new Promise((resolve) => setTimeout(resolve, 10))
  expect(holds()).toBe(true)
}

const read = (emailId: string) => call(sandbox, 'POST /api/public/usersInfo', { body: { emailIds: [emailId] } })

describe('faults by control', () => {
  const cases: readonly [string, FaultRule, number | 'dropped', number][] = [
    ['status without effect', { kind: 'status', status: 503 }, 503, 0],
    ['status after the effect', { kind: 'status', status: 502, effect: 'applied' }, 502, 1],
    ['drop before', { kind: 'drop-before' }, 'dropped', 0],
    ['drop after', { kind: 'drop-after' }, 'dropped', 1],
    ['html', { kind: 'garbage', garbage: 'html' }, 200, 1],
    ['wrong shape, no effect', { kind: 'garbage', garbage: 'wrong-shape', effect: 'none' }, 200, 0],
    ['rate limit', { kind: 'rate-limit' }, 429, 0],
    ['latency', { kind: 'latency', latencyMs: 30 }, 200, 1],
  ]
  it.each(cases)('%s', async (_what, rule, expected, effects) => {
    sandbox.control.addFault({ ...rule, next: 1 })
    expect(await outcome(update(wellKnown.member))).toBe(expected)
    expect(effectsOn(wellKnown.member)).toBe(effects)
    expect(await outcome(update(wellKnown.secondMember))).toBe(200)
  })

  it('a late effect happens after the socket is destroyed', async () => {
    sandbox.control.addFault({ kind: 'late-effect', lateMs: 60, next: 1 })
    expect(await outcome(update(wellKnown.member))).toBe('dropped')
    expect(effectsOn(wellKnown.member)).toBe(0)
    await until(() => effectsOn(wellKnown.member) === 1)
  })

  it('hangs until the client gives up', async () => {
    sandbox.control.addFault({ kind: 'hang', next: 1 })
    await expect(call(sandbox, 'GET /api/public/bots', { signal: AbortSignal.timeout(100) })).rejects.toThrow(
      /timeout/i,
    )
  })

  it('responds with garbage that is not JSON', async () => {
    for (const garbage of ['html', 'empty', 'truncated'] as const) {
      // Named, because the call that gave up before may arrive only now.
      sandbox.control.addFault({ kind: 'garbage', garbage, user: wellKnown.member, next: 1 })
      expect((await update(wellKnown.member)).body).toBeUndefined()
    }
  })

  it('sends Retry-After if configured', async () => {
    sandbox.control.addFault({ kind: 'rate-limit', retryAfter: 7, next: 1 })
    expect((await update(wellKnown.member)).headers.get('retry-after')).toBe('7')
  })

  it('every n-th call, one endpoint, one user', async () => {
    sandbox.control.addFault({ kind: 'status', status: 500, endpoint: 'bots', every: 3 })
    sandbox.control.addFault({ kind: 'status', status: 418, user: wellKnown.member })
    const bots: number[] = []
    for (let n = 0; n < 6; n += 1) bots.push((await call(sandbox, 'GET /api/public/bots')).status)
    expect(bots).toEqual([200, 200, 500, 200, 200, 500])
    expect((await update(wellKnown.secondMember)).status).toBe(200)
    expect((await update(wellKnown.secondMember, wellKnown.member)).status).toBe(418)
    const byOrgId = { orgUserIds: ['ORG-MEMBER'] }
    expect((await call(sandbox, 'DELETE /api/public/users', { body: byOrgId })).status).toBe(418)
    sandbox.control.clearFaults()
    expect((await update(wellKnown.member)).status).toBe(200)
  })
})

describe('sentinel users', () => {
  const cases: readonly [SentinelName, number | 'dropped', boolean][] = [
    ['400', 400, false],
    ['401', 401, false],
    ['403', 403, false],
    ['429', 429, false],
    ['429-retry-after', 429, false],
    ['500', 500, false],
    ['502-after', 502, true],
    ['503', 503, false],
    ['drop-before', 'dropped', false],
    ['drop-after', 'dropped', true],
    ['html', 200, true],
    ['empty', 200, true],
    ['truncated', 200, true],
    ['wrong-shape', 200, true],
    ['poison', 400, false],
  ]
  it.each(cases)('%s', async (name, expected, hasEffect) => {
    expect(await outcome(update(wellKnown.member, sentinelEmail(name)))).toBe(expected)
    expect(effectsOn(wellKnown.member)).toBe(hasEffect ? 1 : 0)
  })

  it('flaky fails once, and again only after a reset', async () => {
    const statuses = [await update(sentinelEmail('flaky')), await update(sentinelEmail('flaky'))].map(
      (one) => one.status,
    )
    sandbox.control.reset()
    expect([...statuses, (await update(sentinelEmail('flaky'))).status]).toEqual([503, 200, 503])
  })

  it('late takes effect after the socket is destroyed', async () => {
    expect(await outcome(update(sentinelEmail('late')))).toBe('dropped')
    expect(effectsOn(sentinelEmail('late'))).toBe(0)
    await until(() => effectsOn(sentinelEmail('late')) === 1)
  })

  it('hang never responds; slow does, two seconds later', async () => {
    const users = [{ userInfo: { emailId: sentinelEmail('hang') } }]
    const signal = AbortSignal.timeout(100)
    await expect(call(sandbox, 'PUT /api/public/users', { body: { users }, signal })).rejects.toThrow(/timeout/i)
    const started = performance.now()
    expect((await update(sentinelEmail('slow'))).status).toBe(200)
    expect(performance.now() - started).toBeGreaterThan(1900)
  })

  it('can be read if only changes fail; read-500 is the reverse', async () => {
    expect((await read(sentinelEmail('500'))).status).toBe(200)
    expect((await read(sentinelEmail('read-500'))).status).toBe(500)
    expect((await update(sentinelEmail('read-500'))).status).toBe(200)
  })

  it.each([
    ['reason-string', 'This user cannot be changed'],
    ['reason-errors', { errors: [{ msg: 'This user cannot be changed', code: 400 }] }],
  ] as const)('%s fails alone, with its form of reason', async (name, reason) => {
    const emailId = sentinelEmail(name)
    const got = await update(wellKnown.member, emailId)
    expect(got.body).toEqual({ failedUserDetails: [{ userInfo: { emailId, status: 'failure', reason } }] })
    const removal = await call(sandbox, 'DELETE /api/public/users', { body: { deleteEmailIds: [emailId] } })
    expect(removal.body).toEqual({ failedUserDetails: [{ emailId, reason }] })
    expect(effectsOn(wellKnown.member)).toBe(1)
  })
})
