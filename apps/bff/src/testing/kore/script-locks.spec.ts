import { wellKnown } from '@muster/kore-sandbox'
import { Client } from 'pg'
import { expect, test, vi } from 'vitest'
import { startPostgres } from '../../adapters/storage/testing/postgres-cluster.ts'
import { startBackend } from '../backend.ts'

const waits = `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock'`

test('a call of a script waits for an application in progress, and both succeed', { timeout: 240_000 }, async () => {
  const cluster = await startPostgres()
  const url = cluster.urlOf('postgres')
  const other = new Client({ connectionString: url })
  const backend = await startBackend({ env: { DATABASE_URL: url } })
  try {
    await other.connect()
    // As an application and the stop switch do: the guards first, the audit last.
    await other.query('begin')
    await other.query('select one from guard_state for update')
    const users = [{ userInfo: { emailId: wellKnown.member }, canCreateBot: true, isDeveloper: true }]
    const sent = { body: JSON.stringify({ users }), contentType: 'application/json' }
    const call = backend.api.send('PUT', '/api/kore/users', sent)
    await vi.waitUntil(async () => (await other.query<{ n: number }>(waits)).rows[0]?.n === 1, { timeout: 60_000 })
    await other.query('select seq from audit_head for update')
    await other.query('commit')
    expect(await call).toMatchObject({ status: 200 })
  } finally {
    await other.end()
    await backend.stop()
    await cluster.stop()
  }
})
