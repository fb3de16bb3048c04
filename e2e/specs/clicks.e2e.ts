import { wellKnown } from '@muster/kore-sandbox'
import { countInputs } from '../fixtures/inputs.ts'
import { expectOutcomes } from '../fixtures/jobs.ts'
import { expect, test } from '../fixtures/test.ts'
import { openUser } from '../fixtures/users.ts'
import { visit } from '../fixtures/visit.ts'

test.use({ backendOptions: { name: 'clicks', users: 120 } })

// The clicks and keys that each task of the day takes. A change that needs more of them fails here.

test('one user joins a group from any page: 14 keys and no click', async ({ owner: page, app }) => {
  await visit(page, '/audit')
  await expect(page.getByRole('button', { name: 'Search', exact: true })).toBeVisible()
  const inputs = await countInputs(page)
  await page.keyboard.press('Control+K')
  await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused()
  await page.keyboard.type('sven')
  await expect(page.getByRole('dialog').getByRole('button', { name: /Sven Member/ })).toBeVisible()
  await page.keyboard.press('Enter')
  const field = page
    .getByRole('combobox', { name: 'Add to a group' })
    .or(page.getByRole('textbox', { name: 'Add to a group' }))
  await expect(field).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.type('lega')
  await page.keyboard.press('Enter')
  await expect(page.getByText('1 change', { exact: true })).toBeVisible()
  await page.keyboard.press('Control+Enter')
  const apply = page.getByRole('region', { name: 'Apply this plan' }).getByRole('button')
  await expect(apply).toBeEnabled()
  await page.keyboard.press('Control+Enter')
  await expectOutcomes(page, { changed: 1 })
  expect(app.sandbox.control.user(wellKnown.secondMember)?.groups).toHaveLength(2)
  expect(await inputs()).toEqual({ clicks: 0, keys: 14 })
})

test('the panel takes one group away in 3 clicks, and asks before it loses a change', async ({ owner: page, app }) => {
  const drawer = await openUser(page, wellKnown.groupMember)
  const remove = drawer.getByRole('button', { name: 'Remove Quality' })
  await remove.click()
  await drawer.getByRole('button', { name: 'Keep Quality' }).click()
  await expect(drawer.getByRole('group', { name: 'Changes' })).toHaveCount(0)
  await remove.click()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name: 'Discard changes?' }).getByRole('button', { name: 'Discard changes' }).click()
  await expect(drawer).toHaveCount(0)
  expect(app.sandbox.control.effects().filter(({ user }) => user === wellKnown.groupMember)).toEqual([])

  // The key of a form above the panel is not the panel's.
  await openUser(page, wellKnown.groupMember)
  await remove.click()
  await drawer.getByRole('button', { name: 'Edit access…' }).click()
  const form = page.getByRole('dialog', { name: /^Edit access of/ })
  await form
    .getByRole('combobox', { name: 'Add to' })
    .or(form.getByRole('textbox', { name: 'Add to' }))
    .focus()
  await page.keyboard.press('Control+Enter')
  await form.getByRole('button', { name: 'Cancel' }).click()
  await expect(form).toHaveCount(0)
  await expect(drawer.getByRole('group', { name: 'Changes' })).toBeVisible()
  await drawer.getByRole('button', { name: 'Keep Quality' }).click()
  const inputs = await countInputs(page)
  await remove.click()
  await drawer.getByRole('button', { name: 'Review' }).click()
  await page.getByRole('region', { name: 'Apply this plan' }).getByRole('button').click()
  await expectOutcomes(page, { changed: 1 })
  expect(app.sandbox.control.user(wellKnown.groupMember)?.groups).toEqual([])
  expect(await inputs()).toEqual({ clicks: 3, keys: 0 })
})
