import { wellKnown } from '@muster/kore-sandbox'
import type { Page } from '@playwright/test'
import { expectAccessible } from '../fixtures/axe.ts'
import { catalogueOf, englishTexts, englishTextsOf } from '../fixtures/catalogue.ts'
import { openUnproved } from '../fixtures/jobs.ts'
import { isPseudo } from '../fixtures/pseudo-locale.ts'
import { expect, test } from '../fixtures/test.ts'
import { visit } from '../fixtures/visit.ts'

test.use({ backendOptions: { name: 'languages', users: 60 } })

/** Expects pages in the direction of their language, which do not scroll sideways, without an English text. */
function expectationOf(page: Page, language: 'de' | 'ar') {
  const english = englishTextsOf(language)
  const body = page.locator('body')
  return {
    expectEnglish: async (text: string) => expect(await body.evaluate(englishTexts, english)).toContain(text),
    expectTranslated: async () => {
      await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr')
      await expect(page.locator('html')).toHaveAttribute('lang', language)
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(overflow, page.url()).toBeLessThanOrEqual(0)
      expect(await body.evaluate(englishTexts, english), page.url()).toEqual([])
    },
  }
}

const arabic = { language: 'ar', scheme: 'dark', width: 390 } as const
const german = { language: 'de', scheme: 'light', width: 1440 } as const

for (const { language, scheme, width } of process.env.MUSTER_NIGHTLY === '1' ? [arabic, german] : [arabic]) {
  test(`the main path in ${language}, ${scheme}, ${width} wide`, async ({ owner: page, app }) => {
    const inLanguage = catalogueOf(language)
    const { expectEnglish, expectTranslated } = expectationOf(page, language)
    const button = (english: string) => page.getByRole('button', { name: inLanguage(english) })
    const applyBar = page.getByRole('region', { name: inLanguage('Apply this plan') })
    const isDone = () => expect(page.getByText(inLanguage('Done'), { exact: true }).first()).toBeVisible()
    const isDeveloper = () => app.sandbox.control.user(wellKnown.secondMember)?.isDeveloper === true
    await page.emulateMedia({ colorScheme: scheme })
    await page.setViewportSize({ width, height: 900 })

    // This test notices an English page.
    if (!isPseudo) await expectEnglish('Search users')
    await page.evaluate((chosen) => localStorage.setItem('muster-language', chosen), language)

    await page.goto(`/users?q=${encodeURIComponent(wellKnown.secondMember)}`)
    await page.getByRole('row').filter({ hasText: wellKnown.secondMember }).getByRole('link').click()
    await expectTranslated()
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
    await expectTranslated()
    await form.getByRole('button', { name: inLanguage('See what this will change') }).click()

    await expect(applyBar).toBeVisible()
    await expectTranslated()
    await expectAccessible(page)
    await page.emulateMedia({ colorScheme: scheme })
    await applyBar.getByRole('button').click()
    await expect(page).toHaveURL(/\/jobs\//)
    await isDone()
    await expectTranslated()
    expect(isDeveloper()).toBe(!before)

    await button('Undo…').click()
    await expect(page).toHaveURL(/\/plans\//)
    await applyBar.getByRole('button').click()
    await expect(page).toHaveURL(/\/jobs\//)
    await isDone()
    expect(isDeveloper()).toBe(before)

    await visit(page, '/uploads')
    const pdf = { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from('%PDF-1.7\n') }
    await page.locator('input[type=file]').setInputFiles(pdf)
    await expect(page.getByText(inLanguage('Muster refused this file.')).first()).toBeVisible()
    await expectTranslated()

    for (const path of [
      '/home',
      '/users',
      '/access',
      '/uploads',
      '/plans',
      '/approvals',
      '/jobs',
      '/erasures',
      '/erasures/cases',
      '/audit',
      '/settings',
      '/settings/members',
      '/nowhere',
    ]) {
      await visit(page, path)
      await expectTranslated()
    }

    await visit(page, '/access?view=matrix')
    await expect(page.getByRole('table', { name: inLanguage('Roles by bot') })).toBeVisible()
    await expectTranslated()

    await visit(page, '/erasures/cases')
    await button('Open case…').click()
    await expectTranslated()
    await page.keyboard.press('Escape')
    await openUnproved(page, '/settings/members')
    await button('Invite a member').click()
    await expectTranslated()
    await page.getByRole('dialog').getByRole('textbox').first().fill('dana@example.com')
    await page.getByRole('dialog').getByRole('textbox').nth(1).fill('Dana')
    await button('Create the invitation link').click()
    await expect(page.getByText(inLanguage('Prove who you are'))).toBeVisible()
    await expect(page.getByLabel(inLanguage('Your passphrase'), { exact: true })).toBeVisible()
    await expectTranslated()
  })
}
