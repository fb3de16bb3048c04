import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/test.ts'
import { search } from '../fixtures/users.ts'

test.use({ backendOptions: { name: 'selection', users: 120 } })

const bar = (page: Page) => page.getByRole('group', { name: 'Selection' })
const boxes = (page: Page) => page.getByRole('table', { name: 'Users' }).locator('tbody').getByRole('checkbox')
const kept = (page: Page) => page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))

interface Listed {
  readonly items: readonly { readonly id: string; readonly email: string; readonly orgUserId: string | null }[]
}

test('the selection survives a plan, Back, a reload and a new search', async ({ owner: page, app }) => {
  const { items } = (await (await app.script.get('/api/users?limit=3')).json()) as Listed
  for (const at of [0, 1, 2]) await boxes(page).nth(at).click()
  await bar(page).getByRole('button', { name: 'Edit access…' }).click()
  const form = page.getByRole('dialog', { name: 'Edit access of 3 users' })
  await form.getByRole('radiogroup', { name: 'Developer' }).getByText('Yes', { exact: true }).click()
  await form.getByRole('button', { name: 'See what this will change' }).click()
  await expect(page).toHaveURL(/\/plans\//)
  await page.goBack()
  await expect(bar(page).getByText('3 selected')).toBeVisible()
  await page.reload()
  await expect(bar(page).getByText('3 selected')).toBeVisible()
  await expect(boxes(page).nth(2)).toBeChecked()

  const [first] = items
  await search(page, first?.email ?? '', 1)
  await expect(bar(page).getByText('2 not in this search')).toBeVisible()
  await page.reload()
  await expect(bar(page).getByText('3 selected')).toBeVisible()
  await expect(bar(page).getByText('2 not in this search')).toBeVisible()
  await search(page, 'no such person anywhere', 0)
  await expect(bar(page).getByText('3 not in this search')).toBeVisible()
  await bar(page).getByRole('button', { name: 'Remove…' }).click()
  const remove = page.getByRole('dialog', { name: 'Remove 3 users' })
  for (const { email } of items) await expect(remove.getByText(email)).toBeVisible()
  await remove.getByRole('button', { name: 'Cancel' }).click()

  const storage = await kept(page)
  expect(storage).toContain(first?.id)
  expect(storage).not.toContain('@')
  await bar(page).getByRole('button', { name: 'Clear' }).click()
  await page.reload()
  await expect(page.getByText('No users found')).toBeVisible()
  await expect(bar(page)).toHaveCount(0)
})

test('"all matching" survives a reload, and a new search reports that it was cleared', async ({ owner: page }) => {
  await search(page, '@acme.example', /found/)
  await boxes(page).first().click()
  await bar(page)
    .getByRole('button', { name: /^Select all/ })
    .click()
  await boxes(page).first().click()
  const words = await bar(page).locator('strong').innerText()
  expect(words).toMatch(/^All \d+ matching$/)
  await page.reload()
  await expect(bar(page).getByText(words)).toBeVisible()
  await expect(boxes(page).first()).not.toBeChecked()
  expect(await kept(page)).not.toContain('acme')
  await search(page, 'no such person anywhere', 0)
  await expect(page.getByText(/belonged to the earlier search and was cleared/)).toBeVisible()
  await expect(bar(page)).toHaveCount(0)
})

test('a selected user who left the directory is reported', async ({ owner: page }) => {
  await boxes(page).first().click()
  await expect(bar(page).getByText('1 selected')).toBeVisible()
  await page.evaluate(() => {
    const [key = ''] = Object.keys(sessionStorage).filter((name) => name.startsWith('muster.selection'))
    const { ids, ...rest } = JSON.parse(sessionStorage.getItem(key) ?? '{}')
    sessionStorage.setItem(key, JSON.stringify({ ...rest, ids: [...ids, 'u-00000000-0000-0000-0000-000000000000'] }))
  })
  await page.reload()
  await expect(page.getByText('1 selected user left the directory and is no longer selected.')).toBeVisible()
  await expect(bar(page).getByText('1 selected')).toBeVisible()
})
