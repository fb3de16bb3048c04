import { wellKnown } from '@muster/kore-sandbox'
import { test } from '../fixtures/test.ts'
import { expectAccessible } from '../fixtures/axe.ts'
import { openUser } from '../fixtures/users.ts'
test.use({ backendOptions: { name: 'look', users: 600 } })
const shots = '/tmp/shots'
test('look', async ({ owner: page }) => {
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 })
      const drawer = await openUser(page, wellKnown.groupMember)
      await drawer.getByPlaceholder('Add to a group').fill('lega')
      await page.keyboard.press('Enter')
      await drawer.getByRole('button', { name: /^Remove / }).first().click()
      await page.waitForTimeout(400)
      await page.screenshot({ path: `${shots}/panel-${scheme}-${width}.png` })
      if (scheme === 'light' && width === 1440) await expectAccessible(page)
      await drawer.getByRole('button', { name: 'Discard' }).click()
    }
  }
})
