import { wellKnown } from '@muster/kore-sandbox'
import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/test.ts'

test.use({ backendOptions: { name: 'isolation', users: 300 } })

/** Right-to-left text on the page that is not isolated from the text around it, and how much is. */
const survey = (page: Page) =>
  page.evaluate(() => {
    const rightToLeft = /[\u0590-\u08ff]/
    const outsideIsolates = (text: string) => text.replaceAll(/\u2068[^\u2068\u2069]*\u2069/g, '')
    const bare: string[] = []
    let isolated = 0
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const text = node.nodeValue ?? ''
      if (!rightToLeft.test(text) || node.parentElement?.closest('textarea, option') !== null) continue
      if (node.parentElement.closest('bdi') === null) bare.push(text)
      else isolated += 1
    }
    for (const element of document.querySelectorAll('[aria-label]')) {
      const label = element.getAttribute('aria-label') ?? ''
      if (rightToLeft.test(outsideIsolates(label))) bare.push(`label: ${label}`)
    }
    if (rightToLeft.test(outsideIsolates(document.title))) bare.push(`title: ${document.title}`)
    return { bare, isolated, title: document.title }
  })

async function expectIsolated(page: Page, screen: string): Promise<void> {
  await expect.poll(async () => (await survey(page)).isolated, `${screen} shows such text`).toBeGreaterThan(0)
  expect((await survey(page)).bare, screen).toEqual([])
}

interface Users {
  readonly items: readonly { readonly email: string; readonly firstName: string; readonly lastName: string }[]
}

test('right-to-left names, files and cells are isolated from the text around them', async ({ owner: page, app }) => {
  const { items } = (await (await app.script.get('/api/users?limit=200')).json()) as Users
  const user = items.find(({ firstName }) => /[\u0590-\u08ff]/.test(firstName))
  if (user === undefined) throw new Error('no user of the sandbox has a right-to-left name')

  await page.goto(`/users?q=${encodeURIComponent(user.email)}`)
  await expectIsolated(page, 'users')
  await page
    .getByRole('table', { name: 'Users' })
    .getByRole('row')
    .filter({ hasText: user.email })
    .getByRole('link')
    .click()
  await page.getByRole('dialog').getByRole('button', { name: 'Edit access…' }).click()
  await expect(page.getByRole('dialog', { name: /^Edit access of/ })).toBeVisible()
  await expectIsolated(page, 'edit access')

  const text = [
    'Email;הערה;Add groups',
    `${user.email};שלום 5;Data`,
    `${wellKnown.member};שלום;קבוצה 7`,
    `${wellKnown.secondMember};abc;Legal`,
  ].join('\n')
  await page.goto('/uploads')
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a file' }).click()
  await (await choosing).setFiles({ name: 'קובץ 12.csv', mimeType: 'text/csv', buffer: Buffer.from(`\ufeff${text}`) })
  await expect(page.getByRole('grid')).toBeVisible()
  await expectIsolated(page, 'upload')
  expect((await survey(page)).title).toContain('\u2068')
  const upload = page.url()
  await page.goto('/uploads')
  await expectIsolated(page, 'uploads')

  await page.goto(upload)
  await page.getByRole('button', { name: 'See what this will change' }).click()
  await expect(page.getByRole('region', { name: 'Apply this plan' })).toBeVisible()
  await expectIsolated(page, 'plan')
  await page.goto('/plans')
  await expect(page.getByRole('table', { name: 'Plans' }).getByRole('link').first()).toBeVisible()
  expect((await survey(page)).bare, 'plans').toEqual([])
})
