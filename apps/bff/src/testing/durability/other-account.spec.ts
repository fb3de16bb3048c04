import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Hold } from '@muster/contracts/hold'
import { type Sandbox, startSandbox } from '@muster/kore-sandbox'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { createLogger } from '../../adapters/logging/create-logger.ts'
import { openStorage } from '../../adapters/storage/open-storage.ts'
import { beginDataDir } from '../../adapters/storage/testing/pglite-template.ts'
import { compose } from '../../compose/compose.ts'
import { parseConfig } from '../../config/config.ts'
import { apply, erasureOf, get, jobOf, type OwnerSession, owner, post, signIn, untilTrue } from '../muster-process.ts'
import { clusterOfFile } from './cluster-of-file.ts'

const { cluster } = clusterOfFile('muster-account-')

interface MusterAt {
  readonly url: string
  readonly notice: string
  readonly end: () => Promise<void>
}

interface Store {
  readonly dataDir: string
  readonly env: Readonly<Record<string, string>>
}

const folders: string[] = []
afterAll(() => folders.map((folder) => rmSync(folder, { recursive: true, force: true })))

async function embedded(): Promise<Store> {
  const dataDir = mkdtempSync(join(tmpdir(), 'muster-account-'))
  folders.push(dataDir)
  await beginDataDir(dataDir)
  return { dataDir, env: {} }
}

async function onPostgres(): Promise<Store> {
  const name = `account_${Math.random().toString(36).slice(2)}`
  const admin = await openStorage({ kind: 'postgres', url: cluster().urlOf('postgres') })
  await admin.executeSql(`create database ${name}`)
  await admin.close()
  const dataDir = mkdtempSync(join(tmpdir(), 'muster-account-'))
  folders.push(dataDir)
  return { dataDir, env: { DATABASE_URL: cluster().urlOf(name) } }
}

async function sandboxOf(seed: number): Promise<Sandbox> {
  const sandbox = await startSandbox({ users: 60, limits: null, eraseDelayMs: 0, seed })
  onTestFinished(() => sandbox.stop())
  return sandbox
}

/** Muster without a process of its own, because it starts often here. */
async function start(store: Store, kore: Sandbox | null): Promise<MusterAt> {
  const account =
    kore === null ? {} : { KORE_HOST: kore.url, KORE_CLIENT_ID: kore.clientId, KORE_CLIENT_SECRET: kore.clientSecret }
  const parsed = parseConfig({
    PORT: '0',
    DATA_DIR: store.dataDir,
    KORE_ENVIRONMENT: 'sandbox',
    KORE_BATCH_SIZE: '5',
    KORE_QUIESCE_SECONDS: '1',
    KORE_RATE_PER_MINUTE: '60000',
    KORE_RATE_PER_HOUR: '100000',
    ADMIN_EMAIL: owner.email,
    ADMIN_PASSWORD: owner.password,
    ...store.env,
    ...account,
  })
  if (!parsed.ok) throw new Error(parsed.problems.join(' '))
  const running = await compose(parsed.config, { log: createLogger('error'), webRoot: store.dataDir })
  let stopping: Promise<void> | undefined
  const end = () => (stopping ??= running.stop())
  onTestFinished(end)
  return { url: running.url, notice: running.notice ?? '', end }
}

const holdOf = async ({ url }: MusterAt, session: OwnerSession): Promise<Hold | null> =>
  (await get<{ hold: Hold | null }>(url, '/api/hold', session)).hold

const usersOf = async ({ url }: MusterAt, session: OwnerSession) =>
  (
    await get<{ items: { id: string; email: string; canCreateBot: boolean | null }[] }>(
      url,
      '/api/users?limit=200&sort=-email',
      session,
    )
  ).items

const untilSynced = ({ url }: MusterAt, session: OwnerSession) =>
  untilTrue('the directory is synced', async () => {
    const { state } = await get<{ state: string }>(url, '/api/directory', session)
    return state === 'ready'
  })

/** Users that the page lists and the account does not have. */
const strangersTo = async (sandbox: Sandbox, muster: MusterAt, session: OwnerSession) => {
  const users = await usersOf(muster, session)
  expect(users.length).toBeGreaterThan(20)
  return users.filter(({ id, email }) => sandbox.control.user(email)?.userId !== id)
}

