import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getConnection, testConnection } from '@muster/contracts/connection'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../../adapters/kore/testing/listen.fixture.ts'
import { createLogger } from '../../adapters/logging/create-logger.ts'
import { beginDataDir } from '../../adapters/storage/testing/pglite-template.ts'
import { compose } from '../../compose/compose.ts'
import { parseConfig } from '../../config/config.ts'
import { openApiClient } from '../api-client.ts'

const owner = { email: 'owner@example.com', password: 'a password of the owner' }

/** Muster connected to this host, signed in. */
async function musterOn(host: string) {
  const folder = mkdtempSync(join(tmpdir(), 'unknown-host-'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Muster</title>')
  await beginDataDir(join(folder, 'data'))
  const parsed = parseConfig({
    PORT: '0',
    DATA_DIR: join(folder, 'data'),
    KORE_HOST: host,
    KORE_ENVIRONMENT: 'sandbox',
    KORE_CLIENT_ID: 'cs-test',
    KORE_CLIENT_SECRET: 'a secret of thirty-two bytes or more',
    ADMIN_EMAIL: owner.email,
    ADMIN_PASSWORD: owner.password,
  })
  if (!parsed.ok) throw new Error(parsed.problems.join(' '))
  const running = await compose(parsed.config, { log: createLogger('error'), webRoot: folder })
  const api = await openApiClient(running.url, owner)
  onTestFinished(async () => {
    api.close()
    await running.stop()
    rmSync(folder, { recursive: true })
  })
  return api
}

/** A web server that is not Kore.ai. */
async function otherServer(): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Welcome</title>')
  })
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${await listen(server)}`
}

/** The budget alone would let jobs call. */
async function expectBlocked(host: string, sentence: string): Promise<void> {
  const api = await musterOn(host)
  expect((await api.call(testConnection)).jobsBlocked).toBe(sentence)
  const connection = await api.call(getConnection)
  expect(connection).toMatchObject({ jobsBlocked: sentence, credentialRefusal: null, budget: { nextJobCallAt: null } })
}

test('with an unknown host, jobs cannot call, and Settings shows it', async () => {
  await expectBlocked('https://kore.invalid', 'Kore.ai cannot be reached.')
}, 120_000)

test('with the host of another web server, jobs cannot call, and Settings shows it', async () => {
  await expectBlocked(await otherServer(), 'The host does not respond as Kore.ai does.')
}, 120_000)
