import type { Identifier, User } from '@muster/core/account/user'
import { mergeReading } from '@muster/core/account/user-reading'
import type { ChangeKind } from '@muster/core/change/change'
import type { PlanItem } from '@muster/core/plan/plan'
import { expect, test, vi } from 'vitest'
import { createMemoryBatchLedger } from '../../adapters/kore/batch/memory-batch-ledger.ts'
import type { KoreGateway } from '../../adapters/kore/create-kore-gateway.ts'
import { gatewayOnSandbox, now } from '../../adapters/kore/testing/gateway.fixture.ts'
import type { Db } from '../../adapters/storage/database/storage.ts'
import { createSqlJobReader } from '../../adapters/storage/jobs/jobs-read-store.ts'
import { createSqlJobRunStore } from '../../adapters/storage/jobs/run/jobs-run-store.ts'
import { aJob } from '../../adapters/storage/testing/a-job.ts'
import { engineDeps } from '../../adapters/storage/testing/engine-deps.ts'
import { describeOnEachStorage } from '../../adapters/storage/testing/storage-suites.ts'
import { type Clock, systemClock } from '../../clock.ts'
import { runJob } from '../../engine/run/run-job.ts'
import { anItem } from '../../engine/testing/an-item.ts'
import { jobItemEntry } from '../../features/jobs/list/job-item-entry.ts'

const never = new AbortController().signal
const rateLimitText = "You've exceeded the per-minute rate limit. Please wait for sometime before retrying."

async function usersOf(gateway: KoreGateway): Promise<readonly User[]> {
  const users: User[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await gateway.reader.users(cursor === '' ? null : cursor, never)
    if (page.kind !== 'page') throw new Error('the account cannot be read')
    users.push(...page.items.map((read) => mergeReading(null, read)))
    cursor = page.next
  }
  return users
}

/** Some of the first users own bots; Kore.ai does not remove them. */
const ownersAmongFirst = 260
const account = { users: 600 }
/** Users who can be changed and removed: the directory of these tests has no other administrator. */
const ordinary = (users: readonly User[]) =>
  users
    .slice(ownersAmongFirst)
    .filter(({ canCreateBot, roles }) => !canCreateBot && roles.every(({ botId }) => botId !== null))

/** The owner of a bot, detected by refusals in another account of the same users. */
async function ownersOfBots(): Promise<ReadonlySet<string>> {
  const { gateway } = await gatewayOnSandbox(account)
  const users = (await usersOf(gateway)).filter(({ email }) => !email.endsWith('@kore-sandbox.example'))
  const requests = users.map(({ email: value }) => ({ key: value, identifier: { by: 'email', value } as const }))
  const result = await gateway.writer.removeUsers(requests, now)
  if (result.kind !== 'response') throw new Error(result.kind)
  return new Set(result.results.flatMap((one) => (!one.ok && one.cause === 'not_authorized' ? [one.key] : [])))
}

/** Flips the developer flag of the user. */
function flagItem(user: User, n: number): PlanItem {
  const { groups, roles, canCreateBot, isDeveloper } = user
  const before = { groups, roles, canCreateBot, isDeveloper }
  return anItem(n + 1, user, 'update', {
    change: { kind: 'update', isDeveloper: !isDeveloper },
    before,
    after: { ...before, isDeveloper: !isDeveloper },
    steps: [{ field: 'isDeveloper', from: isDeveloper, to: !isDeveloper }],
  })
}

const removal = (user: User, n: number) => anItem(n + 1, user, 'remove')
const kinds = [
  ['update', flagItem],
  ['remove', removal],
] as const satisfies readonly (readonly [ChangeKind, unknown])[]

/** Skips the waits of a backoff: they take no time, and the clock is later by their length. */
function skippingClock(): Clock {
  let skipped = 0
  return {
    ...systemClock,
    monotonic: () => systemClock.monotonic() + skipped,
    sleep: async (ms, signal) => {
      const isBackoff = ms > 500
      await systemClock.sleep(isBackoff ? 5 : ms, signal)
      if (isBackoff) skipped += ms
    },
  }
}

/** Of the engine and of a gateway whose breaker opens. */
const skipping = skippingClock()