/** A finished job, one paused in the middle, one that starts later, and a draft; then Muster ends. */
async function begin(muster: MusterAt, sandbox: Sandbox) {
  const { url } = muster
  const session = await signIn(url)
  const at = { url, session }
  await untilSynced(muster, session)
  const users = await usersOf(muster, session)
  const ordinary = users.filter(
    ({ email, canCreateBot }) => canCreateBot === false && !email.endsWith('sandbox.example'),
  )
  const update = (some: readonly { email: string }[]) => ({
    kind: 'identifiers',
    identifiers: some.map(({ email }) => ({ by: 'email', value: email })),
    change: { kind: 'update', isDeveloper: true, canCreateBot: true },
  })
  const done = await apply(at, update(ordinary.slice(0, 3)))
  await untilTrue('the first job is done', async () => (await jobOf(url, done, session)).state === 'done')
  const draft = await post<{ id: string }>(at, '/api/plans', update(ordinary.slice(3, 6)))
  sandbox.control.setLatency(300)
  const paused = await apply(at, update(ordinary.slice(6, 26)))
  await untilTrue('some users are updated', async () => (await jobOf(url, paused, session)).counts.changed > 0)
  await post(at, `/api/jobs/${paused}/pause`, {}, 200)
  await untilTrue('it is paused', async () => (await jobOf(url, paused, session)).state === 'paused')
  const running = await apply(at, erasureOf(30))
  await untilTrue('some erasures are requested', async () => (await jobOf(url, running, session)).counts.changed > 0)
  await muster.end()
  sandbox.control.setLatency(0)
  return { session, done, draft: draft.id, paused, running, users }
}

const writes = (sandbox: Sandbox) =>
  sandbox.control
    .calls()
    .filter(({ endpoint }) => ['erase-users-data', 'update-users', 'remove-users'].includes(endpoint))

const loadDirectory = ({ url, session: { cookie, csrf } }: { url: string; session: OwnerSession }) => {
  const headers = { cookie, origin: url, 'x-muster-csrf': csrf, 'content-type': 'text/csv' }
  return fetch(`${url}/api/directory/csv`, { method: 'POST', headers, body: 'Email ID\nana@acme.example\n' })
}

const total = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((sum, n) => sum + n, 0)

const audited = async ({ url }: MusterAt, session: OwnerSession, action: string) =>
  (await get<{ items: { sentence: string }[] }>(url, `/api/audit?limit=100&action=${action}`, session)).items.map(
    ({ sentence }) => sentence,
  )

const stores = [
  ['embedded', embedded],
  ['PostgreSQL', onPostgres],
] as const

