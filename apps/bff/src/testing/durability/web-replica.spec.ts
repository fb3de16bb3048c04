import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connection } from '@muster/contracts/connection'
import { listErasures } from '@muster/contracts/erasures'
import { startSandbox } from '@muster/kore-sandbox'
import { Client } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { openStorage } from '../../adapters/storage/open-storage.ts'
import { startPostgres } from '../../adapters/storage/testing/postgres-cluster.ts'
import { openApiClient } from '../api-client.ts'
import { apply, erasureOf, get, jobOf, owner, post, signIn, startMuster, untilTrue } from '../muster-process.ts'
import { callByToken, unattendedToken } from '../unattended-token.ts'

test('a web replica shows the credential refusal that a worker found, and its end', {
  timeout: 240_000,
}, async () => {
  const cluster = await startPostgres()
  const root = mkdtempSync(join(tmpdir(), 'muster-roles-'))
  const admin = await openStorage({ kind: 'postgres', url: cluster.urlOf('postgres') })
  await admin.executeSql('create database muster')
  await admin.close()
  const sandbox = await startSandbox({ users: 20, limits: null, eraseDelayMs: 0 })
  const env = { DATABASE_URL: cluster.urlOf('muster'), KORE_BATCH_SIZE: '1' }
  const start = (role: 'web' | 'worker') =>
    startMuster({ kore: sandbox, dataDir: join(root, role), env: { ...env, MUSTER_ROLE: role } })
  const worker = await start('worker')
  const web = await start('web')
  onTestFinished(async () => {
    await Promise.all([worker.end('SIGKILL'), web.end('SIGKILL')])
    await sandbox.stop()
    await cluster.stop()
    rmSync(root, { recursive: true, force: true })
  })
  const session = await signIn(web.url)
  const at = { url: web.url, session }
  const connection = (url = web.url) => get<Connection>(url, '/api/connection', session)
  await untilTrue('the directory is synced', async () => {
    const { state } = await get<{ state: string }>(web.url, '/api/directory', session)
    return state === 'ready'
  })
  expect((await connection()).credentialRefusal).toBeNull()
  sandbox.control.setScopes(['role_management:role_management'])
  const jobId = await apply(at, erasureOf(3))
  await untilTrue('the job is paused', async () => (await jobOf(web.url, jobId, session)).state === 'paused')
  await untilTrue('the web replica shows the refusal', async () => (await connection()).credentialRefusal !== null)
  // The time of an endpoint's last call is shared every few seconds only.
  const shown = async (url: string) => {
    const { breaker, endpoints, credentialRefusal } = await connection(url)
    return [credentialRefusal, breaker, endpoints.map(({ name, state, detail }) => [name, state, detail])]
  }
  expect(await shown(web.url)).toEqual(await shown(worker.url))
  sandbox.control.setScopes([
    'role_management:role_management',
    'user_management:user_management',
    'delete:delete_user_data',
  ])
  await post(at, `/api/jobs/${jobId}/resume`, {}, 200)
  await untilTrue('the job is done', async () => (await jobOf(web.url, jobId, session)).state === 'done')
  await untilTrue('the web replica shows the end', async () => (await connection()).credentialRefusal === null)
})

test('a web replica that is killed before it records an accepted erasure of a script records it at its next start', {
  timeout: 240_000,
}, async () => {
  const cluster = await startPostgres()
  const root = mkdtempSync(join(tmpdir(), 'muster-roles-'))
  const sandbox = await startSandbox({ users: 20, limits: null })
  const other = new Client({ connectionString: cluster.urlOf('postgres') })
  const env = { DATABASE_URL: cluster.urlOf('postgres'), MUSTER_ROLE: 'web' }
  const start = () => startMuster({ kore: sandbox, dataDir: root, env })
  const web = await start()
  onTestFinished(async () => {
    await web.end('SIGKILL')
    await other.end()
    await sandbox.stop()
    await cluster.stop()
    rmSync(root, { recursive: true, force: true })
  })
  await other.connect()
  const api = await openApiClient(web.url, owner)
  const secret = await unattendedToken(api)
  api.close()
  sandbox.control.holdResponses()
  const body = { userIds: ['700000'], RemoveDataFromAllBots: true }
  const call = callByToken(web.url, secret, { method: 'DELETE', path: '/api/kore/bot/eraseUsersData', body })
  const ended = call.then(
    () => 'response',
    () => 'cut',
  )
  await untilTrue('Kore.ai accepted the erasure', async () => sandbox.control.heldResponses() === 1)
  await other.query('begin')
  await other.query('select id from jobs for update')
  sandbox.control.releaseResponses()
  const noted = () => readFileSync(join(root, 'accepted-erasures.jsonl'), { encoding: 'utf8', flag: 'a+' })
  await untilTrue('the journal names it', async () => noted().endsWith('\n'))
  await web.end('SIGKILL')
  expect(await ended).toBe('cut')
  await other.query('rollback')

  const next = await start()
  onTestFinished(async () => void (await next.end('SIGKILL')))
  const reader = await openApiClient(next.url, owner)
  onTestFinished(() => reader.close())
  const { items } = await reader.call(listErasures, { query: { limit: 5 } })
  expect(items).toMatchObject([{ requestId: /"requestId":"([^"]+)"/.exec(noted())?.[1], state: 'queued' }])
})