function engineOf(db: Db, gateway: KoreGateway) {
  const reader = createSqlJobReader(db, 90_000)
  const deps = engineDeps(createSqlJobRunStore(db), { writer: gateway.writer }, { clock: skipping })
  const start = async (items: readonly PlanItem[]) => {
    const id = await aJob(db, items)
    return { id, run: (stop = never) => runJob(deps, id, stop) }
  }
  const outcomesOf = async (id: string) => {
    const items = await reader.items(id, { afterSeq: 0, limit: 1000 })
    return Map.groupBy(items, ({ outcome, cause }) => (cause === null ? `${outcome}` : `${outcome}:${cause}`))
  }
  const countsOf = async (id: string) =>
    Object.fromEntries([...(await outcomesOf(id))].map(([end, items]) => [end, items.length]))
  const apply = async (items: readonly PlanItem[]) => {
    const job = await start(items)
    await job.run()
    return { id: job.id, state: (await reader.get(job.id))?.state, counts: await countsOf(job.id) }
  }
  return { start, apply, countsOf, reader }
}

const removedBy = (sandbox: { control: { effects(): readonly { kind: string; user: string }[] } }) =>
  sandbox.control.effects().filter(({ kind }) => kind === 'removed')

describeOnEachStorage('a refusal is re-read before it is a failure', (open) => {
  test('two removals of the same users: each is removed once, and none failed', async () => {
    const { db } = await open()
    const { sandbox, gateway } = await gatewayOnSandbox({ ...account, latencyMs: 30 }, { batchSize: 10 })
    const users = ordinary(await usersOf(gateway)).slice(-40)
    const [one, two] = [engineOf(db, gateway), engineOf(db, gateway)]
    const first = await one.start(users.map(removal))
    const second = await two.start(users.toReversed().map(removal))
    await Promise.all([first.run(), second.run()])
    const ends = [await one.countsOf(first.id), await two.countsOf(second.id)]
    for (const { id } of [first, second]) {
      const job = await one.reader.get(id)
      expect(job).toMatchObject({
        state: 'done',
        counts: { failed: 0, unknown: 0, pending: 0 },
      })
    }
    expect(removedBy(sandbox)).toHaveLength(40)
    const changed = ends.map(({ changed: count = 0 }) => count)
    expect((changed[0] ?? 0) + (changed[1] ?? 0)).toBe(40)
  })

  test('the removal of a user who is gone, alone in its call, is not a failure', async () => {
    const { db } = await open()
    const { sandbox, gateway } = await gatewayOnSandbox(account, { batchSize: 10 })
    const [user] = ordinary(await usersOf(gateway)).slice(-1)
    if (user === undefined) throw new Error('no user')
    const { writer } = gateway
    // Another client removes the user between the re-read and the call.
    const racing: KoreGateway = {
      ...gateway,
      writer: {
        ...writer,
        removeUsers: async (requests, options) => {
          if (removedBy(sandbox).length === 0)
            await writer.removeUsers(requests, { ...options, beforeSend: async () => {} })
          return writer.removeUsers(requests, options)
        },
      },
    }
    expect(await engineOf(db, racing).apply([removal(user, 0)])).toMatchObject({
      state: 'done',
      counts: { 'unchanged:already_gone': 1 },
    })
  })

  const disguises = [
    ['a rate limit as text in a 200', { status: 200, body: { msg: rateLimitText } }],
    ['a rate limit', { status: 429, body: { errors: [{ msg: rateLimitText, code: 429 }] } }],
    ['a refusal of the whole request', { status: 400, body: { errors: [{ msg: 'Bad Request', code: 400 }] } }],
  ] as const
  test.each(kinds.flatMap(([kind, itemOf]) => disguises.map(([what, fault]) => ({ kind, itemOf, what, fault }))))(
    'after an effect ($kind), $what does not hide that this call changed the users',
    async ({ kind, itemOf, fault }) => {
      const { db } = await open()
      const { sandbox, gateway } = await gatewayOnSandbox(account, { batchSize: 10 })
      const endpoint = `${kind}-users` as const
      sandbox.control.addFault({ kind: 'status', endpoint, next: 1, effect: 'applied', ...fault })
      const users = ordinary(await usersOf(gateway)).slice(-10)
      const { state, counts } = await engineOf(db, gateway).apply(users.map(itemOf))
      expect(state).toBe('done')
      const { changed = 0, 'changed:already_gone': gone = 0 } = counts
      expect(changed + gone).toBe(10)
      expect(sandbox.control.effects().filter(({ changed: did }) => did)).toHaveLength(10)
    },
  )

  test('the failure threshold counts a whole call: 24 owners among 99 other users do not pause the job', async () => {
    const { db } = await open()
    const owners = await ownersOfBots()
    const batches = createMemoryBatchLedger()
    await batches.save('Remove Users', { size: 112, isCareful: true, proven: 112, refused: 113, refusedAt: Date.now() })
    const { gateway } = await gatewayOnSandbox(account, { batchSize: 112 }, batches)
    const users = await usersOf(gateway)
    const refused = users.filter(({ email }) => owners.has(email)).slice(0, 24)
    expect(refused).toHaveLength(24)
    // The first calls remove 1 and 10 users. Of the first 51 users, the refused are more than the fifth that pauses a job;
    // with the whole third call they are less. Some users are left after it: a job with nothing left does not pause.
    const others = ordinary(users).slice(-150)
    const items = [...others.slice(0, 27), ...refused, ...others.slice(27)].map(removal)
    const { state, counts } = await engineOf(db, gateway).apply(items)
    expect([state, counts]).toEqual(['done', { 'failed:not_authorized': 24, changed: 150 }])
  })
})

