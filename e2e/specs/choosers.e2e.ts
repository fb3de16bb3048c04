import { wellKnown } from '@muster/kore-sandbox'
import type { Page } from '@playwright/test'
import { expectPlan } from '../fixtures/jobs.ts'
import { typedText } from '../fixtures/pseudo-locale.ts'
import { expect, test } from '../fixtures/test.ts'
import { fieldOf, openFilters, openUser } from '../fixtures/users.ts'
import { visit } from '../fixtures/visit.ts'

test.use({ backendOptions: { name: 'choosers', users: 60 } })

async function editForm(page: Page) {
  const drawer = await openUser(page, wellKnown.secondMember)
  await drawer.getByRole('button', { name: 'Edit access…' }).click()
  const form = page.getByRole('dialog', { name: /^Edit access of/ })
  await expect(form.getByRole('button', { name: 'See what this will change' })).toBeVisible()
  const field = (name: string) => fieldOf(form, name, { exact: true })
  return { form, field, submit: () => form.getByRole('button', { name: 'See what this will change' }).click() }
}

const type = async (page: Page, text: string, ...keys: readonly string[]): Promise<void> => {
  await page.keyboard.type(text)
  for (const key of keys) await page.keyboard.press(key)
}

test('Enter chooses the typed option once and never submits the form', async ({ owner: page }) => {
  const { form, field } = await editForm(page)
  const removable = form.getByRole('button', { name: /^Remove / }).or(form.locator('.mantine-Pill-root'))
  await field('Add to').focus()
  await type(page, 'lega', 'Enter')
  await expect(form.getByText('Legal', { exact: true })).toBeVisible()
  await expect(field('Add to')).toHaveValue('')
  // Without typed text or a highlighted option, Enter chooses nothing.
  await page.keyboard.press('Enter')
  await expect(removable).toHaveCount(1)
  // Typing a chosen option keeps it chosen.
  await type(page, 'Legal', 'Enter')
  await expect(field('Add to')).toHaveValue('')
  await expect(removable).toHaveCount(1)
  await type(page, 'no such group', 'Enter')
  await expect(field('Add to')).toHaveValue('no such group')
  await expect(removable).toHaveCount(1)
  await expect(page).not.toHaveURL(/\/plans\//)
  await expect(form).toBeVisible()
})

test('a role and its bot are chosen with the keyboard, and the fields are cleared', async ({ owner: page }) => {
  const { form, field } = await editForm(page)
  await field('Assign: role').focus()
  await type(page, 'Bot Tester', 'Enter', 'Tab')
  await expect(field('Assign: bot')).toBeFocused()
  await type(page, 'billi', 'Enter')
  await expect(form.getByText('Bot Tester on Billing')).toBeVisible()
  await expect(field('Assign: bot')).toHaveValue('')
  await expect(page).not.toHaveURL(/\/plans\//)
})

test('text that is no option stays with an error and blocks the form', async ({ owner: page }) => {
  const { form, field, submit } = await editForm(page)
  await field('Add to').focus()
  await type(page, 'Legal', 'Enter')
  await type(page, 'Legl', 'Tab')
  await expect(form.getByText('Nothing matches “Legl”. Correct or clear the text.')).toBeVisible()
  await expect(field('Add to')).toHaveValue('Legl')
  await submit()
  await expect(field('Add to')).toBeFocused()
  await expect(page).not.toHaveURL(/\/plans\//)
  // Corrected to the name of one option, it is chosen on leaving the field.
  await field('Add to').fill('qualit')
  await page.keyboard.press('Tab')
  await expect(form.getByText('Quality', { exact: true }).first()).toBeVisible()
  await expect(form.getByText(/Correct or clear the text/)).toHaveCount(0)
  await submit()
  await expectPlan(page, { change: 1 })
  const effects = page.getByRole('complementary', { name: 'Plan summary' })
  await expect(effects.getByText('group Legal')).toBeVisible()
})

test('Enter chooses the typed match of a filter, and erasing the text clears it', async ({ owner: page }) => {
  await openFilters(page)
  const filter = page.getByRole('search').getByRole('combobox', { name: 'Group', exact: true })
  await expect(filter).toBeFocused()
  await type(page, 'lega')
  await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/group=/)
  await expect(filter).toHaveValue('Legal')
  await filter.fill('')
  await page.keyboard.press('Tab')
  await expect(page).not.toHaveURL(/group=/)
  await page.getByRole('search').getByRole('combobox', { name: 'Role', exact: true }).focus()
  await type(page, 'zzz', 'Enter', 'Tab')
  await expect(page.getByText('Nothing matches “zzz”. Correct or clear the text.')).toBeVisible()
  await expect(page).not.toHaveURL(/role=/)
})

test('Escape closes one layer at a time and asks before it discards changes', async ({ owner: page }) => {
  const { form, field } = await editForm(page)
  const question = page.getByRole('dialog', { name: 'Discard changes?' })
  const drawer = page.getByRole('dialog').filter({ has: page.getByRole('heading', { name: 'History' }) })
  // Without changes the form closes immediately, and the drawer stays.
  await page.keyboard.press('Escape')
  await expect(form).toHaveCount(0)
  await expect(drawer).toBeVisible()

  await drawer.getByRole('button', { name: 'Edit access…' }).click()
  await field('Add to').focus()
  await type(page, 'Legal', 'Enter')
  await expect(page.getByRole('listbox')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('listbox')).toHaveCount(0)
  await expect(form).toBeVisible()
  await expect(question).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(question).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(question).toHaveCount(0)
  await expect(form.getByText('Legal', { exact: true })).toBeVisible()
  for (const close of [form.getByRole('button', { name: 'Close' }), form.getByRole('button', { name: 'Cancel' })]) {
    await close.click()
    await question.getByRole('button', { name: 'Keep editing' }).click()
    await expect(form.getByText('Legal', { exact: true })).toBeVisible()
  }
  await page.mouse.click(8, 400)
  await question.getByRole('button', { name: 'Discard changes' }).click()
  await expect(form).toHaveCount(0)
  await expect(drawer).toBeVisible()
})

test('leaving the page with changes in a form asks first', async ({ owner: page }) => {
  await page.getByRole('link', { name: 'Jobs' }).click()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Users' }).click()
  const { form, field } = await editForm(page)
  const question = page.getByRole('dialog', { name: 'Discard changes?' })
  // Text that is not chosen yet counts as a change.
  await field('Add to').focus()
  await type(page, 'Legl')
  await page.goBack()
  await question.getByRole('button', { name: 'Keep editing' }).click()
  await expect(field('Add to')).toHaveValue('Legl')
  await page.goBack()
  await question.getByRole('button', { name: 'Discard changes' }).click()
  await expect(form).toHaveCount(0)
})

const typedInputs = [
  { place: 'Settings', open: 'Stop all changes…', dialog: 'Stop all changes?', field: 'Reason (optional)' },
  {
    place: 'Audit',
    menu: 'Actions for Audit',
    open: 'Erase a person…',
    dialog: 'Erase a person from Muster?',
    field: 'Email or ID',
  },
]
test('input of a dialog and of a page is never lost without a question', async ({ owner: page }) => {
  const question = page.getByRole('dialog', { name: 'Discard changes?' })
  const keep = question.getByRole('button', { name: 'Keep editing' })
  const discard = question.getByRole('button', { name: 'Discard changes' })
  const places = page.getByRole('navigation', { name: 'Main' })
  for (const { place, menu, open, dialog, field } of typedInputs) {
    await places.getByRole('link', { name: place, exact: true }).click()
    if (menu !== undefined) await page.getByRole('button', { name: menu }).click()
    await page.getByRole(menu === undefined ? 'button' : 'menuitem', { name: open }).click()
    const form = page.getByRole('dialog', { name: dialog })
    await form.getByRole('textbox', { name: field }).fill('phishing')
    for (const leave of [
      () => page.keyboard.press('Escape'),
      () => page.mouse.click(4, 400),
      () => page.goBack(),
      () => form.getByRole('button', { name: 'Cancel' }).click(),
    ]) {
      await leave()
      await keep.click()
      await expect(form.getByRole('textbox', { name: field })).toHaveValue('phishing')
    }
    await page.keyboard.press('Escape')
    await discard.click()
    await expect(form).toHaveCount(0)
  }
  await places.getByRole('link', { name: 'Uploads', exact: true }).click()
  await page.getByRole('button', { name: 'Paste cells' }).click()
  const cells = page.getByRole('textbox', { name: 'Cells from Excel or Google Sheets' })
  await cells.fill('Email\tAdd groups\nana@example.com\tLegal')
  for (const leave of [
    () => places.getByRole('link', { name: 'Audit', exact: true }).click(),
    () => page.getByRole('button', { name: 'Close', exact: true }).click(),
  ]) {
    await leave()
    await keep.click()
    await expect(cells).toHaveValue(/Legal/)
  }
  // Sent cells are not lost.
  await page.getByRole('button', { name: 'Send these cells' }).click()
  await expect(page).toHaveURL(/\/uploads\/./)
  await expect(question).toHaveCount(0)
  await page.getByRole('button', { name: 'Correct', exact: true }).click()
  const header = page.getByRole('textbox', { name: /^Row of the column names/ })
  await header.fill('7')
  for (const leave of [
    () => places.getByRole('link', { name: 'Audit', exact: true }).click(),
    () => page.getByRole('button', { name: 'Close', exact: true }).click(),
  ]) {
    await leave()
    await keep.click()
    await expect(header).toHaveValue('7')
  }
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await discard.click()
  await expect(header).toHaveCount(0)
  await page
    .getByRole('navigation', { name: 'Issues' })
    .getByRole('button', { name: /ana@example.com/ })
    .click()
  const other = page.getByRole('textbox', { name: 'Replace with' })
  await other.fill('ana@acme.example')
  for (const leave of [
    () => page.getByRole('button', { name: 'Show all rows' }).click(),
    () => places.getByRole('link', { name: 'Audit', exact: true }).click(),
  ]) {
    await leave()
    await keep.click()
    await expect(other).toHaveValue('ana@acme.example')
  }
  // A value that was sent is not lost.
  await page.getByRole('button', { name: 'Replace in 1 row' }).click()
  await expect(other).toHaveCount(0)
  await places.getByRole('link', { name: 'Users', exact: true }).click()
  await page.getByRole('button', { name: 'View', exact: true }).click()
  const view = page.getByRole('textbox', { name: 'Name of the view' })
  await view.fill('Night shift')
  for (const leave of [
    () => page.keyboard.press('Escape'),
    () => page.mouse.click(4, 400),
    () => page.goBack(),
    () => page.getByRole('button', { name: 'View', exact: true }).click(),
  ]) {
    await leave()
    await keep.click()
    await expect(view).toHaveValue('Night shift')
  }
  await view.press('Escape')
  await discard.click()
  await expect(view).toHaveCount(0)
  await visit(page, '/verify')
  const signature = page.getByRole('textbox', { name: 'Or its signature' })
  await signature.fill('a.b.c')
  await page.goBack()
  await keep.click()
  await expect(signature).toHaveValue('a.b.c')
  // Verified, it is on screen and may be left.
  await page.getByRole('button', { name: 'Verify', exact: true }).click()
  await expect(page.getByText(/^The signature is not valid/)).toBeVisible()
  await page.goBack()
  await expect(page).not.toHaveURL(/\/verify/)
})

test('the palette opens a user, a page and a bot from any page, by keys alone', async ({ owner: page }) => {
  await visit(page, '/audit')
  await expect(page.getByRole('button', { name: 'Search', exact: true })).toBeVisible()
  const open = async (typed: string, entry: RegExp): Promise<void> => {
    await page.keyboard.press('Control+K')
    await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused()
    await page.keyboard.type(typed)
    await expect(page.getByRole('dialog').getByRole('button', { name: entry }).first()).toBeVisible()
    await page.keyboard.press('Enter')
  }
  await open('mina', /Mina Member/)
  await expect(page).toHaveURL(/\/users\?.*user=/)
  await expect(page.getByRole('dialog').getByRole('heading', { name: 'History' })).toBeVisible()
  await open(typedText('Members'), /Members/)
  await expect(page).toHaveURL(/\/settings\/members/)
  // Accents may be missing, or one too many.
  await open('bänkın', /Banking/)
  await expect(page.getByRole('heading', { level: 1, name: 'Banking' })).toBeVisible()
  await page.keyboard.press('Control+K')
  await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused()
  await page.keyboard.type('absent-everywhere')
  await expect(page.getByText('Nothing with this name or ID')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})
