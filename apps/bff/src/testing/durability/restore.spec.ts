import { execFileSync } from 'node:child_process'
import { cpSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Hold } from '@muster/contracts/hold'
import { type Sandbox, startSandbox } from '@muster/kore-sandbox'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openStorage } from '../../adapters/storage/open-storage.ts'
import { beginDataDir } from '../../adapters/storage/testing/pglite-template.ts'
import {
  apply,
  erasureOf,
  get,
  jobOf,
  type MusterProcess,
  type OwnerSession,
  post,
  signIn,
  startMuster,
  untilTrue,
} from '../muster-process.ts'
import { firstInCi } from '../tier.ts'

import { clusterOfFile } from './cluster-of-file.ts'

const people = 60
const users = 30

const { root, cluster } = clusterOfFile('muster-restore-')

/** A store that can be backed up and restored while Muster is stopped. */
interface Place {
  readonly dataDir: string
  readonly env: Readonly<Record<string, string>>
  backUp(): Promise<void>
  putBack(): Promise<void>
}

async function onClusterDo(...statements: readonly string[]): Promise<void> {
  const admin = await openStorage({ kind: 'postgres', url: cluster().urlOf('postgres') })
  try {
    for (const statement of statements) await admin.executeSql(statement)
  } finally {
    await admin.close()
  }
}

async function embedded(name: string, put: (dataDir: string, backup: string) => void): Promise<Place> {
  const dataDir = join(root, name)
  const backup = join(root, `${name}-backup`)
  await beginDataDir(dataDir)
  return {
    dataDir,
    env: {},
    backUp: async () => cpSync(dataDir, backup, { recursive: true }),
    putBack: async () => put(dataDir, backup),
  }
}