describeOnEachStorage('an address that another user has by now', (open) => {
  test('receives nothing of what was reviewed for the first', async () => {
    const { db } = await open()
    const { sandbox, gateway } = await gatewayOnSandbox(account)
    const users = ordinary(await usersOf(gateway)).slice(-3)
    // The plan saw others under the first two addresses, with the same access.
    const before = ({ id, ...user }: User) => ({ ...user, id: `${id}-before` })
    const items = users.map((user, n) =>
      n === 0 ? removal(before(user), n) : n === 1 ? flagItem(before(user), n) : removal(user, n),
    )
    const newcomers = users.slice(0, 2).map(({ email }) => sandbox.control.user(email))
    const { apply, reader } = engineOf(db, gateway)
    const { id, state, counts } = await apply(items)
    expect([state, counts]).toEqual(['done', { changed: 1, 'failed:changed_since_plan': 2 }])
    expect(users.slice(0, 2).map(({ email }) => sandbox.control.user(email))).toEqual(newcomers)
    const [item] = await reader.items(id, { afterSeq: 0, limit: 1 })
    const [newcomer] = newcomers
    expect(item && jobItemEntry(item).message).toContain(
      `${newcomer?.emailId}" is the address of another user now (${newcomer?.userId})`,
    )
  })
})

describeOnEachStorage('an address that another user takes while the call waits', (open) => {
  test.each(kinds)('receives nothing of the change (%s)', async (kind, itemOf) => {
    const { db } = await open()
    const { sandbox, gateway } = await gatewayOnSandbox(account, {}, undefined, skipping)
    const [user] = ordinary(await usersOf(gateway)).slice(-1)
    if (user === undefined) throw new Error('no user')
    const { writer } = gateway
    let isTaken = false
    /** The first call waits an hour, as by a Retry-After, and another user takes the address. */
    const wait = async () => {
      if (!isTaken) await skipping.sleep(3_600_000)
      isTaken = true
    }
    const waiting: KoreGateway = {
      ...gateway,
      writer: {
        ...writer,
        readUsers: async (identifiers, options) => {
          const reads = await writer.readUsers(identifiers, options)
          const before = (read: (typeof reads)[number]) =>
            read.kind === 'found' ? { ...read, user: { ...read.user, id: 'u-before' } } : read
          return isTaken ? reads : reads.map(before)
        },
        updateUsers: async (requests, options) => {
          await wait()
          return writer.updateUsers(requests, options)
        },
        removeUsers: async (requests, options) => {
          await wait()
          return writer.removeUsers(requests, options)
        },
      },
    }
    const { state, counts } = await engineOf(db, waiting).apply([itemOf({ ...user, id: 'u-before' }, 0)])
    expect([kind, state, counts]).toEqual([kind, 'done', { 'failed:changed_since_plan': 1 }])
    expect(sandbox.control.effects()).toEqual([])
  })
})

