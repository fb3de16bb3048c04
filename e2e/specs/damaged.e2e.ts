import { damageLate } from '@muster/bff/adapters/storage/testing/late-damage'
import { owner, startBackend } from '../fixtures/backend.ts'
import { expect, expectConsoleError, quick, test } from '../fixtures/test.ts'

test.use({ backendOptions: { name: 'damaged', users: 20, filled: false } })

test('damage of the database that is found at work is shown on a page that is open, and on each that opens', async ({
  page,
  app: { sandbox },
}) => {
  // Its first start records the content of the store.
  const first = await startBackend({ kore: sandbox, keep: true })
  await first.stop()
  const damage = damageLate(first.dataDir)
  const backend = await startBackend({ kore: sandbox, dataDir: first.dataDir, keep: true, env: quick })
  expectConsoleError(page, /status of 503|ERR_INCOMPLETE_CHUNKED_ENCODING/)
  try {
    await page.goto(`${backend.url}/sign-in`)
    await page.getByLabel('Email').fill(owner.email)
    await page.getByLabel('Password', { exact: true }).fill(owner.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('table', { name: 'Users' })).toBeVisible()

    await damage.find()
    const reason = page.getByText('The database is damaged, so Muster stopped all work and sends nothing.')
    await expect(page.getByRole('status').filter({ has: reason })).toBeVisible({ timeout: 30_000 })
    for (const path of ['/jobs', '/sign-in']) {
      await page.goto(backend.url + path)
      await expect(reason.first()).toBeVisible({ timeout: 30_000 })
    }
  } finally {
    // An open page would report the lost connection.
    await page.close()
    await backend.stop()
    await damage.remove()
  }
})
