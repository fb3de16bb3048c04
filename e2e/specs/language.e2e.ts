import type { Page } from '@playwright/test'
import { expectAccessible } from '../fixtures/axe.ts'
import { isPseudo } from '../fixtures/pseudo-locale.ts'
import { expect, expectConsoleError, test } from '../fixtures/test.ts'
import { untranslatedTexts, usePseudoLocale } from '../fixtures/untranslated.ts'

test.use({ backendOptions: { name: 'language', users: 60 } })

const html = 'html'

test('a member chooses a language, and finds it again in another browser', async ({ owner: page, browser, app }) => {
  await page.goto('/settings')
  await expect(page.locator(html)).toHaveAttribute('lang', 'en')
  await page.getByRole('button', { name: /^Menu of/ }).click()
  await page.getByRole('menuitemradio', { name: 'العربية' }).click()
  await expect(page.locator(html)).toHaveAttribute('lang', 'ar')
  await expect(page.locator(html)).toHaveAttribute('dir', 'rtl')
  await expectAccessible(page)

  const elsewhere = await browser.newContext({ baseURL: app.url, locale: 'de-AT' })
  const other = await elsewhere.newPage()
  await other.goto('/sign-in')
  await expect(other.locator(html)).toHaveAttribute('lang', 'de')
  await elsewhere.addCookies(await page.context().cookies())
  await other.goto('/settings')
  await expect(other.locator(html)).toHaveAttribute('lang', 'ar')

  await page.locator('nav').last().getByRole('button').last().click()
  await page.getByRole('menuitemradio', { name: 'English' }).click()
  await expect(page.locator(html)).toHaveAttribute('lang', 'en')
  await expect(page.locator(html)).toHaveAttribute('dir', 'ltr')
  await elsewhere.close()
})

const cataloguesOf = (page: Page) => {
  const loaded: string[] = []
  page.on('response', (response) => {
    const [, name] = /\/((?:en|de|ar)-(?:first|rest))-[^/]+\.js$/.exec(response.url()) ?? []
    if (name !== undefined) loaded.push(name)
  })
  return loaded
}

test('the browser loads the catalogue of one language', async ({ browser, app }) => {
  const context = await browser.newContext({ baseURL: app.url, locale: 'de-AT' })
  const page = await context.newPage()
  const catalogues = cataloguesOf(page)
  await page.goto('/sign-in')
  await expect(page.locator('form')).toBeVisible()
  expect(catalogues.toSorted()).toEqual(['de-first', 'de-rest'])
  await context.close()
})

// The pseudo-locale loads the whole catalogue at once.
if (!isPseudo)
  test('a page other than the first loads the rest of the English catalogue before it shows', async ({
    owner: page,
  }) => {
    const catalogues = cataloguesOf(page)
    await page.reload()
    await expect(page.getByRole('table', { name: 'Users' })).toBeVisible()
    expect(catalogues).toEqual(['en-first'])
    await page.getByRole('link', { name: 'Audit' }).click()
    await expect(page.getByRole('table', { name: 'Audit' })).toBeVisible()
    expect(catalogues).toEqual(['en-first', 'en-rest'])
  })

test('the settings and the menu show no text outside the catalogue', async ({ owner: page }) => {
  await usePseudoLocale(page)
  await page.goto('/settings')
  await page.locator('nav').last().getByRole('button').last().click()
  await expect(page.locator('[role=menu]')).toBeVisible()
  await expect(page.locator('table').first()).toBeVisible()
  expect(await untranslatedTexts(page.locator('body'))).toEqual([])

  // This test notices such a text.
  expectConsoleError(page, /^not in the catalogue: Hard-coded words/)
  await page.evaluate(() => document.querySelector('main')?.append('Hard-coded words'))
  expect(await untranslatedTexts(page.locator('body'))).toEqual(['Hard-coded words'])
})