describeOnEachStorage('an identifier that names another user by now', (open) => {
  const identifiers = [
    ['an organization ID', (other) => ({ by: 'orgUserId', value: other.orgUserId ?? '' })],
    ['an address of before', (other) => ({ by: 'email', value: other.email })],
  ] as const satisfies readonly (readonly [string, (other: User) => Identifier])[]
  test.each(identifiers)('%s: the change reaches the user who was read', async (_what, identifierOf) => {
    const { db } = await open()
    const { sandbox, gateway } = await gatewayOnSandbox(account)
    const users = ordinary(await usersOf(gateway)).filter(({ orgUserId }) => orgUserId !== null)
    const [updated, removed, ...others] = users.slice(-4)
    const [first, second] = others
    if (updated === undefined || removed === undefined || first === undefined || second === undefined)
      throw new Error('too few users')
    const before = others.map(({ email }) => sandbox.control.user(email))
    const items = [
      { ...flagItem(updated, 0), identifier: identifierOf(first) },
      { ...removal(removed, 1), identifier: identifierOf(second) },
    ]
    const { state, counts } = await engineOf(db, gateway).apply(items)
    expect([state, counts]).toEqual(['done', { changed: 2 }])
    expect(others.map(({ email }) => sandbox.control.user(email))).toEqual(before)
    expect(sandbox.control.user(updated.email)?.isDeveloper).toBe(!updated.isDeveloper)
    expect(removedBy(sandbox).map(({ user }) => user)).toEqual([removed.email])
  })
})

describeOnEachStorage('two jobs on the same users', (open) => {
  test('a flag that one job set stays set, though the other read the users before', async () => {
    const { db } = await open()
    const { sandbox, gateway } = await gatewayOnSandbox(account)
    const all = await usersOf(gateway)
    const groupId = all.flatMap(({ groups }) => groups)[0] ?? ''
    const users = ordinary(all.filter(({ groups }) => !groups.includes(groupId))).slice(-3)
    const joins = users.map((user, n) => {
      const { before } = flagItem(user, n)
      const steps = [{ field: 'group', op: 'add', groupId }] as const
      const change = { kind: 'update', groups: { mode: 'edit', add: [groupId], remove: [] } } as const
      return anItem(n + 1, user, 'update', {
        change,
        steps: [...steps],
        after: before === null ? null : { ...before, groups: [...before.groups, groupId] },
      })
    })
    const first = engineOf(db, gateway)
    let flagged: Awaited<ReturnType<typeof first.apply>> | null = null
    const { writer } = gateway
    const overtaken: KoreGateway = {
      ...gateway,
      writer: {
        ...writer,
        updateUsers: async (requests, options) => {
          flagged ??= await first.apply(users.map(flagItem))
          return writer.updateUsers(requests, options)
        },
      },
    }
    const { state, counts } = await engineOf(db, overtaken).apply(joins)
    expect(flagged).toMatchObject({ state: 'done', counts: { changed: 3 } })
    expect([state, counts]).toEqual(['done', { changed: 3 }])
    const shown = users.map(({ email }) => sandbox.control.user(email))
    expect(shown.map((user) => user?.isDeveloper)).toEqual(users.map(({ isDeveloper }) => !isDeveloper))
    expect(shown.map((user) => user?.groups.includes(groupId))).toEqual([true, true, true])
  })
})

