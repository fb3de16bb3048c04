import { expect, test } from 'vitest'
import { createFakeClock } from '../testing/fake-clock.fixture.ts'
import { createBreaker } from './breaker.ts'

function setUp() {
  const clock = createFakeClock()
  return { clock, breaker: createBreaker(clock) }
}

test('five failed calls in a row open it for all, an answer in between does not', () => {
  const { breaker } = setUp()
  for (let i = 0; i < 4; i += 1) breaker.failed('no connection')
  breaker.succeeded('users', 'up')
  for (let i = 0; i < 4; i += 1) breaker.failed('no connection')
  expect(breaker.admit('users')).toBeNull()
  breaker.failed('no connection')
  expect(breaker.admit('users')).toMatchObject({ cause: 'upstream_trouble', retryAfterMs: 30_000 })
  expect(breaker.admit('roles')).toMatchObject({ cause: 'upstream_trouble' })
  expect(breaker.state()?.reason).toContain('no connection')
})

test('one probe in 30 s as long as it lasts, and one good answer closes it', async () => {
  const { clock, breaker } = setUp()
  for (let i = 0; i < 5; i += 1) breaker.failed('reset')
  await clock.advance(29_999)
  expect(breaker.admit('users')).not.toBeNull()
  await clock.advance(1)
  expect(breaker.blocked('users')).toBeNull()
  expect(breaker.admit('users')).toBeNull()
  expect(breaker.admit('users')).not.toBeNull()
  breaker.failed('reset')
  expect(breaker.admit('users')?.retryAfterMs).toBe(30_000)
  let probes = 0
  for (let second = 0; second < 1_800; second += 1) {
    await clock.advance(1_000)
    if (breaker.admit('users') !== null) continue
    probes += 1
    breaker.failed('reset')
  }
  expect(probes).toBe(60)
  await clock.advance(30_000)
  expect(breaker.admit('users')).toBeNull()
  breaker.succeeded('users', 'up')
  expect(breaker.state()).toBeNull()
})

test('a refused credential closes its scope only, keeps when it began, and a read elsewhere does not reopen it', async () => {
  const { clock, breaker } = setUp()
  breaker.rejected('User Management', 'Invalid SDK credentials')
  const since = clock.now()
  expect(breaker.admit('User Management')).toMatchObject({ cause: 'credential_rejected', since })
  expect(breaker.admit('Delete Users Data')).toBeNull()
  breaker.succeeded('User Management', 'up')
  expect(breaker.admit('User Management')?.reason).toBe('Invalid SDK credentials')
  await clock.advance(30_000)
  expect(breaker.admit('User Management')).toBeNull()
  breaker.rejected('User Management', 'wrong secret')
  expect(breaker.state()).toMatchObject({ since, retryAfterMs: 60_000 })
  breaker.succeeded('User Management', 'up_and_credential')
  expect(breaker.state()).toBeNull()
})

test('a credential that may be mended is looked at by whoever waited, until it is refused again; an outage is not', () => {
  const { breaker } = setUp()
  breaker.rejected('User Management', 'wrong secret')
  const since = breaker.state()?.since
  breaker.lookAgain()
  expect(breaker.blocked('User Management')).toBeNull()
  expect([breaker.admit('User Management'), breaker.admit('User Management')]).toEqual([null, null])
  breaker.rejected('User Management', 'wrong secret')
  expect(breaker.admit('User Management')).toMatchObject({ cause: 'credential_rejected', since })
  for (let i = 0; i < 5; i += 1) breaker.failed('reset')
  breaker.lookAgain()
  expect(breaker.admit('roles')).toMatchObject({ cause: 'upstream_trouble' })
})
