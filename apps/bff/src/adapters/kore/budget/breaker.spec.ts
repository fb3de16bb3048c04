import { message } from '@muster/wording/message'
import { describe, expect, test } from 'vitest'
import { createFakeClock } from '../testing/fake-clock.fixture.ts'

import { createBreaker } from './breaker.ts'

const words = (text: string) => message('kore.words', { words: text })

function setUp() {
  const clock = createFakeClock()
  return { clock, breaker: createBreaker(clock) }
}

test('opens for all calls after five failures in a row, not if a response comes in between', () => {
  const { breaker } = setUp()
  for (let i = 0; i < 4; i += 1) breaker.failed(breaker.begin(), words('no connection'))
  breaker.succeeded(breaker.begin(), 'users', 'up')
  for (let i = 0; i < 4; i += 1) breaker.failed(breaker.begin(), words('no connection'))
  expect(breaker.admit('users')).toBeNull()
  breaker.failed(breaker.begin(), words('no connection'))
  expect(breaker.admit('users')).toMatchObject({ cause: 'upstream_trouble', retryAfterMs: 30_000 })
  expect(breaker.admit('roles')).toMatchObject({ cause: 'upstream_trouble' })
  expect(breaker.state()?.reason).toEqual(
    message('kore.failures_in_a_row', { failures: 5, reason: words('no connection') }),
  )
})

test('lets one probe through every 30 s, and one good response closes it', async () => {
  const { clock, breaker } = setUp()
  for (let i = 0; i < 5; i += 1) breaker.failed(breaker.begin(), words('reset'))
  await clock.advance(29_999)
  expect(breaker.admit('users')).not.toBeNull()
  await clock.advance(1)
  expect(breaker.blocked('users')).toBeNull()
  expect(breaker.admit('users')).toBeNull()
  expect(breaker.admit('users')).not.toBeNull()
  breaker.failed(breaker.begin(), words('reset'))
  expect(breaker.admit('users')?.retryAfterMs).toBe(30_000)
  let probes = 0
  for (let second = 0; second < 1_800; second += 1) {
    await clock.advance(1_000)
    if (breaker.admit('users') !== null) continue
    probes += 1
    breaker.failed(breaker.begin(), words('reset'))
  }
  expect(probes).toBe(60)
  await clock.advance(30_000)
  expect(breaker.admit('users')).toBeNull()
  breaker.succeeded(breaker.begin(), 'users', 'up')
  expect(breaker.state()).toBeNull()
})

test('closes only the scope of a refused credential, keeps its start, and stays closed after a read in another scope', async () => {
  const { clock, breaker } = setUp()
  breaker.rejected(breaker.begin(), 'User Management', words('Invalid SDK credentials'))
  const since = clock.now()
  expect(breaker.admit('User Management')).toMatchObject({ cause: 'credential_rejected', since })
  expect(breaker.admit('Delete Users Data')).toBeNull()
  breaker.succeeded(breaker.begin(), 'User Management', 'up')
  expect(breaker.admit('User Management')?.reason).toEqual(words('Invalid SDK credentials'))
  await clock.advance(30_000)
  expect(breaker.admit('User Management')).toBeNull()
  breaker.rejected(breaker.begin(), 'User Management', words('wrong secret'))
  expect(breaker.state()).toMatchObject({ since, retryAfterMs: 60_000 })
  breaker.succeeded(breaker.begin(), 'User Management', 'up_and_credential')
  expect(breaker.state()).toBeNull()
})

test('lets all waiting jobs probe a possibly fixed credential until the next refusal, but not an outage', () => {
  const { breaker } = setUp()
  breaker.rejected(breaker.begin(), 'User Management', words('wrong secret'))
  const since = breaker.state()?.since
  breaker.allowCredentialCheck()
  expect(breaker.blocked('User Management')).toBeNull()
  expect([breaker.admit('User Management'), breaker.admit('User Management')]).toEqual([null, null])
  breaker.rejected(breaker.begin(), 'User Management', words('wrong secret'))
  expect(breaker.admit('User Management')).toMatchObject({ cause: 'credential_rejected', since })
  for (let i = 0; i < 5; i += 1) breaker.failed(breaker.begin(), words('reset'))
  breaker.allowCredentialCheck()
  expect(breaker.admit('roles')).toMatchObject({ cause: 'upstream_trouble' })
})

describe('a call that left before the breaker opened', () => {
  test('does not close it, even with a late good response; a call that left after the opening does', () => {
    const { breaker } = setUp()
    const [early, refused] = [breaker.begin(), breaker.begin()]
    breaker.rejected(refused, 'User Management', words('wrong secret'))
    breaker.succeeded(early, 'User Management', 'up_and_credential')
    expect(breaker.admit('User Management')).toMatchObject({ cause: 'credential_rejected' })
    breaker.succeeded(breaker.begin(), 'User Management', 'up_and_credential')
    expect(breaker.state()).toBeNull()
  })

  test('does not end an outage with any response', () => {
    const { breaker } = setUp()
    const early = [breaker.begin(), breaker.begin(), breaker.begin()] as const
    for (let i = 0; i < 5; i += 1) breaker.failed(breaker.begin(), words('reset'))
    breaker.succeeded(early[0], 'users', 'up')
    breaker.succeeded(early[1], 'users', 'up_and_credential')
    breaker.rejected(early[2], 'roles', words('wrong secret'))
    expect(breaker.admit('users')).toMatchObject({ cause: 'upstream_trouble' })
  })

  test('does not extend the wait: calls refused together cost one wait', async () => {
    const { clock, breaker } = setUp()
    const together = [breaker.begin(), breaker.begin(), breaker.begin()]
    for (const call of together) breaker.rejected(call, 'User Management', words('wrong secret'))
    expect(breaker.state()?.retryAfterMs).toBe(30_000)
    const late = Array.from({ length: 6 }, () => breaker.begin())
    for (const call of late.slice(0, 5)) breaker.failed(call, words('reset'))
    await clock.advance(20_000)
    breaker.failed(late[5] ?? 0, words('reset'))
    expect(breaker.admit('roles')?.retryAfterMs).toBe(10_000)
  })

  test('does not undo the result of a later call, even if the breaker opened again in between', () => {
    const { breaker } = setUp()
    breaker.rejected(breaker.begin(), 'User Management', words('wrong secret'))
    breaker.allowCredentialCheck()
    const [first, second] = [breaker.begin(), breaker.begin()]
    breaker.rejected(second, 'User Management', words('wrong secret'))
    breaker.succeeded(first, 'User Management', 'up_and_credential')
    expect(breaker.admit('User Management')).toMatchObject({ cause: 'credential_rejected' })
  })
})
