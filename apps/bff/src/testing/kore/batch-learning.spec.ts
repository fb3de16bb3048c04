import type { User } from '@muster/core/account/user'
import { mergeReading } from '@muster/core/account/user-reading'
import type { Sandbox } from '@muster/kore-sandbox'
import { expect, test } from 'vitest'
import type { KoreGateway } from '../../adapters/kore/create-kore-gateway.ts'
import { gatewayOn, gatewayOnSandbox, now } from '../../adapters/kore/testing/gateway.fixture.ts'
import { defaultTimeouts } from '../../adapters/kore/transport/settings.ts'
import { createSqlBatchLedger } from '../../adapters/storage/batches/kore-batches-store.ts'
import type { Db } from '../../adapters/storage/database/storage.ts'
import { createSqlJobReader } from '../../adapters/storage/jobs/jobs-read-store.ts'
import { createSqlJobRunStore } from '../../adapters/storage/jobs/run/jobs-run-store.ts'
import { aJob } from '../../adapters/storage/testing/a-job.ts'
import { engineDeps } from '../../adapters/storage/testing/engine-deps.ts'
import { describeOnEachStorage } from '../../adapters/storage/testing/storage-suites.ts'
import { systemClock } from '../../clock.ts'
import { runJob } from '../../engine/run/run-job.ts'
import { anItem } from '../../engine/testing/an-item.ts'

const never = new AbortController().signal
const settings = { batchSize: 500, timeouts: defaultTimeouts }
const unlearned = (sandbox: Sandbox, db: Db) =>
  gatewayOn(sandbox.url, settings, systemClock, createSqlBatchLedger(db, sandbox.url))

async function developersOf(gateway: KoreGateway): Promise<readonly User[]> {
  const users: User[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await gateway.reader.users(cursor === '' ? null : cursor, never)
    if (page.kind !== 'page') throw new Error('the account cannot be read')
    users.push(...page.items.map((read) => mergeReading(null, read)))
    cursor = page.next
  }
  return users.filter(({ email, canCreateBot }) => !email.endsWith('@kore-sandbox.example') && !canCreateBot)
}

function flipped(user: User, n: number) {
  const { groups, roles, canCreateBot, isDeveloper } = user
  const before = { groups, roles, canCreateBot, isDeveloper }
  return anItem(n + 1, user, 'update', {
    change: { kind: 'update', isDeveloper: !isDeveloper },
    before,
    after: { ...before, isDeveloper: !isDeveloper },
    steps: [{ field: 'isDeveloper', from: isDeveloper, to: !isDeveloper }],
  })
}

async function apply(db: Db, gateway: KoreGateway, users: readonly User[]) {
  const jobId = await aJob(db, users.map(flipped))
  await runJob(engineDeps(createSqlJobRunStore(db), { writer: gateway.writer }), jobId, never)
  return (await createSqlJobReader(db, 90_000).get(jobId))?.counts
}

describeOnEachStorage('batches learn', (open) => {
  test.each(['refused', 'too-large', 'cut'] as const)(
    'what an account takes (%s): every user changes once, and the next process knows it',
    { timeout: 120_000 },
    async (as) => {
      const { db } = await open()
      const { sandbox } = await gatewayOnSandbox({ users: 700 })
      const users = (await developersOf(unlearned(sandbox, db))).slice(0, 160)
      sandbox.control.setBatchLimit({ users: 30, as })
      const refusedCalls = () => sandbox.control.calls().filter(({ status }) => status === 400 || status === 413).length
      const first = unlearned(sandbox, db)
      expect(await apply(db, first, users.slice(0, 120))).toMatchObject({ changed: 120, failed: 0, unknown: 0 })
      expect(refusedCalls()).toBeGreaterThan(0)
      await first.close()
      const refused = refusedCalls()
      const next = unlearned(sandbox, db)
      await next.writer.readUsers([{ by: 'email', value: users[0]?.email ?? '' }], now)
      expect(next.writer.limits.writeBatch('update')).toBeLessThan(50)
      expect(next.writer.limits.readBatch).toBeLessThan(500)
      expect(await apply(db, next, users.slice(120))).toMatchObject({ changed: users.length - 120, failed: 0 })
      expect(refusedCalls() - refused).toBeLessThanOrEqual(2)
      const updated = sandbox.control.effects().filter(({ kind, changed }) => kind === 'updated' && changed)
      expect(updated.map(({ user }) => user).toSorted()).toEqual(users.map(({ email }) => email).toSorted())
    },
  )

  test('without a limit, a few calls reach the largest size', async () => {
    const { db } = await open()
    const { sandbox } = await gatewayOnSandbox({ users: 2500 })
    const gateway = unlearned(sandbox, db)
    const users = (await developersOf(gateway)).slice(0, 1000)
    const before = sandbox.control.calls().length
    expect(await apply(db, gateway, users)).toMatchObject({ changed: 1000 })
    expect(sandbox.control.calls().length - before).toBeLessThanOrEqual(20)
    expect(gateway.writer.limits.writeBatch('update')).toBeGreaterThanOrEqual(200)
    expect(gateway.writer.limits.writeBatch('remove')).toBe(50)
  })

  test('a user that Kore.ai refuses does not shrink the calls of the others', async () => {
    const { db } = await open()
    const { sandbox } = await gatewayOnSandbox({ users: 700 })
    const gateway = unlearned(sandbox, db)
    const users = (await developersOf(gateway)).slice(0, 200)
    const poison = users[150]?.email ?? ''
    sandbox.control.addFault({
      kind: 'status',
      endpoint: 'update-users',
      user: poison,
      status: 400,
      body: { errors: [{ msg: 'Invalid values in the body', code: 400 }] },
    })
    expect(await apply(db, gateway, users)).toMatchObject({ changed: 199, failed: 1 })
    expect(gateway.writer.limits.writeBatch('update')).toBeGreaterThanOrEqual(50)
  })

  test('users that responses omit at any size are read alone, and the size stays', async () => {
    const { db } = await open()
    const { sandbox } = await gatewayOnSandbox({ users: 700 })
    const gateway = unlearned(sandbox, db)
    const users = (await developersOf(gateway)).slice(0, 100)
    const [omitted] = users
    if (omitted === undefined) throw new Error('no user')
    sandbox.control.addFault({ kind: 'omit', endpoint: 'users-info', user: omitted.email })
    const before = sandbox.control.calls().length
    const reads = await gateway.writer.readUsers(
      users.map(({ email: value }) => ({ by: 'email', value })),
      now,
    )
    expect(reads.map(({ kind }) => kind)).toEqual(['unreadable', ...Array<string>(99).fill('found')])
    expect(sandbox.control.calls().length - before).toBeLessThanOrEqual(3)
    expect(gateway.writer.limits.readBatch).toBe(500)
  })
})
