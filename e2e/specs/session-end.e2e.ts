import { startSandbox } from '@muster/kore-sandbox'
import { owner, startBackend } from '../fixtures/backend.ts'
import { type Postgres, startPostgres } from '../fixtures/postgres.ts'
import { expect, expectConsoleError, test } from '../fixtures/test.ts'

test.use({ deskOptions: { name: 'session-end', users: 20, filled: false } })

let postgres: Postgres
test.beforeAll(async () => {
  postgres = await startPostgres()
})
test.afterAll(() => postgres.stop())

/** Lets the time pass that the server counts: the sessions were last used this much earlier. */
const unused = (seconds: number) =>
  postgres.execute(`update sessions set used_at = used_at - interval '${seconds} seconds'`)

test('a minute before the session ends the page says so; whoever stays goes on, whoever does not signs in again', async ({
  page,
}) => {
  const sandbox = await startSandbox({ users: 20, limits: null })
  const backend = await startBackend({ kore: sandbox, env: { DATABASE_URL: postgres.url } })
  expectConsoleError(page, /status of 401/)
  try {
    await page.clock.install()
    await page.goto(`${backend.url}/sign-in?to=/jobs`)
    await page.getByLabel('E-mail').fill(owner.email)
    await page.getByLabel('Password', { exact: true }).fill(owner.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('heading', { name: 'Jobs', level: 1 })).toBeVisible()
    const warning = page.getByText('You are about to be signed out')

    // The page polls all the while: that is no use of the session.
    unused(14 * 60 + 5)
    await page.clock.fastForward('14:05')
    await expect(warning).toBeVisible()
    await page.getByRole('button', { name: 'Stay signed in' }).click()
    await expect(warning).toBeHidden()

    unused(14 * 60 + 5)
    await page.clock.fastForward('14:05')
    await expect(warning).toBeVisible()
    unused(60)
    await page.clock.fastForward('01:00')
    await expect(page.getByRole('heading', { name: 'Sign in to Muster' })).toBeVisible()
    await expect(page).toHaveURL(/to=%2Fjobs/)
  } finally {
    await backend.stop()
    await sandbox.stop()
  }
})
