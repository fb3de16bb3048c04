import type { User } from '@muster/core/account/user'
import type { PlanItem } from '@muster/core/plan/plan'
import { defaultGuardLimits } from '@muster/core/policy/limits'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { runJob } from '../../../engine/run/run-job.ts'
import { anItem, aUser } from '../../../engine/testing/an-item.ts'
import { createFakeKore } from '../../../engine/testing/fake-kore.ts'
import { propertyRuns } from '../../../testing/tier.ts'
import type { Db } from '../database/storage.ts'
import { createSqlUserDirectory } from '../directory/users-store.ts'
import { createSqlJobRunStore } from '../jobs/run/jobs-run-store.ts'
import { aJob } from '../testing/a-job.ts'
import { engineDeps } from '../testing/engine-deps.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'

const never = new AbortController().signal
/** The limits by share have specs of their own. */
const limits = { ...defaultGuardLimits, allowMost: true }

/** A user of this account who holds its admin role. */
const anAdmin = (account: string, n: number): User =>
  aUser(n, {
    id: `u-${account}-${n}`,
    email: `user${n}@${account}.example`,
    roles: [{ roleId: account, botId: null, viaGroups: [] }],
  })

type How = 'remove' | 'demote'

/** A removal, or a demotion that takes the admin role. */
function losing(account: string, user: User, how: How): PlanItem {
  if (how === 'remove') return anItem(1, user, 'remove')
  const item = anItem(1, user, 'update')
  const role = { roleId: account, botId: null }
  const after = item.before === null ? null : { ...item.before, roles: [] }
  const change = { kind: 'update', roles: { mode: 'edit', add: [], remove: [role] } } as const
  return { ...item, change, after, steps: [{ field: 'role', op: 'remove', ...role }] }
}

/** An account at Kore.ai, in a directory synced a minute ago. */
async function anAccount(db: Db, name: string, size: number) {
  const users = Array.from({ length: size }, (_, n) => anAdmin(name, n + 1))
  const kore = createFakeKore({ users })
  const directory = createSqlUserDirectory(db)
  await directory.upsertUsers(users, Date.now() - 60_000)
  const deps = engineDeps(createSqlJobRunStore(db, { limits }), kore, { directory })
  const planned = (items: readonly PlanItem[]) =>
    aJob(
      db,
      items.map((item, n) => ({ ...item, seq: n + 1 })),
    )
  const run = (jobId: string) => runJob(deps, jobId, never)
  const admins = () => [...kore.users.values()].filter(({ roles }) => roles.length > 0).length
  return { users, kore, planned, run, admins }
}

describeOnEachStorage('the floors at each call', (open) => {
  test.each([['one after the other'], ['at once']])(
    'refuses the second of two halves that are allowed alone, %s',
    async (way) => {
      const { db } = await open()
      const { users, planned, run, admins } = await anAccount(db, 'acme', 2)
      const losses = ['remove', 'demote'] as const
      const jobs = await Promise.all(users.map((user, n) => planned([losing('acme', user, losses[n] ?? 'remove')])))
      if (way === 'at once') await Promise.all(jobs.map(run))
      else for (const job of jobs) await run(job)
      expect(admins()).toBe(1)
      const ended = await db.selectFrom('job_items').select(['outcome', 'cause']).execute()
      const ends = ended.map(({ outcome, cause }) => cause ?? outcome)
      expect(ends).toHaveLength(2)
      expect(ends).toEqual(expect.arrayContaining(['changed', 'last_admin']))
      const audit = await db
        .selectFrom('audit_entries')
        .select('action')
        .where('action', '=', 'guard.refused')
        .execute()
      expect(audit).toHaveLength(1)
    },
  )

  test('an administrator who is gone at Kore.ai does not count, even if the directory still has them', async () => {
    const { db } = await open()
    const { users, kore, planned, run, admins } = await anAccount(db, 'acme', 2)
    const [one, two] = users
    if (one === undefined || two === undefined) throw new Error('two users were created')
    kore.users.delete(two.email)
    await run(await planned([losing('acme', one, 'remove')]))
    expect(admins()).toBe(1)
  })

  const runs = { ci: 60, nightly: 500 }
  const timeout = propertyRuns({ ci: 300_000, nightly: 1_800_000 })
  test('an administrator remains after any random sequence of plans', { timeout }, async () => {
    const { db } = await open()
    let accounts = 0
    const plan = fc.array(fc.constantFrom('remove', 'demote', 'keep'), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(plan, fc.boolean(), async (losses, split) => {
        const name = `acme${(accounts += 1)}`
        const { users, planned, run, admins } = await anAccount(db, name, losses.length)
        const items = users.flatMap((user, n) => {
          const how = losses[n]
          return how === undefined || how === 'keep' ? [] : [losing(name, user, how)]
        })
        const parts = split ? items.map((item) => [item]) : [items]
        const jobs = await Promise.all(parts.filter((part) => part.length > 0).map(planned))
        await Promise.all(jobs.map(run))
        expect(admins()).toBeGreaterThanOrEqual(1)
      }),
      { numRuns: propertyRuns(runs) },
    )
  })
})

const withoutRoles = (user: User): User => ({ ...user, roles: [] })
const holder = (n: number, ...roles: readonly string[]): User =>
  aUser(n, { id: `u-${n}`, roles: roles.map((roleId) => ({ roleId, botId: null, viaGroups: [] })) })