describe.each(stores)('a start with another account (%s)', (_store, open) => {
  test('is held; as another account its jobs end unsent, and nothing of the former is left to use', {
    timeout: 300_000,
  }, async () => {
    const [former, other] = [await sandboxOf(1), await sandboxOf(2)]
    const store = await open()
    const work = await begin(await start(store, former), former)
    const sent = writes(former).length

    const held = await start(store, other)
    const session = await signIn(held.url)
    const at = { url: held.url, session }
    const hold = await holdOf(held, session)
    expect((await strangersTo(other, held, session)).length).toBeGreaterThan(0)
    expect(hold).toMatchObject({
      reason: 'other_account',
      jobs: 2,
      accounts: {
        stored: { host: new URL(former.url).host, clientId: former.clientId },
        connected: { host: new URL(other.url).host, clientId: other.clientId },
      },
    })
    expect(held.notice).toContain(other.clientId)
    await post(at, '/api/directory/sync', {}, 409)
    expect((await loadDirectory(at)).status).toBe(409)
    // No decision, and one about an account that Muster is not connected to.
    await post(at, '/api/hold/release', {}, 409)
    const connected = hold?.accounts?.connected
    await post(at, '/api/hold/release', { account: { is: 'same', connected: hold?.accounts?.stored } }, 409)
    expect(other.control.calls()).toEqual([])

    await post(at, '/api/hold/release', { account: { is: 'another', connected } }, 200)
    expect(await holdOf(held, session)).toBeNull()
    await untilSynced(held, session)
    expect(await strangersTo(other, held, session)).toEqual([])
    for (const id of [work.paused, work.running]) {
      const job = await jobOf(held.url, id, session)
      expect(job).toMatchObject({ state: 'cancelled', reason: expect.stringContaining(former.clientId) })
      expect(job.counts.not_attempted).toBeGreaterThan(0)
      expect(job.counts.pending).toBe(0)
      expect(total(job.counts)).toBe(job.total)
    }
    await expect(get(held.url, `/api/plans/${work.draft}`, session)).rejects.toThrow('404')
    expect(await get(held.url, `/api/jobs/${work.done}`, session)).toMatchObject({ state: 'done', canUndo: false })
    for (const kind of ['undo', 'retry']) await post(at, '/api/plans', { kind, jobId: work.done }, 409)
    await post(at, `/api/jobs/${work.paused}/resume`, {}, 409)
    expect([writes(other), writes(former).length]).toEqual([[], sent])
    expect(await audited(held, session, 'account.changed')).toEqual([expect.stringContaining(other.clientId)])
    expect(await audited(held, session, 'job.cancelled')).toHaveLength(2)

    await held.end()
    const again = await start(store, other)
    expect(await holdOf(again, session)).toBeNull()
    const later = await apply({ url: again.url, session: await signIn(again.url) }, erasureOf(1))
    await untilTrue('a new job is done', async () => (await jobOf(again.url, later, session)).state === 'done')
    expect(writes(other)).toHaveLength(1)
  })

  test('as the same account under another name, its jobs go on', { timeout: 300_000 }, async () => {
    const sandbox = await sandboxOf(1)
    const store = await open()
    const work = await begin(await start(store, sandbox), sandbox)
    const sent = writes(sandbox).length
    const renamed = { ...sandbox, url: sandbox.url.replace('127.0.0.1', 'localhost') }
    expect(renamed.url).not.toBe(sandbox.url)

    const held = await start(store, renamed)
    const session = await signIn(held.url)
    const hold = await holdOf(held, session)
    expect(hold).toMatchObject({ reason: 'other_account', jobs: 2 })
    expect(writes(sandbox)).toHaveLength(sent)
    const account = { is: 'same', connected: hold?.accounts?.connected }
    await post({ url: held.url, session }, '/api/hold/release', { account }, 200)
    await untilTrue(
      'the erasures are done',
      async () => (await jobOf(held.url, work.running, session)).state === 'done',
    )
    expect((await jobOf(held.url, work.running, session)).counts).toMatchObject({ changed: 30 })
    expect(await jobOf(held.url, work.paused, session)).toMatchObject({ state: 'paused' })
    expect(await get(held.url, `/api/plans/${work.draft}`, session)).toMatchObject({ state: 'ready' })
    const erased = sandbox.control.effects().flatMap(({ kind, user }) => (kind === 'erased' ? [user] : []))
    expect(new Set(erased).size).toBe(erased.length)
    expect(await audited(held, session, 'store.released')).toEqual([expect.stringContaining('localhost')])
  })

  test('back at its account, nothing is lost', { timeout: 300_000 }, async () => {
    const [former, other] = [await sandboxOf(1), await sandboxOf(2)]
    const store = await open()
    const work = await begin(await start(store, former), former)
    const held = await start(store, other)
    expect(await holdOf(held, await signIn(held.url))).not.toBeNull()
    await held.end()

    const back = await start(store, former)
    const session = await signIn(back.url)
    expect(await holdOf(back, session)).toBeNull()
    await untilTrue(
      'the erasures are done',
      async () => (await jobOf(back.url, work.running, session)).state === 'done',
    )
    expect((await jobOf(back.url, work.running, session)).counts).toMatchObject({ changed: 30 })
    expect(await jobOf(back.url, work.paused, session)).toMatchObject({ state: 'paused' })
    expect((await usersOf(back, session)).map(({ id }) => id).toSorted()).toEqual(
      work.users.map(({ id }) => id).toSorted(),
    )
    expect(other.control.calls()).toEqual([])
  })
})

test('from the built-in sandbox to an account, Muster starts over by itself; back, it holds', {
  timeout: 300_000,
}, async () => {
  const store = await embedded()
  const first = await start(store, null)
  const session = await signIn(first.url)
  await untilSynced(first, session)
  await first.end()

  const sandbox = await sandboxOf(1)
  const real = await start(store, sandbox)
  expect(real.notice).toContain('The database held the data of the built-in sandbox')
  expect(await holdOf(real, session)).toBeNull()
  await untilSynced(real, session)
  expect(await strangersTo(sandbox, real, session)).toEqual([])
  expect(await audited(real, session, 'account.changed')).toHaveLength(1)
  await real.end()

  const forgotten = await start(store, null)
  const hold = await holdOf(forgotten, session)
  expect(hold).toMatchObject({ accounts: { connected: { isBuiltIn: true } } })
  const account = { is: 'same', connected: hold?.accounts?.connected }
  await post({ url: forgotten.url, session: await signIn(forgotten.url) }, '/api/hold/release', { account }, 409)
  expect(await strangersTo(sandbox, forgotten, session)).toEqual([])
})
