import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { withLazyUses, writeEveryMs } from './lazy-session-uses.ts'
import { createSqlMemberStore } from './members-store.ts'
import { createSqlSessionStore } from './sessions-store.ts'

const start = Date.parse('2026-01-01T10:00:00Z')

describeOnEachStorage('the uses of a session', (open) => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => vi.useRealTimers())

  test('are written at most once a minute, the last one too, and each is seen at once', async () => {
    const { db } = await open()
    const owner = { email: 'ana@example.com', name: 'Ana', passwordHash: null }
    const { id: memberId } = await createSqlMemberStore(db).keepOwner(owner, start)
    const stored = createSqlSessionStore(db)
    await stored.add({ id: 's-1', ref: 'r-1', agent: 'Firefox', memberId, at: start }, 5)
    const written = vi.spyOn(stored, 'markUsed')
    const sessions = withLazyUses(stored)
    const usedAt = async () => [(await sessions.find('s-1'))?.usedAt, (await stored.find('s-1'))?.usedAt]
    await sessions.markUsed('s-1', start + 1000)
    expect(await usedAt()).toEqual([start + 1000, start + 1000])
    for (const second of [2, 3, 40]) await sessions.markUsed('s-1', start + second * 1000)
    expect(await usedAt()).toEqual([start + 40_000, start + 1000])
    expect((await sessions.ofMember(memberId))[0]?.usedAt).toBe(start + 40_000)
    vi.advanceTimersByTime(writeEveryMs)
    await Promise.all(written.mock.results.map(({ value }) => value))
    expect(await usedAt()).toEqual([start + 40_000, start + 40_000])
    expect(written).toHaveBeenCalledTimes(2)
    await sessions.remove('s-1')
    expect(await sessions.find('s-1')).toBeNull()
  })
})
