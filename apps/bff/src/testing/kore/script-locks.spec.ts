import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listAudit } from '@muster/contracts/audit'
import { listErasures } from '@muster/contracts/erasures'
import { listJobs } from '@muster/contracts/jobs'
import { wellKnown } from '@muster/kore-sandbox'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type PostgresCluster, startPostgres } from '../../adapters/storage/testing/postgres-cluster.ts'
import { type Backend, startBackend } from '../backend.ts'
import { callByToken, unattendedToken } from '../unattended-token.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'muster-script-locks-'))
let cluster: PostgresCluster
let backend: Backend
let other: Client
let secret: string
beforeAll(async () => {
  cluster = await startPostgres()
  const url = cluster.urlOf('postgres')
  other = new Client({ connectionString: url })
  backend = await startBackend({ env: { DATABASE_URL: url, DATA_DIR: dataDir } })
  await other.connect()
  secret = await unattendedToken(backend.api)
}, 240_000)
afterAll(async () => {
  await other.end()
  await backend.stop()
  await cluster.stop()
  rmSync(dataDir, { recursive: true })
}, 60_000)

const waiting = `from pg_stat_activity where wait_event_type = 'Lock'`
const untilOneWaits = () =>
  vi.waitUntil(
    async () => (await other.query<{ n: number }>(`select count(*)::int as n ${waiting}`)).rows[0]?.n !== 0,
    { timeout: 60_000 },
  )

describe('a call of a script', () => {
  test('waits for an application in progress, and both succeed', { timeout: 240_000 }, async () => {
    // As an application and the stop switch do: the guards first, the audit last.
    await other.query('begin')
    await other.query('select one from guard_state for update')
    const users = [{ userInfo: { emailId: wellKnown.member }, canCreateBot: true, isDeveloper: true }]
    const sent = { body: JSON.stringify({ users }), contentType: 'application/json' }
    const call = backend.api.send('PUT', '/api/kore/users', sent)
    await untilOneWaits()
    await other.query('select seq from audit_head for update')
    await other.query('commit')
    expect(await call).toMatchObject({ status: 200 })
  })

  const update = ['unknown@nowhere.example', wellKnown.member].map((emailId) => ({
    userInfo: { emailId },
    canCreateBot: true,
    isDeveloper: true,
  }))
  const erase = { userIds: [wellKnown.customerUserId], RemoveDataFromAllBots: true }
  test.each([
    ['to erase', 'DELETE', '/bot/eraseUsersData', erase, { changed: 1 }, /"requestId":"eud-/],
    ['to update', 'PUT', '/users', { users: update }, { changed: 1, failed: 1 }, /^/],
  ])(
    '%s receives and keeps the response of Kore.ai when the database fails at that moment',
    { timeout: 240_000 },
    async (_what, method, path, body, counts, noted) => {
      const { control } = backend.sandbox
      const writes = () =>
        control.calls().filter(({ endpoint }) => /^(?:update-users|erase-users-data)$/.test(endpoint)).length
      const before = writes()
      control.holdResponses()
      const call = callByToken(backend.url, secret, { method, path: `/api/kore${path}`, body })
      await vi.waitUntil(() => control.heldResponses() === 1, { timeout: 60_000 })
      await other.query('begin')
      await other.query('select id from jobs for update')
      control.releaseResponses()
      await untilOneWaits()
      expect(readFileSync(join(dataDir, 'accepted-erasures.jsonl'), { encoding: 'utf8', flag: 'a+' })).toMatch(noted)
      await other.query(`select pg_terminate_backend(pid) ${waiting}`)

      const response = await call
      expect(response.status).toBe(200)
      const latest = async () => (await backend.api.call(listJobs, { query: { limit: 1 } })).items[0]
      // The store may be away for a moment.
      await vi.waitFor(async () => expect(await latest()).toMatchObject({ source: 'script', state: 'running' }), 60_000)
      await other.query('commit')
      const job = await backend.api.until(latest, (one) => one?.state === 'done')
      expect(job?.counts).toMatchObject({ ...counts, unknown: 0 })
      const audit = await backend.api.call(listAudit, { query: { action: 'kore.called', limit: 2 } })
      expect(audit.items.map(({ outcome }) => outcome)).toEqual(['answered 200', 'sent'])
      expect(writes()).toBe(before + 1)
      if (body !== erase) return
      const [erasure] = (await backend.api.call(listErasures, { query: { limit: 5 } })).items
      expect(erasure).toMatchObject({ jobId: job?.id, requestId: response.body['requestId'] })
    },
  )
})
