import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeCall } from './judge-call.ts'
import { defaultGuardLimits as limits } from './limits.ts'
import { judgeVolume, needsAccount, reachOf, stageSize, startDelayMs, type Volume, volumeOf } from './volume.ts'

const none: Volume = { updates: 0, removals: 0, erasures: 0 }
const account = (users: number, removedToday = 0, erasedToday = 0) => ({ users, removedToday, erasedToday })

describe('the limits over how much is changed', () => {
  test.each([
    // by count
    ['updates', { updates: 499 }, account(10_000), 'ok'],
    ['updates', { updates: 500 }, account(10_000), 'ok'],
    ['updates', { updates: 501 }, account(10_000), 'confirm_share'],
    ['removals', { removals: 499 }, account(10_000), 'ok'],
    ['removals', { removals: 500 }, account(10_000), 'ok'],
    ['removals', { removals: 501 }, account(10_000), 'confirm_share'],
    ['erasures', { erasures: 500 }, account(100), 'ok'],
    ['erasures', { erasures: 501 }, account(100), 'confirm_share'],
    // by share: 19.9, 20 and 20.1 percent
    ['updates', { updates: 199 }, account(1000), 'ok'],
    ['updates', { updates: 200 }, account(1000), 'ok'],
    ['updates', { updates: 201 }, account(1000), 'confirm_share'],
    ['removals', { removals: 199 }, account(1000), 'ok'],
    ['removals', { removals: 200 }, account(1000), 'ok'],
    ['removals', { removals: 201 }, account(1000), 'confirm_share'],
    // the share counts from 100 users
    ['removals', { removals: 30 }, account(99), 'ok'],
    ['removals', { removals: 30 }, account(100), 'confirm_share'],
    // more than half
    ['removals', { removals: 500 }, account(1000), 'confirm_share'],
    ['removals', { removals: 501 }, account(1000), 'refused'],
    ['removals', { removals: 5 }, account(10), 'ok'],
    ['removals', { removals: 6 }, account(10), 'refused'],
    ['everyone', { removals: 909 }, account(910), 'refused'],
    // 24 hours count together, for what is destructive
    ['removals', { removals: 10 }, account(1000, 190), 'ok'],
    ['removals', { removals: 10 }, account(1000, 191), 'confirm_share'],
    ['removals', { removals: 10 }, account(100_000, 491), 'confirm_share'],
    ['removals', { removals: 10 }, account(100_000, 300, 191), 'confirm_share'],
    ['removals', { removals: 1 }, account(1000, 500), 'refused'],
    ['updates', { updates: 10 }, account(1000, 495), 'ok'],
    ['updates and an erasure', { updates: 150, erasures: 1 }, account(1000, 60), 'confirm_share'],
    ['erasures', { erasures: 1 }, account(1000, 300), 'ok'],
    // an account of unknown size has no share
    ['removals', { removals: 100 }, account(0), 'ok'],
  ] as const)('%s %j of %j: %s', (_, volume, facts, verdict) => {
    expect(judgeVolume({ ...none, ...volume }, facts, limits)).toBe(verdict)
  })

  test('are settings', () => {
    const some = { ...none, removals: 60 }
    expect(judgeVolume(some, account(100), { ...limits, allowMost: true })).toBe('confirm_share')
    expect(judgeVolume({ ...none, updates: 5 }, account(0), { ...limits, confirmUsers: 4 })).toBe('confirm_share')
    expect(judgeVolume({ ...none, updates: 5 }, account(100), { ...limits, confirmPercent: 4 })).toBe('confirm_share')
  })

  test('the reach has the removals and erasures of 24 hours, for what is destructive', () => {
    const today = account(100, 10, 5)
    const mixed = { updates: 2, removals: 3, erasures: 4 }
    expect(reachOf(mixed, today)).toEqual({ touched: 24, percent: 15, withToday: true })
    expect(reachOf({ ...none, erasures: 1 }, today)).toEqual({ touched: 16, percent: 10, withToday: true })
    expect(reachOf({ ...none, updates: 2 }, today)).toEqual({ touched: 2, percent: 2, withToday: false })
    expect(reachOf({ ...none, removals: 1 }, account(100))).toEqual({ touched: 1, percent: 1, withToday: false })
  })

  test('a plan changes what it neither removes nor erases', () => {
    const effect = (key: string, removed: number) => ({ key, added: 0, removed })
    const effects = [effect('account', 2), effect('data', 1), effect('group:e', 7)]
    const dispositions = { change: 10, unchanged: 0, blocked: 0 }
    expect(volumeOf({ effects, dispositions })).toEqual({ updates: 7, removals: 2, erasures: 1 })
  })

  test('the share shown has one decimal', () => {
    expect(reachOf({ ...none, updates: 1 }, account(3))).toMatchObject({ percent: 33.3, touched: 1 })
    expect(reachOf({ ...none, removals: 1 }, account(0))).toMatchObject({ percent: null })
  })
})