/** `lasting`: whether the replica's folder is persistent. */
async function onPostgres(name: string, how: 'copy' | 'dump', lasting: boolean): Promise<Place> {
  await onClusterDo(`create database ${name}`)
  const dump = join(root, `${name}.sql`)
  const dataDir = join(root, name)
  const run = (program: string, ...args: string[]) =>
    execFileSync(join(cluster().bin, program), ['-d', cluster().urlOf(name), '-q', ...args], { stdio: 'pipe' })
  return {
    dataDir,
    env: { DATABASE_URL: cluster().urlOf(name) },
    backUp: async () => {
      if (how === 'copy') await onClusterDo(`create database ${name}_backup template ${name}`)
      else execFileSync(join(cluster().bin, 'pg_dump'), ['-d', cluster().urlOf(name), '-f', dump, '-c', '--if-exists'])
    },
    putBack: async () => {
      if (how === 'copy') await onClusterDo(`drop database ${name}`, `create database ${name} template ${name}_backup`)
      else run('psql', '-f', dump)
      if (!lasting) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

const places: readonly (readonly [string, Hold['reason'], () => Promise<Place>])[] = [
  [
    "embedded, the database restored beside the folder's mark",
    'older',
    () =>
      embedded('beside', (dataDir, backup) => {
        rmSync(join(dataDir, 'pglite'), { recursive: true })
        cpSync(join(backup, 'pglite'), join(dataDir, 'pglite'), { recursive: true })
      }),
  ],
  ['PostgreSQL, a dump loaded into the same database', 'dump', () => onPostgres('dumped', 'dump', false)],
  [
    'embedded, the whole folder restored',
    'copied',
    () =>
      embedded('whole', (dataDir, backup) => {
        rmSync(dataDir, { recursive: true })
        renameSync(backup, dataDir)
      }),
  ],
  [
    'embedded, the whole folder copied over the present one',
    'older',
    () => embedded('over', (dataDir, backup) => cpSync(backup, dataDir, { recursive: true, preserveTimestamps: true })),
  ],
  ['PostgreSQL, a replica with a lasting folder', 'older', () => onPostgres('lasting', 'copy', true)],
  ['PostgreSQL, a copy of the database and a new folder', 'dump', () => onPostgres('copied', 'copy', false)],
]

const writes = (sandbox: Sandbox): number =>
  sandbox.control.calls().filter(({ endpoint }) => endpoint === 'erase-users-data' || endpoint === 'update-users')
    .length

async function start(place: Place, sandbox: Sandbox): Promise<MusterProcess> {
  const env = { KORE_BATCH_SIZE: '5', KORE_QUIESCE_SECONDS: '1', ...place.env }
  const muster = await startMuster({ kore: sandbox, dataDir: place.dataDir, env })
  onTestFinished(async () => void (await muster.end('SIGKILL')))
  return muster
}

/** Running erasures and updates, some of both done. */
async function begin(muster: MusterProcess, sandbox: Sandbox) {
  const { url } = muster
  const session = await signIn(url)
  await untilTrue('the directory is synced', async () => {
    const { state } = await get<{ state: string }>(url, '/api/directory', session)
    return state === 'ready'
  })
  const { items } = await get<{ items: { email: string; canCreateBot: boolean | null }[] }>(
    url,
    '/api/users?limit=200&sort=-email',
    session,
  )
  const identifiers = items
    .filter(({ email, canCreateBot }) => canCreateBot === false && !email.endsWith('kore-sandbox.example'))
    .slice(0, users)
    .map(({ email }) => ({ by: 'email', value: email }))
  expect(identifiers).toHaveLength(users)
  sandbox.control.setLatency(400)
  const at = { url, session }
  const erasing = await apply(at, erasureOf(people))
  const updating = await apply(at, {
    kind: 'identifiers',
    identifiers,
    change: { kind: 'update', isDeveloper: true, canCreateBot: true },
  })
  await untilTrue('some of both are done', async () => {
    const [one, other] = await Promise.all([jobOf(url, erasing, session), jobOf(url, updating, session)])
    return one.counts.changed > 5 && other.counts.changed > 0
  })
  return { session, erasing, updating }
}

const holdOf = async (url: string, session: OwnerSession): Promise<Hold | null> =>
  (await get<{ hold: Hold | null }>(url, '/api/hold', session)).hold

async function untilBothDone(url: string, work: { session: OwnerSession; erasing: string; updating: string }) {
  await untilTrue('both jobs are done', async () => {
    const jobs = await Promise.all([work.erasing, work.updating].map((id) => jobOf(url, id, work.session)))
    return jobs.every(({ state }) => state === 'done')
  })
}

/** A script's call leaves no job behind that could run later. */
async function expectScriptRefused(url: string, { cookie, csrf }: OwnerSession): Promise<void> {
  const headers = { cookie, origin: url, 'x-muster-csrf': csrf, 'content-type': 'application/json' }
  const body = JSON.stringify({ users: [{ userInfo: { emailId: 'ana@example.com' }, isDeveloper: true }] })
  const response = await fetch(`${url}/api/kore/users`, { method: 'PUT', headers, body })
  expect([response.status, await response.text()]).toEqual([
    409,
    expect.stringContaining('held until an owner releases'),
  ])
  const { items } = await get<{ items: { source: string }[] }>(url, '/api/jobs?limit=50', { cookie, csrf })
  expect(items.filter(({ source }) => source === 'script')).toEqual([])
}

describe('a restored backup', () => {
  test.each(firstInCi(places, 2))(
    'starts held and sends nothing twice (%s)',
    { timeout: 300_000 },
    async (_name, reason, make) => {
      const place = await make()
      const sandbox = await startSandbox({ users: 150, limits: null, eraseDelayMs: 0 })
      onTestFinished(() => sandbox.stop())
      const first = await start(place, sandbox)
      const work = await begin(first, sandbox)
      await first.end('SIGTERM')
      const second = await (async () => {
        await place.backUp()
        return start(place, sandbox)
      })()
      expect(await holdOf(second.url, work.session)).toBeNull()
      sandbox.control.setLatency(0)
      await untilBothDone(second.url, work)
      const erased = () => sandbox.control.effects().flatMap(({ kind, user }) => (kind === 'erased' ? [user] : []))
      await untilTrue('every erasure took effect', async () => erased().length === people)
      await second.end('SIGTERM')
      await place.putBack()

      const sent = writes(sandbox)
      const restored = await start(place, sandbox)
      const { url } = restored
      const session = await signIn(url)
      const held = await holdOf(url, session)
      const before = await jobOf(url, work.erasing, session)
      expect(held).toMatchObject({ reason, jobs: 2 })
      expect(before).toMatchObject({ state: 'waiting', counts: { pending: 0 } })
      expect(before.counts.unknown).toBe(held?.erasures)
      expect(before.counts.changed + before.counts.unknown).toBe(people)
      // A new job does not run either. It waits behind the hold while two schedules of the workers pass.
      const later = await apply(
        { url, session },
        { ...erasureOf(1), identifiers: [{ by: 'orgUserId', value: 'C-later' }] },
      )
      await untilTrue('a directory sync starts and ends', async () => {
        const { state } = await get<{ state: string }>(url, '/api/directory', session)
        return state === 'ready'
      })
      expect((await jobOf(url, later, session)).counts.pending).toBe(1)
      await expectScriptRefused(url, session)
      expect(writes(sandbox)).toBe(sent)

      await post({ url, session }, '/api/hold/release', {}, 200)
      expect(await holdOf(url, session)).toBeNull()
      await untilBothDone(url, { ...work, session })
      await untilTrue('the new job is done', async () => (await jobOf(url, later, session)).state === 'done')
      // Done before the restore, so nothing is sent for them and they are reported correctly.
      expect((await jobOf(url, work.updating, session)).counts).toMatchObject({ changed: users })
      expect(writes(sandbox)).toBe(sent + 1)
      expect(new Set(erased()).size).toBe(erased().length)
      const audited = await Promise.all(
        ['store.held', 'store.released'].map((action) =>
          get<{ items: { action: string }[] }>(url, `/api/audit?limit=100&action=${action}`, session),
        ),
      )
      expect(audited.map(({ items }) => items.map(({ action }) => action))).toEqual([
        ['store.held'],
        ['store.released'],
      ])
      await restored.end('SIGTERM')

      const again = await start(place, sandbox)
      expect(await holdOf(again.url, session)).toBeNull()
    },
  )
})
