import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getConnection } from '@muster/contracts/connection'
import { getDirectory } from '@muster/contracts/users'
import { expect, test } from 'vitest'
import { createLogger } from '../../adapters/logging/create-logger.ts'
import { beginDataDir } from '../../adapters/storage/testing/pglite-template.ts'
import { compose } from '../../compose/compose.ts'
import { parseConfig } from '../../config/config.ts'
import { openApiClient } from '../api-client.ts'

const owner = { email: 'owner@example.com', password: 'a password of the owner' }

/** Starts Muster without any setting of Kore.ai and waits until the first sync ends. */
async function firstSync(env: Record<string, string>, isOver: (users: number) => boolean) {
  const folder = mkdtempSync(join(tmpdir(), 'first-'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Muster</title>')
  await beginDataDir(join(folder, 'data'))
  const admin = { ADMIN_EMAIL: owner.email, ADMIN_PASSWORD: owner.password }
  const parsed = parseConfig({ PORT: '0', DATA_DIR: join(folder, 'data'), ...admin, ...env })
  if (!parsed.ok) throw new Error(parsed.problems.join(' '))
  const running = await compose(parsed.config, { log: createLogger('error'), webRoot: folder })
  const api = await openApiClient(running.url, owner)
  try {
    const directory = await api.until(
      () => api.call(getDirectory),
      ({ users }) => isOver(users),
      100,
    )
    return { directory, connection: await api.call(getConnection) }
  } finally {
    api.close()
    await running.stop()
    rmSync(folder, { recursive: true })
  }
}

test('the sandbox is synced without waiting for its limits', { timeout: 120_000 }, async () => {
  const { directory, connection } = await firstSync({}, (users) => users === 2000)
  expect(directory.users).toBe(2000)
  expect(connection).toMatchObject({ environment: 'sandbox', isBuiltIn: true, credentialRefusal: null })
  // No call had to wait: the whole sync fits into the minute.
  const { limit, used } = connection.budget.perMinute
  expect(limit).toBe(600)
  expect(used).toBeLessThan(limit / 2)
})

test("KORE_SANDBOX_LIMITS=kore applies Kore.ai's limits", { timeout: 120_000 }, async () => {
  const { connection } = await firstSync({ KORE_SANDBOX_LIMITS: 'kore' }, () => true)
  expect(connection.budget).toMatchObject({ perMinute: { limit: 60 }, perHour: { limit: 1800 } })
})
