import { wellKnown } from '@muster/kore-sandbox'
import { signInScript } from '../fixtures/api.ts'
import { startBackend } from '../fixtures/backend.ts'
import { expect, quick, test } from '../fixtures/test.ts'
import { rowOf } from '../fixtures/users.ts'

test.use({
  backendOptions: {
    name: 'first sync',
    users: 120,
    filled: false,
    // The sync gets no response until the test lets it through.
    before: ({ control }) => control.holdResponses(),
  },
})
test.afterEach(({ app }) => app.sandbox.control.releaseResponses())

test('a search during the first sync reports no match so far, and finds the user when the sync ends', async ({
  owner: page,
  app,
}) => {
  await page.goto(`/users?q=${wellKnown.member}`)
  await expect(page.getByText('No match among the users synced so far')).toBeVisible()
  await expect(page.getByText('No users found')).toHaveCount(0)
  // The event stream of the second tab opens after the sync has ended.
  const late = await page.context().newPage()
  const opening = Promise.withResolvers<void>()
  await late.route('**/api/events', async (route) => {
    await opening.promise
    await route.continue()
  })
  await late.goto(`/users?q=${wellKnown.member}`)
  await expect(late.getByText('No match among the users synced so far')).toBeVisible()
  app.sandbox.control.releaseResponses()
  for (const tab of [page, late]) {
    await expect(rowOf(tab, wellKnown.member).first()).toBeVisible()
    await expect(tab.getByText('No match among the users synced so far')).toHaveCount(0)
    opening.resolve()
  }
})

test('the users page names a host that does not exist and the setting to change', async ({ page, app }) => {
  const { clientId, clientSecret } = app.sandbox
  const kore = { url: 'https://platform.kore.invalid', clientId, clientSecret }
  const backend = await startBackend({ kore, env: quick })
  try {
    const { cookie } = await signInScript(backend.url)
    const value = cookie.slice('sid='.length)
    await page.context().addCookies([{ name: 'sid', value, url: backend.url, httpOnly: true }])
    await page.goto(`${backend.url}/users`)
    await expect(page.getByText('Muster could not read the users from Kore.ai')).toBeVisible()
    await expect(page.getByText(/There is no host platform\.kore\.invalid\. Set KORE_HOST/)).toBeVisible()
  } finally {
    // An open page would report the lost connection.
    await page.close()
    await backend.stop()
  }
})
