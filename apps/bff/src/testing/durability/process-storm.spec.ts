// The storm with the program as operators run it; `kill-storm.spec.ts` tests only its engine.
// KILLS: how often the process is killed on each store (2 by default here; 60 at night).
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { startSandbox } from '@muster/kore-sandbox'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { beginDataDir } from '../../adapters/storage/testing/pglite-template.ts'
import { type PostgresCluster, startPostgres } from '../../adapters/storage/testing/postgres-cluster.ts'
import { createSeeded } from '../../engine/testing/seeded.ts'
import {
  apply,
  erasureOf,
  get,
  type JobSeen,
  jobOf,
  type OwnerSession,
  signIn,
  startMuster,
  untilTrue,
} from '../muster-process.ts'

const kills = Number(process.env['KILLS'] ?? 2)
const updated = 30 + 5 * kills
const erased = 20 + 5 * kills

let cluster: PostgresCluster
const root = mkdtempSync(join(tmpdir(), 'muster-process-storm-'))
beforeAll(async () => {
  cluster = await startPostgres()
  await beginDataDir(join(root, 'PGlite'))
}, 240_000)
afterAll(async () => {
  await cluster.stop()
  rmSync(root, { recursive: true, force: true })
})

const stores: readonly (readonly [string, () => Readonly<Record<string, string>>])[] = [
  ['PostgreSQL', () => ({ DATABASE_URL: cluster.urlOf('postgres') })],
  ['PGlite', () => ({})],
]

async function usersOf(url: string, session: OwnerSession): Promise<readonly string[]> {
  const emails: string[] = []
  for (let cursor: string | null = ''; cursor !== null && emails.length < updated; ) {
    const page: { items: { email: string; canCreateBot: boolean | null }[]; next: string | null } = await get(
      url,
      `/api/users?limit=200&sort=-email${cursor === '' ? '' : `&cursor=${cursor}`}`,
      session,
    )
    const ordinary = page.items.filter(
      (one) => one.canCreateBot === false && !one.email.endsWith('kore-sandbox.example'),
    )
    emails.push(...ordinary.map(({ email }) => email))
    cursor = page.next
  }
  return emails.slice(0, updated)
}

/** Waits as long as the jobs make progress: how much the kills left of them depends on the machine. */
async function untilDone(seen: () => Promise<readonly JobSeen[]>): Promise<readonly JobSeen[]> {
  let jobs = await seen()
  while (jobs.some(({ state }) => state !== 'done')) {
    const before = jobs.map(({ counts }) => counts)
    await untilTrue(`the jobs go on: ${JSON.stringify(jobs)}`, async () => {
      jobs = await seen()
      return (
        jobs.every(({ state }) => state === 'done') ||
        !isDeepStrictEqual(
          jobs.map(({ counts }) => counts),
          before,
        )
      )
    })
  }
  return jobs
}

describe('the program, killed repeatedly', () => {
  test.each(stores)(
    'loses and duplicates no user (%s)',
    { timeout: 120_000 + kills * 60_000 },
    async (name, storeEnv) => {
      const sandbox = await startSandbox({ users: 600 + 20 * kills, limits: null, eraseDelayMs: 0 })
      onTestFinished(() => sandbox.stop())
      const env = { KORE_BATCH_SIZE: '2', KORE_QUIESCE_SECONDS: '2', ...storeEnv() }
      const start = () => startMuster({ kore: sandbox, dataDir: join(root, name), env })
      const first = await start()
      const session = await signIn(first.url)
      await untilTrue('the directory is synced', async () => {
        const { state } = await get<{ state: string }>(first.url, '/api/directory', session)
        return state === 'ready'
      })
      const emails = await usersOf(first.url, session)
      expect(emails).toHaveLength(updated)
      for (const endpoint of ['update-users', 'erase-users-data'] as const) {
        sandbox.control.addFault({ kind: 'drop-after', endpoint, every: 9 })
        sandbox.control.addFault({ kind: 'status', status: 503, endpoint, every: 11 })
      }
      sandbox.control.setLatency(250)
      const at = { url: first.url, session }
      const identifiers = emails.map((value) => ({ by: 'email', value }))
      const change = { kind: 'update', isDeveloper: true, canCreateBot: true }
      const jobs = [await apply(at, { kind: 'identifiers', identifiers, change }), await apply(at, erasureOf(erased))]
      const { next } = createSeeded(kills)
      const seen = (url: string) => Promise.all(jobs.map((id) => jobOf(url, id, session)))
      let muster = first
      let amidWork = 0
      for (let killed = 0; killed < kills; killed += 1) {
        await delay(300 + next() * 1500)
        await muster.end('SIGKILL')
        muster = await start()
        if ((await seen(muster.url)).some(({ counts }) => counts.pending > 0)) amidWork += 1
      }
      onTestFinished(async () => void (await muster.end('SIGKILL')))
      sandbox.control.setLatency(0)
      // Kills after the work is done prove nothing.
      expect(amidWork).toBeGreaterThan(kills / 2)
      const [update, erase] = await untilDone(() => seen(muster.url))
      expect(update).toMatchObject({ counts: { changed: updated, failed: 0, unknown: 0, pending: 0 } })
      expect(erase).toMatchObject({ counts: { failed: 0, pending: 0, not_attempted: 0 } })
      expect((erase?.counts.changed ?? 0) + (erase?.counts.unknown ?? 0)).toBe(erased)
      const effects = sandbox.control.effects().filter(({ changed }) => changed)
      const doneTo = (kind: string) => effects.flatMap((one) => (one.kind === kind ? [one.user] : []))
      expect(doneTo('updated').toSorted()).toEqual([...emails].toSorted())
      const erasures = doneTo('erased')
      expect(new Set(erasures).size).toBe(erasures.length)
      expect(erasures.length).toBeGreaterThanOrEqual(erase?.counts.changed ?? 0)
      expect(erasures.length).toBeLessThanOrEqual(erased)
    },
  )
})
