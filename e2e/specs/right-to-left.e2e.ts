import { wellKnown } from '@muster/kore-sandbox'
import type { Page } from '@playwright/test'
import { expectAccessible } from '../fixtures/axe.ts'
import { catalogueOf } from '../fixtures/catalogue.ts'
import { expect, test } from '../fixtures/test.ts'

test.use({ backendOptions: { name: 'right-to-left', users: 60 } })

const inArabic = catalogueOf('ar')

/** Expects a page that runs from right to left and does not scroll sideways. */
async function expectRightToLeft(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBeLessThanOrEqual(0)
}

for (const { scheme, width } of [
  { scheme: 'light', width: 1440 },
  { scheme: 'dark', width: 390 },
] as const) {
  test(`a change is planned, applied and undone in Arabic, ${scheme}, ${width} wide`, async ({ owner: page, app }) => {
    await page.emulateMedia({ colorScheme: scheme })
    await page.setViewportSize({ width, height: 900 })
    await page.evaluate(() => localStorage.setItem('muster-language', 'ar'))
    const button = (english: string) => page.getByRole('button', { name: inArabic(english) })

    await page.goto(`/users?q=${encodeURIComponent(wellKnown.secondMember)}`)
    await expectRightToLeft(page)
    await page.getByRole('row').filter({ hasText: wellKnown.secondMember }).getByRole('link').click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: inArabic('Edit access…') })
      .click()
    const form = page.getByRole('dialog').filter({ has: button('See what this will change') })
    const before = app.sandbox.control.user(wellKnown.secondMember)?.isDeveloper === true
    await form
      .getByRole('radiogroup', { name: inArabic('Developer') })
      .getByText(inArabic(before ? 'No' : 'Yes'), { exact: true })
      .click()
    await form.getByRole('button', { name: inArabic('See what this will change') }).click()

    const apply = page.getByRole('region', { name: inArabic('Apply this plan') })
    await expectRightToLeft(page)
    await expectAccessible(page)
    await apply.getByRole('button').click()
    await expect(page).toHaveURL(/\/jobs\//)
    await expect(page.getByText(inArabic('Done'), { exact: true }).first()).toBeVisible()
    await expectRightToLeft(page)
    expect(app.sandbox.control.user(wellKnown.secondMember)?.isDeveloper).toBe(!before)

    await button('Undo…').click()
    await page
      .getByRole('region', { name: inArabic('Apply this plan') })
      .getByRole('button')
      .click()
    await expect(page.getByText(inArabic('Done'), { exact: true }).first()).toBeVisible()
    expect(app.sandbox.control.user(wellKnown.secondMember)?.isDeveloper).toBe(before)

    for (const path of ['/users', '/uploads', '/plans', '/jobs', '/erasures', '/audit', '/settings']) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expectRightToLeft(page)
    }
  })
}
