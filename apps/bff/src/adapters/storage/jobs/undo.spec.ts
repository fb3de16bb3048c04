import type { User } from '@muster/core/account/user'
import type { PlanItem } from '@muster/core/plan/plan'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { runJob } from '../../../engine/run/run-job.ts'
import { anItem, aUser } from '../../../engine/testing/an-item.ts'
import { createFakeKore } from '../../../engine/testing/fake-kore.ts'
import type { Db } from '../database/storage.ts'
import { migrate } from '../migrations/run-migrations.ts'
import { aJob } from '../testing/a-job.ts'
import { engineDeps } from '../testing/engine-deps.ts'
import { restorePlanItems } from '../testing/old-plan-items.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlJobReader } from './jobs-read-store.ts'
import { createSqlJobRunStore } from './run/jobs-run-store.ts'

const never = new AbortController().signal
const users = [1, 2, 3].map((n) => aUser(n))

/** Removes the group again. */
function undoing(seq: number, user: User): PlanItem {
  const item = anItem(seq, { ...user, groups: ['e-1'] }, 'update')
  const { before } = item
  return {
    ...item,
    steps: [{ field: 'group', op: 'remove', groupId: 'e-1' }],
    after: before === null ? null : { ...before, groups: [] },
  }
}

async function doneAndUndone(db: Db) {
  const reader = createSqlJobReader(db, 90_000)
  const refused = new Set<string>()
  const kore = createFakeKore({ users, refused })
  const run = async (items: readonly PlanItem[], more: Parameters<typeof aJob>[2] = {}) => {
    const id = await aJob(db, items, more)
    await runJob(engineDeps(createSqlJobRunStore(db), kore), id, never)
    return id
  }
  const adding = users.map((user, n) => anItem(n + 1, user, 'update'))
  const job = await run(adding)
  refused.add('user2@example.com')
  const undo = await run(
    users.map((user, n) => undoing(n + 1, user)),
    { source: 'undo', parentJobId: job },
  )
  refused.clear()
  const undoneOf = async (id: string) => {
    const entry = await reader.get(id)
    return [entry?.undone, entry?.undoneBy, entry?.canUndo]
  }
  return { reader, run, job, undo, undoneOf, adding }
}

describeOnEachStorage('changes that an undo reverted', (open) => {
  test('are marked item by item, and by the undo that did it', async () => {
    const { job, undo, undoneOf, reader } = await doneAndUndone((await open()).db)
    expect((await reader.get(undo))?.counts).toMatchObject({ changed: 2, failed: 1 })
    expect(await undoneOf(job)).toEqual([2, undo, true])
    const items = await reader.items(job, { afterSeq: 0, limit: 10 })
    expect(items.map(({ undoneBy }) => undoneBy)).toEqual([undo, null, undo])
  })

  test('are completed by a retry, cleared by an undo of the undo, and reverted again by the undo of that', async () => {
    const { job, undo, undoneOf, run, adding } = await doneAndUndone((await open()).db)
    const second = users[1] === undefined ? [] : [undoing(2, users[1])]
    await run(second, { source: 'retry', parentJobId: undo })
    expect(await undoneOf(job)).toEqual([3, undo, false])
    const changed = adding.filter(({ seq }) => seq !== 2)
    const redo = await run(changed, { source: 'undo', parentJobId: undo })
    expect(await undoneOf(undo)).toEqual([2, redo, false])
    expect(await undoneOf(job)).toEqual([1, undo, true])
    const third = users.flatMap((user, n) => (n === 1 ? [] : [undoing(n + 1, user)]))
    const last = await run(third, { source: 'undo', parentJobId: redo })
    expect(await undoneOf(redo)).toEqual([2, last, false])
    expect(await undoneOf(undo)).toEqual([0, null, true])
    expect(await undoneOf(job)).toEqual([3, undo, false])
  })

  test('are found by user in undos of versions that did not record them', async () => {
    const storage = await open()
    const { db } = storage
    const { job, undo, undoneOf } = await doneAndUndone(db)
    await sql`alter table job_items drop column undone_by`.execute(db)
    await restorePlanItems(db, 'asks_again')
    await sql`update plan_items set asks_again = null`.execute(db)
    await sql`delete from kysely_migration where name = '0028-undone-items'`.execute(db)
    await migrate(storage)
    expect(await undoneOf(job)).toEqual([2, undo, true])
  })
})
