import { wellKnown } from '@muster/kore-sandbox'
import type { Page } from '@playwright/test'
import { applyByScript, until, untilOver } from '../fixtures/api.ts'
import { expectAccessible } from '../fixtures/axe.ts'
import { catalogueOf, englishTexts, englishTextsOf } from '../fixtures/catalogue.ts'
import { openUnproved } from '../fixtures/jobs.ts'
import { isPseudo, loosen, plainText, showPseudoLocale } from '../fixtures/pseudo-locale.ts'
import { expect, expectConsoleError, quick, test } from '../fixtures/test.ts'
import { untranslatedSentences, untranslatedTexts, usePseudoLocale } from '../fixtures/untranslated.ts'
import { visit } from '../fixtures/visit.ts'

// Long enough to keep the check of a lost response pending during the last test.
test.use({ backendOptions: { name: 'languages', users: 60, env: { ...quick, KORE_QUIESCE_SECONDS: '3600' } } })

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

  await page.locator('nav button[aria-haspopup=menu]').last().click()
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

test('the settings, the members and the menu show no text outside the catalogue', async ({ owner: page }) => {
  await usePseudoLocale(page)
  await page.goto('/settings')
  await page.locator('nav button[aria-haspopup=menu]').last().click()
  await expect(page.locator('[role=menu]')).toBeVisible()
  await expect(page.locator('table').first()).toBeVisible()
  expect(await untranslatedTexts(page.locator('body'))).toEqual([])
  await page.keyboard.press('Escape')
  await visit(page, '/settings/members')
  await expect(page.locator('table')).toHaveCount(2)
  expect(await untranslatedTexts(page.locator('body'))).toEqual([])

  // This test notices such a text.
  expectConsoleError(page, /^not in the catalogue: Hard-coded words/)
  await page.evaluate(() => document.querySelector('main')?.append('Hard-coded words'))
  expect(await untranslatedTexts(page.locator('body'))).toEqual(['Hard-coded words'])
})

const part = { whole: false }

test('expected texts match with accents, and keep their quantifiers, classes and anchors', () => {
  const matches = (text: string | RegExp, shown: string) => loosen(text, part).test(shown)
  expect(matches('users found', '3 ûšéŕš ƒöûñð')).toBe(true)
  expect(matches('Remove Ana (u-1)?', 'Ŕéɱöṽé ⟦Ana⟧ (u-1)?')).toBe(true)
  expect(matches(/^Edit access of \d+ users?$/, 'Éðîţ åççéšš öƒ ⟦12⟧ ûšéŕ')).toBe(true)
  expect(matches(/^(?:Apply|Remove) [a-z]{3}\.$/, 'Åþþļý ⟦abc⟧.')).toBe(true)
  expect(matches('users found', '3 ûšéŕš ļöšţ')).toBe(false)
  expect(matches(/^Edit/, 'Ñöţ éðîţ')).toBe(false)
  expect(plainText('Ŕéåð ⟦Ana⟧ ñöŵ')).toBe('Read Ana now')
})

test('a run in the pseudo-locale notices a text outside the catalogue', async ({ owner: page }) => {
  await showPseudoLocale(page.context())
  await page.goto('/settings')
  await expect(page.locator('h1')).toBeVisible()
  expectConsoleError(page, /^not in the catalogue: Hard-coded words/)
  const noticed = page.waitForEvent('console', (message) => message.text().startsWith('not in the catalogue'))
  await page.evaluate(() => document.querySelector('main')?.append('Hard-coded words'))
  expect((await noticed).text()).toContain('Hard-coded words')
})

/** Expects no English on a page, once a text of it is on screen: neither of the app nor of the server. */
async function expectPseudo(page: Page, path: string, shown: string): Promise<void> {
  await page.goto(path)
  await expect(page.locator(shown).first()).toBeVisible()
  // One word is data: the name of a file, a value to write into a cell.
  const found = await untranslatedSentences(page.locator('body'))
  expect(
    found.filter((text) => text.trim().includes(' ')),
    path,
  ).toEqual([])
}

test('no screen shows a sentence that the server composed in English', async ({ owner: page, app }) => {
  const { script, sandbox } = app
  const identifiers = [wellKnown.member, wellKnown.secondMember].map((value) => ({ by: 'email', value }))
  const missing = { by: 'email', value: 'missing@kore-sandbox.example' }
  const made = await script.send('POST', '/api/plans', {
    kind: 'identifiers',
    identifiers: [...identifiers, missing],
    change: { kind: 'remove' },
  })
  const plan = (await made.json()) as { id: string }
  const erased = await applyByScript(script, {
    kind: 'identifiers',
    identifiers: [{ by: 'userId', value: wellKnown.customerUserId }, missing],
    change: { kind: 'erase', scope: { kind: 'all_bots' } },
  })
  await untilOver(script, erased)
  const form = new FormData()
  const rows = [
    `Email,Groups,Developer`,
    `${wellKnown.member},Nowhere,perhaps`,
    `${wellKnown.member},,yes`,
    `missing,,`,
  ]
  form.append('file', new File([rows.join('\n')], 'people.csv', { type: 'text/csv' }))
  const sent = await fetch(`${app.url}/api/uploads`, {
    method: 'POST',
    headers: { cookie: script.cookie, origin: app.url, 'x-muster-csrf': script.csrf },
    body: form,
  })
  const upload = (await sent.json()) as { id: string }
  const damaged = new FormData()
  damaged.append('file', new File([new Uint8Array([0x25, 0x50, 0x44, 0x46])], 'people.csv'))
  const refused = await fetch(`${app.url}/api/uploads`, {
    method: 'POST',
    headers: { cookie: script.cookie, origin: app.url, 'x-muster-csrf': script.csrf },
    body: damaged,
  })
  const pdf = (await refused.json()) as { id: string }
  await until<{ state: string }>(script, `/api/uploads/${pdf.id}`, ({ state }) => state === 'refused')
  await until<{ state: string }>(script, `/api/uploads/${upload.id}`, ({ state }) => state === 'checked')
  sandbox.control.addFault({ kind: 'drop-after', endpoint: 'update-users', next: 1 })
  const waiting = await applyByScript(script, {
    kind: 'identifiers',
    identifiers,
    change: { kind: 'update', isDeveloper: true, canCreateBot: true },
  })
  await until<{ waiting: unknown }>(script, `/api/jobs/${waiting}`, (job) => job.waiting !== null)

  await usePseudoLocale(page)
  const table = 'table tbody tr, [role=row]'
  await expectPseudo(page, `/plans/${plan.id}`, table)
  await expectPseudo(page, '/plans', table)
  await expectPseudo(page, `/jobs/${erased}`, table)
  await expectPseudo(page, `/jobs/${erased}?view=report`, 'h2')
  await expectPseudo(page, `/jobs/${waiting}`, table)
  await expectPseudo(page, '/jobs', table)
  await expectPseudo(page, `/uploads/${upload.id}`, '[role=gridcell]')
  await expectPseudo(page, '/uploads', 'h1')
  await expectPseudo(page, '/erasures', table)
  await expectPseudo(page, '/audit', table)
  await expectPseudo(page, `/uploads/${pdf.id}`, '[data-sentence]')
  expectConsoleError(page, /404/)
  await expectPseudo(page, '/plans/none', '[role=alert]:visible')

  // Without the scopes for reading, the connection has reasons to show.
  sandbox.control.setScopes(['delete:delete_user_data'])
  await script.send('POST', '/api/connection/test')
  await expectPseudo(page, '/settings', '[data-sentence]')
})
