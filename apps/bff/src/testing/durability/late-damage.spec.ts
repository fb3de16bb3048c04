// Damage behind the part of a large embedded store that a start verifies. It is found while jobs run.
import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Sandbox, startSandbox } from '@muster/kore-sandbox'
import { expect, onTestFinished, test } from 'vitest'
import { createLogger } from '../../adapters/logging/create-logger.ts'
import { pageBytes } from '../../adapters/storage/folder/page-checksum.ts'
import { openStorage } from '../../adapters/storage/open-storage.ts'
import { damageLate } from '../../adapters/storage/testing/late-damage.ts'
import { beginDataDir } from '../../adapters/storage/testing/pglite-template.ts'
import { compose, type Running } from '../../compose/compose.ts'
import { parseConfig } from '../../config/config.ts'
import { apply, erasureOf, get, owner, refusal, signIn, startMuster, untilTrue } from '../muster-process.ts'

const people = 60

async function freshFolder(): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'muster-late-damage-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true }))
  await beginDataDir(dataDir)
  return dataDir
}

/** Starts Muster on a store of which the start verifies no page. The rest is verified once `mayVerify` resolves. */
async function start(dataDir: string, kore: Sandbox, mayVerify: Promise<void> = Promise.resolve()): Promise<Running> {
  const parsed = parseConfig({
    PORT: '0',
    DATA_DIR: dataDir,
    KORE_HOST: kore.url,
    KORE_ENVIRONMENT: 'sandbox',
    KORE_CLIENT_ID: kore.clientId,
    KORE_CLIENT_SECRET: kore.clientSecret,
    KORE_RATE_PER_MINUTE: '100000',
    KORE_RATE_PER_HOUR: '1000000',
    KORE_BATCH_SIZE: '1',
    ADMIN_EMAIL: owner.email,
    ADMIN_PASSWORD: owner.password,
  })
  if (!parsed.ok) throw new Error(parsed.problems.join(' '))
  const storage = await openStorage({ kind: 'pglite', dataDir, mostAtStart: 0 })
  const opening = Promise.resolve({
    ...storage,
    verifyRest: async () => {
      await mayVerify
      return (await storage.verifyRest?.()) ?? null
    },
  })
  const running = await compose(parsed.config, { log: createLogger('error', { write: () => {} }), opening })
  onTestFinished(running.stop)
  return running
}

const erasing = ({ control }: Sandbox): number =>
  control.calls().filter(({ endpoint }) => endpoint === 'erase-users-data').length

/** Fills a page of a table with zeros, which hides its rows from PostgreSQL without an error. */
async function clearPage(dataDir: string): Promise<string> {
  const storage = await openStorage({ kind: 'pglite', dataDir })
  await storage.executeSql('create table people as select n, repeat(md5(n::text), 8) from generate_series(1, 3000) n')
  const { rows } = await storage.executeSql(`select pg_relation_filepath('people') as path`)
  await storage.close()
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the statement's one row
  const [{ path }] = rows as [{ path: string }]
  const file = await open(join(dataDir, 'pglite', path), 'r+')
  await file.write(Buffer.alloc(pageBytes), 0, pageBytes, 9 * pageBytes)
  await file.close()
  return `${path}, page 9 does not have the content that was written`
}

test('ends the work of running jobs: nothing more is sent, every request has the reason, and no start follows', {
  timeout: 300_000,
}, async () => {
  const dataDir = await freshFolder()
  const kore = await startSandbox({ users: 20, limits: null, eraseDelayMs: 0 })
  onTestFinished(() => kore.stop())
  const { control } = kore
  onTestFinished(() => control.releaseResponses())
  const first = await start(dataDir, kore)
  const session = await signIn(first.url)
  await untilTrue('the directory is synced', async () => {
    const { state } = await get<{ state: string }>(first.url, '/api/directory', session)
    return state === 'ready'
  })
  control.holdResponses()
  const jobId = await apply({ url: first.url, session }, erasureOf(people))
  await untilTrue('the first call is in flight', async () => erasing(kore) === 1)
  const stopped = first.stop()
  control.releaseResponses()
  await stopped
  const damage = await clearPage(dataDir)

  const sent = erasing(kore) + 1
  expect(sent).toBeLessThan(people)
  control.holdResponses()
  const mayVerify = Promise.withResolvers<void>()
  const { url, damage: found, stop } = await start(dataDir, kore, mayVerify.promise)
  // Nothing is known yet, so the job goes on. Its first call goes alone.
  await untilTrue('the job goes on', async () => erasing(kore) === sent)
  const events = await fetch(`${url}/api/events`, { headers: { cookie: session.cookie } })
  mayVerify.resolve()
  await untilTrue('the readiness has the reason', async () => {
    const ready = await fetch(`${url}/readyz`)
    return ready.status === 503 && (await ready.text()) === '{"status":"damaged"}'
  })
  // Streams end, and a page that opens another learns why.
  expect(await events.text()).toContain('event: bye')
  control.releaseResponses()
  expect(String(await found)).toContain(damage)
  const headers = { cookie: session.cookie, origin: url, 'x-muster-csrf': session.csrf }
  const script = {
    method: 'PUT',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ users: [{ userInfo: { emailId: 'ana@example.com' }, isDeveloper: true }] }),
  }
  const requests = ['/api/session', '/api/events', `/api/jobs/${jobId}`].map((path) => [path, { headers }] as const)
  for (const [path, request] of [...requests, ['/api/kore/users', script] as const]) {
    const refused = await fetch(url + path, request)
    expect([path, refused.status, await refused.json()]).toEqual([
      path,
      503,
      expect.objectContaining({ code: 'storage_damaged', detail: expect.stringContaining('sends nothing') }),
    ])
  }
  await stop()
  expect(erasing(kore)).toBe(sent)

  // A start verifies the page only in the background, and refuses what is known all the same.
  await expect(start(dataDir, kore)).rejects.toThrow(damage)
  const { code, output } = await refusal(dataDir)
  expect(code).toBe(78)
  expect(output).toMatch(/could not start: The database in .* is damaged: .*\. No data was removed\. Restore a backup/)
  expect(output).toContain(damage)
  expect(erasing(kore)).toBe(sent)
})

test('is reported to the operator by the process, which ends with the status of a damaged store', {
  timeout: 300_000,
}, async () => {
  const dataDir = await freshFolder()
  const kore = await startSandbox({ users: 20, limits: null })
  onTestFinished(() => kore.stop())
  // Its first opening records the content of the store.
  await (await openStorage({ kind: 'pglite', dataDir })).close()
  const damage = damageLate(dataDir)
  onTestFinished(damage.remove)
  const { url, output, end } = await startMuster({ kore, dataDir })
  onTestFinished(async () => void (await end('SIGKILL')))
  await damage.find()
  await untilTrue('the operator is notified', async () => output().includes('Stop Muster before you do either.'))
  expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'damaged' })
  expect(output()).toMatch(/Muster stopped all work and no longer uses the database\. The database in .* is damaged: /)
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  expect(await end('SIGTERM')).toBe(78)
  expect(await refusal(dataDir)).toMatchObject({ code: 78, output: expect.stringContaining(damage.path) })
})
