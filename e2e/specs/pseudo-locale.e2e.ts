import { loosen, plainText, showPseudoLocale } from '../fixtures/pseudo-locale.ts'
import { expect, expectConsoleError, test } from '../fixtures/test.ts'

test.use({ backendOptions: { name: 'pseudo-locale', users: 20 } })

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