describeOnEachStorage('a user who cannot be read', (open) => {
  const unreadable = [
    ['usersInfo responses a page', { kind: 'garbage', garbage: 'html' }],
    ['usersInfo responds with something else', { kind: 'garbage', garbage: 'wrong-shape' }],
  ] as const
  test.each(unreadable)(
    'waits while no user can be read, and changes by others stay (%s)',
    async (_what, fault) => {
      const { db } = await open()
      const { sandbox, gateway } = await gatewayOnSandbox(account, { batchSize: 10 }, undefined, skipping)
      const users = ordinary(await usersOf(gateway)).slice(-12)
      const items = users.map(flagItem)
      const changedByOther = users.map(({ email, canCreateBot }) => ({
        userInfo: { emailId: email },
        isDeveloper: true,
        canCreateBot: !canCreateBot,
      }))
      sandbox.control.update({ users: changedByOther })
      const before = users.map(({ email }) => sandbox.control.user(email))
      sandbox.control.addFault({ ...fault, endpoint: 'users-info' })
      const { start, countsOf, reader } = engineOf(db, gateway)
      const job = await start(items)
      const running = job.run()
      await expect
        .poll(async () => (await reader.get(job.id))?.reason, { timeout: 60_000 })
        .toMatch(/does not respond to reads/)
      expect(users.map(({ email }) => sandbox.control.user(email))).toEqual(before)
      sandbox.control.clearFaults()
      await running
      const counts = await countsOf(job.id)
      expect(Object.keys(counts).filter((end) => end.includes('unreadable'))).toEqual([])
      expect(users.map(({ email }) => sandbox.control.user(email))).toEqual(before)
    },
    120_000,
  )

  test('delays no other user of the same call', async () => {
    const { db } = await open()
    const { sandbox, gateway } = await gatewayOnSandbox(account, { batchSize: 10 })
    const users = ordinary(await usersOf(gateway)).slice(-12)
    const [left] = users
    sandbox.control.addFault({
      kind: 'omit',
      endpoint: 'users-info',
      ...(left === undefined ? {} : { user: left.email }),
    })
    const { state, counts } = await engineOf(db, gateway).apply(users.map(flagItem))
    expect([state, counts]).toEqual(['done', { changed: 11, 'failed:user_unreadable': 1 }])
  })

  /** Removals that Kore.ai confirms and does not execute. */
  const removing = async (db: Db, many: number) => {
    const { sandbox, gateway } = await gatewayOnSandbox(account, { batchSize: 10 })
    const users = ordinary(await usersOf(gateway)).slice(-many)
    sandbox.control.addFault({
      kind: 'status',
      endpoint: 'remove-users',
      status: 200,
      body: { msg: 'Users are removed Successfully' },
    })
    return { sandbox, engine: engineOf(db, gateway), users, items: users.map(removal) }
  }

  test('is never reported as removed without the note that it is not verified', async () => {
    const { db } = await open()
    const { sandbox, engine, users, items } = await removing(db, 1)
    for (const { email } of users) sandbox.control.addFault({ kind: 'omit', endpoint: 'users-info', user: email })
    const { id, counts } = await engine.apply(items)
    expect(removedBy(sandbox)).toEqual([])
    expect(counts).toEqual({ 'changed:not_verified': 1 })
    const [item] = await engine.reader.items(id, { afterSeq: 0, limit: 1 })
    expect(item && jobItemEntry(item)).toMatchObject({
      outcome: 'changed',
      cause: 'not_verified',
      message: 'Not verified',
    })
    const lines = await db.selectFrom('audit_entries').select('sentence').where('action', '=', 'user.unknown').execute()
    expect(lines).toHaveLength(1)
  })

  test('delays the other removals if every read returns a page', async () => {
    const { db } = await open()
    const { sandbox, engine, items } = await removing(db, 8)
    sandbox.control.addFault({ kind: 'garbage', garbage: 'html', endpoint: 'users-info' })
    const { id, run } = await engine.start(items)
    const stop = new AbortController()
    const running = run(stop.signal)
    await vi.waitUntil(async () => (await engine.reader.get(id))?.state === 'waiting', { timeout: 20_000 })
    stop.abort()
    await running
    expect(removedBy(sandbox)).toEqual([])
    expect(await engine.countsOf(id)).toEqual({ 'changed:not_verified': 1, null: 7 })
  })

  test('proves no stage: the next call carries one user again, and the job does not wait forever', async () => {
    const { db } = await open()
    const { sandbox, gateway } = await gatewayOnSandbox(account, { batchSize: 10 })
    const users = ordinary(await usersOf(gateway)).slice(-14)
    for (const { email } of users.slice(0, 2))
      sandbox.control.addFault({ kind: 'omit', endpoint: 'users-info', user: email })
    const sizes: number[] = []
    const writer: typeof gateway.writer = {
      ...gateway.writer,
      removeUsers: (requests, call) => {
        sizes.push(requests.length)
        return gateway.writer.removeUsers(requests, call)
      },
    }
    const { state, counts } = await engineOf(db, { ...gateway, writer }).apply(users.map(removal))
    expect(sizes).toEqual([1, 1, 1, 10, 1])
    expect([state, counts]).toEqual(['done', { changed: 12, 'changed:not_verified': 2 }])
    expect(removedBy(sandbox)).toHaveLength(14)
  })
})
