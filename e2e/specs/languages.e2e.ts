import { wellKnown } from '@muster/kore-sandbox'
import type { Page } from '@playwright/test'
import { expectAccessible } from '../fixtures/axe.ts'
import { catalogueOf, englishTexts, englishTextsOf } from '../fixtures/catalogue.ts'
import { isPseudo } from '../fixtures/pseudo-locale.ts'
import { expect, test } from '../fixtures/test.ts'

test.use({ backendOptions: { name: 'languages', users: 60 } })

/** Expects a page in the direction of its language, which does not scroll sideways, without an English text. */
async function expectTranslated(page: Page, language: 'de' | 'ar'): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr')
  await expect(page.locator('html')).toHaveAttribute('lang', language)
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBeLessThanOrEqual(0)
  expect(await page.locator('body').evaluate(englishTexts, englishTextsOf(language)), page.url()).toEqual([])
}

const arabic = { language: 'ar', scheme: 'dark', width: 390 } as const
const german = { language: 'de', scheme: 'light', width: 1440 } as const

for (const { language, scheme, width } of process.env.MUSTER_NIGHTLY === '1' ? [arabic, german] : [arabic]) {
  test(`the main path in ${language}, ${scheme}, ${width} wide`, async ({ owner: page, app }) => {
    const inLanguage = catalogueOf(language)
    const button = (english: string) => page.getByRole('button', { name: inLanguage(english) })
    const applyBar = page.getByRole('region', { name: inLanguage('Apply this plan') })
    const isDone = () => expect(page.getByText(inLanguage('Done'), { exact: true }).first()).toBeVisible()
    const isDeveloper = () => app.sandbox.control.user(wellKnown.secondMember)?.isDeveloper === true
    await page.emulateMedia({ colorScheme: scheme })
    await page.setViewportSize({ width, height: 900 })

    // This test notices an English page.
    if (!isPseudo)
      expect(await page.locator('body').evaluate(englishTexts, englishTextsOf(language))).toContain('Search users')
    await page.evaluate((chosen) => localStorage.setItem('muster-language', chosen), language)

    await page.goto(`/users?q=${encodeURIComponent(wellKnown.secondMember)}`)
    await page.getByRole('row').filter({ hasText: wellKnown.secondMember }).getByRole('link').click()
    await expectTranslated(page, language)
    await page
      .getByRole('dialog')
      .getByRole('button', { name: inLanguage('Edit access…') })
      .click()
    const form = page.getByRole('dialog').filter({ has: button('See what this will change') })
    const before = isDeveloper()
    await form
      .getByRole('radiogroup', { name: inLanguage('Developer') })
      .getByText(inLanguage(before ? 'No' : 'Yes'), { exact: true })
      .click()
    await expectTranslated(page, language)
    await form.getByRole('button', { name: inLanguage('See what this will change') }).click()

    await expect(applyBar).toBeVisible()
    await expectTranslated(page, language)
    await expectAccessible(page)
    await page.emulateMedia({ colorScheme: scheme })
    await applyBar.getByRole('button').click()
    await expect(page).toHaveURL(/\/jobs\//)
    await isDone()
    await expectTranslated(page, language)
    expect(isDeveloper()).toBe(!before)

    await button('Undo…').click()
    await expect(page).toHaveURL(/\/plans\//)
    await applyBar.getByRole('button').click()
    await expect(page).toHaveURL(/\/jobs\//)
    await isDone()
    expect(isDeveloper()).toBe(before)

    await page.goto('/uploads')
    const pdf = { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from('%PDF-1.7\n') }
    await page.locator('input[type=file]').setInputFiles(pdf)
    await expect(page.getByText(inLanguage('Muster refused this file.')).first()).toBeVisible()
    await expectTranslated(page, language)

    for (const path of ['/users', '/access', '/uploads', '/plans', '/jobs', '/erasures', '/audit', '/settings']) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
      await expectTranslated(page, language)
    }
  })
}
