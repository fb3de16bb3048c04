import { Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import { forWaitingReader } from '../../../../waiting-reader.ts'
import { SessionTurns, type SqlSession, singleSessionDialect } from './single-session-dialect.ts'

/** Takes turns in this order while one is held, then lets them pass, and returns the order in which they came. */
async function orderOf(callers: string): Promise<string> {
  const turns = new SessionTurns()
  const endFirst = await turns.take()
  let order = ''
  const passed = [...callers].map(async (caller) => {
    const end = await (caller === 'r' ? forWaitingReader(() => turns.take()) : turns.take())
    order += caller
    end()
    end()
  })
  endFirst()
  await Promise.all(passed)
  return order
}

test('reads that a member waits for go before background work, each in its order', async () => {
  expect(await orderOf('abrcr')).toBe('rrabc')
})

test('background work gets every ninth turn, however many reads wait', async () => {
  expect(await orderOf(`ab${'r'.repeat(20)}`)).toBe(`${'r'.repeat(8)}a${'r'.repeat(8)}brrrr`)
})

test('the next read of a page goes before background work that already waits', async () => {
  const turns = new SessionTurns()
  const endFirst = await turns.take()
  let order = ''
  const background = turns.take().then((end) => {
    order += 'a'
    end()
  })
  const page = forWaitingReader(async () => {
    for (const read of ['r', 's', 't']) {
      const end = await turns.take()
      order += read
      end()
      // A reader computes with what it read, without waiting for anything else.
      await Promise.resolve()
    }
  })
  endFirst()
  await Promise.all([background, page])
  expect(order).toBe('rsta')
})

test('a turn ended twice lets one caller in', async () => {
  const turns = new SessionTurns()
  const endFirst = await turns.take()
  const [second, third] = [turns.take(), turns.take()]
  endFirst()
  endFirst()
  const endSecond = await second
  let hasThird = false
  void third.then(() => (hasThird = true))
  await Promise.resolve()
  await Promise.resolve()
  expect(hasThird).toBe(false)
  endSecond()
  await third
})

test('a session that does not open fails the query that waits for it, and no other', async () => {
  const session: SqlSession = {
    query: async () => ({ rows: [{ n: 1 }], affectedRows: undefined }),
    exec: async () => ({ rows: [] }),
    close: async () => {},
  }
  let isAway = true
  const current = async () => {
    if (isAway) throw new Error('away')
    return session
  }
  const db = new Kysely<object>({ dialect: singleSessionDialect(current, new SessionTurns()) })
  const read = () => sql`select 1 as n`.execute(db)
  await expect(read()).rejects.toThrow('away')
  await expect(read()).rejects.toThrow('away')
  await expect(db.transaction().execute(async () => {})).rejects.toThrow('away')
  isAway = false
  expect((await read()).rows).toEqual([{ n: 1 }])
})