const holders = (from: number, to: number, ...roles: readonly string[]) =>
  Array.from({ length: to - from + 1 }, (_, n) => holder(from + n, ...roles))

interface Account {
  /** The account at the last sync. Each test removes the first user. */
  readonly synced: readonly User[]
  readonly now: readonly User[]
  /** Emails of users that no read shows. */
  readonly blind?: readonly string[]
}

const both = holder(900, 'acme', 'other')
const admin = holder(900, 'acme')
const many = holders(101, 125, 'other')
const two = holders(101, 102, 'acme')
const nameless = { ...holder(101, 'acme'), email: '' }
const numbered = { ...nameless, orgUserId: 'E101' }

describeOnEachStorage('the floors count only users that this call read', (open) => {
  async function removeFirst({ synced, now, blind = [] }: Account) {
    const { db } = await open()
    const kore = createFakeKore({ users: now, isBlindTo: (email) => blind.includes(email) })
    const directory = createSqlUserDirectory(db)
    await directory.upsertUsers(synced, Date.now() - 60_000)
    const [first] = synced
    if (first === undefined) throw new Error('an account without users')
    const jobId = await aJob(db, [anItem(1, first, 'remove')])
    await runJob(engineDeps(createSqlJobRunStore(db, { limits }), kore, { directory }), jobId, never)
    const { cause } = await db.selectFrom('job_items').select('cause').executeTakeFirstOrThrow()
    const listed = await db.selectFrom('users').select('id').execute()
    return {
      cause,
      isRemoved: !kore.users.has(first.email),
      reads: kore.log.reads,
      listed: listed.map(({ id }) => id).toSorted(),
    }
  }

  test.each<[string, string, Account]>([
    [
      'holders of another role were read',
      'last_admin',
      { synced: [both, ...many, holder(950, 'acme')], now: [both, ...many, holder(950)] },
    ],
    [
      'the holders read lost the role, and one more did',
      'last_admin',
      { synced: [admin, ...holders(101, 121, 'acme')], now: [admin, ...holders(101, 121)] },
    ],
    [
      'one holder is unreadable and the other lost the role',
      'last_admin',
      { synced: [admin, ...two], now: [admin, ...two.map(withoutRoles)], blind: ['user101@example.com'] },
    ],
    [
      'the other holder has no email and no organization ID',
      'last_admin',
      { synced: [admin, nameless], now: [admin, nameless] },
    ],
    [
      'the other holder has no email and lost the role',
      'last_admin',
      { synced: [admin, numbered], now: [admin, withoutRoles(numbered)] },
    ],
    [
      'the directory lists no holder, as one loaded from a file',
      'last_admin',
      { synced: [holder(900), holder(101)], now: [admin, holder(101, 'acme')] },
    ],
    [
      'the user is unreadable and got the role after the sync',
      'user_unreadable',
      { synced: [holder(900), holder(101, 'acme')], now: [admin, holder(101)], blind: [admin.email] },
    ],
  ])('and keep the last administrator: %s', async (_case, cause, account) => {
    expect(await removeFirst(account)).toMatchObject({ cause, isRemoved: false })
  })

  test('and find the one holder left among many, in two reads', async () => {
    const stale = holders(101, 130, 'acme')
    const now = [admin, ...stale.map((user, n) => (n === 29 ? user : withoutRoles(user)))]
    const { isRemoved, reads } = await removeFirst({ synced: [admin, ...stale], now })
    // One read before the call, two of holders, one to verify.
    expect([isRemoved, reads]).toEqual([true, 4])
  })

  test('and find a holder without an email by the organization ID', async () => {
    const account = [admin, numbered]
    expect(await removeFirst({ synced: account, now: account })).toMatchObject({ isRemoved: true })
  })

  test('and keep a holder in the directory whose organization ID Kore.ai does not find', async () => {
    const { cause, listed } = await removeFirst({ synced: [admin, numbered], now: [admin] })
    expect([cause, listed]).toEqual(['last_admin', ['u-101', 'u-900']])
  })

  test('and let an unreadable user go while others hold every admin role', async () => {
    const account = [holder(900), holder(101, 'acme'), holder(102, 'other')]
    expect(await removeFirst({ synced: account, now: account, blind: [admin.email] })).toMatchObject({
      isRemoved: true,
    })
  })
})

describeOnEachStorage('the first calls of a removal', (open) => {
  test('touch one user when a re-read does not show what Kore.ai reported', async () => {
    const { db } = await open()
    const users = Array.from({ length: 40 }, (_, n) => aUser(n + 1))
    const kore = createFakeKore({ users })
    const touched = new Set<string>()
    const removeUsers: typeof kore.writer.removeUsers = async (requests, options) => {
      await options.beforeSend?.()
      for (const { identifier } of requests) touched.add(identifier.value)
      return { kind: 'response', results: requests.map(({ key }) => ({ key, ok: true })) }
    }
    const jobId = await aJob(
      db,
      users.map((user, n) => anItem(n + 1, user, 'remove')),
    )
    const store = createSqlJobRunStore(db, { limits })
    await runJob(engineDeps(store, { ...kore, writer: { ...kore.writer, removeUsers } }), jobId, never)
    expect(touched.size).toBe(1)
    const job = await db.selectFrom('jobs').select(['state', 'reason']).executeTakeFirstOrThrow()
    expect(job).toMatchObject({ state: 'paused', reason: expect.stringContaining('a re-read does not show') })
  })
})
