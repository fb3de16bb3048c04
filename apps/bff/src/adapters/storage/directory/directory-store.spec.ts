import { setTimeout as delay } from 'node:timers/promises'
import { idOfAddress } from '@muster/core/account/user'
import type { KyselyPlugin } from 'kysely'
import { expect, test } from 'vitest'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { syntheticUsers } from '../testing/synthetic-users.ts'
import { createSqlDirectoryStore } from './directory-store.ts'
import { createSqlUserDirectory } from './users-store.ts'

describeOnEachStorage('a pass of the directory', (open) => {
  test('reports the new number of users as soon as it reports that it is done', async () => {
    const { db } = await open()
    const counts: number[] = []
    // A count that takes this long is kept for a while.
    const slowCounts: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        if ('n' in Object(result.rows[0])) await delay(40)
        return result
      },
    }
    const store = createSqlDirectoryStore(db.withPlugin(slowCounts))
    await store.beginPass(1)
    await store.upsertUsers([...syntheticUsers(3)], 1)
    await store.finishPass({ source: 'kore', at: 1, sweep: true, reason: null })
    await store.beginPass(2)
    await store.upsertUsers([...syntheticUsers(2)], 2)
    const watched = (async () => {
      for (;;) {
        const { state, users } = await store.state()
        counts.push(users)
        if (state === 'ready') return users
      }
    })()
    await delay(60)
    await store.finishPass({ source: 'kore', at: 2, sweep: true, reason: null })
    expect(await watched).toBe(2)
    expect(counts[0]).toBe(3)
  })

  test('leaves one user for an address, also of a job that read the user while IDs were listed first', async () => {
    const { db } = await open()
    const store = createSqlDirectoryStore(db)
    const jobs = createSqlUserDirectory(db)
    const [user] = syntheticUsers(1)
    if (user === undefined) throw new Error('no user')
    const ofFile = { ...user, id: idOfAddress(user.email) }
    await store.beginPass(1)
    await store.upsertUsers([ofFile], 1)
    await store.finishPass({ source: 'csv', at: 1, sweep: true, reason: null })
    await store.beginPass(2)
    await jobs.upsertUsers([{ ...user, groups: ['e-read'] }], 3)
    expect(await jobs.find(ofFile.id)).toMatchObject({ groups: ['e-read'] })
    await store.upsertUsers([user], 4)
    expect(await store.unlistedUsers()).toEqual([{ id: ofFile.id, email: user.email }])
    // Kore.ai has a user under the address, as the sync finds.
    await store.keepUsers([ofFile.id])
    await store.finishPass({ source: 'kore', at: 5, sweep: true, reason: null })
    const [match] = await jobs.byIdentifiers([{ by: 'email', value: user.email }])
    expect(match).toMatchObject({ kind: 'user', user: { id: user.id } })
  })
})