test.each([
  [50, 0],
  [51, 600_000],
])('a plan of %d removals starts after %d ms', (removals, ms) => {
  expect(startDelayMs({ ...none, removals }, { ...limits, delayMs: 600_000 })).toBe(ms)
  expect(startDelayMs({ ...none, updates: removals }, { ...limits, delayMs: 600_000 })).toBe(0)
})

test.each([
  [0, 50, 0],
  [0, 51, 86_400_000],
  [30, 30, 600_000],
  [51, 1, 600_000],
  [1, 50, 600_000],
])('a plan of %d removals and %d erasures starts after %d ms', (removals, erasures, ms) => {
  const delays = { ...limits, delayMs: 600_000, erasureDelayMs: 86_400_000 }
  expect(startDelayMs({ ...none, removals, erasures }, delays)).toBe(ms)
  expect(startDelayMs({ ...none, removals, erasures }, { ...delays, erasureDelayMs: 0 })).toBe(ms && 600_000)
})

test.each([
  [0, 1],
  [1, 10],
  [10, 10],
  [11, Infinity],
])('with %d users seen to be done the next call carries %d', (proven, size) => expect(stageSize(proven)).toBe(size))

test('right before a call, one removal too many is refused and the others go out', () => {
  const removal = { kind: 'remove', names: [], adminRolesLost: [], takesAway: true } as const
  const facts = {
    floors: { admins: { holders: new Map(), floor: 1 }, actor: 'ana@example.com', protectedUsers: new Map() },
    account: account(1000, 198),
    limits,
    lookups: {
      groups: new Map(),
      roles: new Map(),
      bots: new Map(),
      known: { groups: true, roles: true, bots: true },
    },
  }
  const codes = (shareConfirmed: boolean, removedToday: number) =>
    judgeCall([removal, removal, removal], { ...facts, account: account(1000, removedToday), shareConfirmed }).map(
      (note) => note?.code ?? null,
    )
  expect(codes(false, 198)).toEqual([null, null, 'limit_reached'])
  expect(codes(true, 198)).toEqual([null, null, null])
  expect(codes(true, 499)).toEqual([null, 'limit_reached', 'limit_reached'])
})

test('where the account is not needed, no account changes the verdict', () => {
  const many = fc.integer({ min: 0, max: 5000 })
  const accounts = fc.record({ users: many, removedToday: many, erasedToday: many })
  const given = fc.record({ confirmPercent: fc.integer({ min: 1, max: 100 }), percentFromUsers: many })
  fc.assert(
    fc.property(fc.double({ min: 0, max: 2, noNaN: true }), accounts, given, (share, anAccount, own) => {
      const judged = { ...limits, ...own }
      const volume = { ...none, updates: Math.round((share * own.confirmPercent * own.percentFromUsers) / 100) }
      if (needsAccount(volume, judged)) return
      expect(judgeVolume(volume, anAccount, judged)).toBe(judgeVolume(volume, account(0), judged))
    }),
    { numRuns: 2000 },
  )
  expect([20, 21].map((updates) => needsAccount({ ...none, updates }, limits))).toEqual([false, true])
  expect(needsAccount({ ...none, erasures: 1 }, limits)).toBe(true)
})
