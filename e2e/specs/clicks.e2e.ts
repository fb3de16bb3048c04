import { wellKnown } from '@muster/kore-sandbox'
import type { Locator, Page } from '@playwright/test'
import { countInputs } from '../fixtures/inputs.ts'
import { typedText } from '../fixtures/pseudo-locale.ts'
import { expect, test } from '../fixtures/test.ts'
import { fieldOf, openUser } from '../fixtures/users.ts'
import { visit } from '../fixtures/visit.ts'

test.use({ backendOptions: { name: 'clicks', users: 120 } })

const applied = 'The change is applied.'

/** Sees the plan of a form for a large share of the account, and applies it by typing the count, and Enter. */
async function planAndApply(form: Locator): Promise<void> {
  const page = form.page()
  await form.getByRole('button', { name: 'See what this will change' }).click()
  await page.getByRole('region', { name: 'Apply this plan' }).getByRole('button').click()
  const confirm = page.getByRole('dialog')
  await confirm.getByRole('textbox').fill(await confirm.locator('label code').innerText())
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/jobs\//)
}

// The clicks and keys that each task of the day takes. A change that needs more of them fails here.

test('one user joins a group from any page: 13 keys and no click', async ({ owner: page, app }) => {
  await visit(page, '/audit')
  await expect(page.getByRole('button', { name: 'Search', exact: true })).toBeVisible()
  const inputs = await countInputs(page)
  await page.keyboard.press('Control+K')
  await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused()
  await page.keyboard.type('sven')
  await expect(page.getByRole('dialog').getByRole('button', { name: /Sven Member/ })).toBeVisible()
  await page.keyboard.press('Enter')
  const field = fieldOf(page, 'Add to a group')
  await expect(field).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.type('lega')
  await page.keyboard.press('Enter')
  await expect(page.getByText('1 change', { exact: true })).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(applied)).toBeVisible()
  expect(app.sandbox.control.user(wellKnown.secondMember)?.groups).toHaveLength(2)
  expect(await inputs()).toEqual({ clicks: 0, keys: 13 })
})

test('the panel takes one group away in 2 clicks, and asks before it loses a change', async ({ owner: page, app }) => {
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
  await fieldOf(form, 'Add to').focus()
  await page.keyboard.press('Control+Enter')
  await form.getByRole('button', { name: 'Cancel' }).click()
  await expect(form).toHaveCount(0)
  await expect(drawer.getByRole('group', { name: 'Changes' })).toBeVisible()
  await drawer.getByRole('button', { name: 'Keep Quality' }).click()
  const inputs = await countInputs(page)
  await remove.click()
  await drawer.getByRole('button', { name: 'Apply' }).click()
  await expect(drawer.getByText(applied)).toBeVisible()
  expect(app.sandbox.control.user(wellKnown.groupMember)?.groups).toEqual([])
  expect(await inputs()).toEqual({ clicks: 2, keys: 0 })
})

test('the panel shows the plan of its changes, and gives a role on a bot in 3 clicks', async ({ owner: page, app }) => {
  const drawer = await openUser(page, wellKnown.secondMember)
  const rolesBefore = app.sandbox.control.user(wellKnown.secondMember)?.botRoles.length ?? 0
  const field = (name: string) => fieldOf(drawer, name)
  const inputs = await countInputs(page)
  await field('Assign: role').click()
  await page.keyboard.type('bot tes')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await expect(field('Assign: bot')).toBeFocused()
  await page.keyboard.type('bill')
  await page.keyboard.press('Enter')
  await expect(drawer.getByText('1 change', { exact: true })).toBeVisible()
  await drawer.getByRole('button', { name: 'Review' }).click()
  const plan = drawer.getByRole('region', { name: 'Plan' })
  await expect(plan.getByText('Bot Tester on Billing').first()).toBeVisible()
  expect(app.sandbox.control.user(wellKnown.secondMember)?.botRoles).toHaveLength(rolesBefore)
  await plan.getByRole('button', { name: 'Apply to 1 user' }).click()
  await expect(drawer.getByText(applied)).toBeVisible()
  expect(app.sandbox.control.user(wellKnown.secondMember)?.botRoles).toHaveLength(rolesBefore + 1)
  expect(await inputs()).toMatchObject({ clicks: 3 })

  // Back from the plan, the changes are still there; the next user asks before they are lost.
  await drawer
    .getByRole('button', { name: /^Remove / })
    .first()
    .click()
  await drawer.getByRole('button', { name: 'Review' }).click()
  await drawer.getByRole('button', { name: 'Back to the changes' }).click()
  await expect(drawer.getByText('1 change', { exact: true })).toBeVisible()

  // The key of the plan is not also that of the form behind it, which would make and apply a second plan.
  await drawer.getByRole('button', { name: 'Review' }).click()
  await expect(plan.getByRole('button', { name: 'Apply to 1 user' })).toBeEnabled()
  const sent: string[] = []
  page.on('request', (request) => request.method() === 'POST' && sent.push(new URL(request.url()).pathname))
  await page.keyboard.press('Control+Enter')
  await expect(drawer.getByText(applied)).toBeVisible()
  expect(sent.filter((path) => path === '/api/plans' || path.endsWith('/apply'))).toHaveLength(1)
})

test('a plan made before is found and changed in 3 clicks and one key', async ({ owner: page, app }) => {
  const identifiers = [wellKnown.member, wellKnown.secondMember].map((value) => ({ by: 'email', value }))
  const change = { kind: 'update', isDeveloper: true }
  const made = await app.script.send('POST', '/api/plans', { kind: 'identifiers', identifiers, change })
  const { id, title } = (await made.json()) as { id: string; title: string }
  await visit(page, '/audit')
  await expect(page.getByRole('heading', { name: 'Audit', level: 1 })).toBeVisible()
  const inputs = await countInputs(page)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Plans' }).click()
  await page.getByRole('row').filter({ hasText: title }).getByRole('button', { name: 'Edit plan…' }).first().click()
  const form = page.getByRole('dialog', { name: 'Edit plan' })
  const developer = form.getByRole('radiogroup', { name: /^Developer/ })
  await expect(developer.getByRole('radio', { name: 'Yes' })).toBeChecked()
  await developer.getByText('No', { exact: true }).click()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { name: 'Not a developer · 2 users', level: 1 })).toBeVisible()
  expect(await inputs()).toEqual({ clicks: 3, keys: 1 })

  // The plan has the same form, which also adds users.
  await page.getByRole('button', { name: 'Edit plan…' }).click()
  await form.getByRole('textbox', { name: 'Email addresses' }).fill(wellKnown.groupMember)
  await form.getByRole('button', { name: 'See what this will change' }).click()
  await expect(page.getByRole('heading', { name: 'Not a developer · 3 users', level: 1 })).toBeVisible()
  // One of the users is excluded: until the plan is without them, it cannot be applied.
  await page
    .getByRole('button', { name: /^Actions for / })
    .first()
    .click()
  await page.getByRole('menuitem', { name: 'Exclude from the plan' }).click()
  await expect(page.getByRole('region', { name: 'Apply this plan' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Update the plan' }).click()
  await expect(page.getByRole('heading', { name: 'Not a developer · 2 users', level: 1 })).toBeVisible()
  await visit(page, `/plans/${id}`)
  await expect(page.getByText('An edit replaced this plan. Nothing was sent.')).toBeVisible()
  await page.getByRole('link', { name: 'Open the newer plan' }).click()
  await expect(page.getByRole('heading', { name: 'Not a developer · 2 users', level: 1 })).toBeVisible()
})

test('pasted addresses join a group in 4 clicks and the count', async ({ owner: page, app }) => {
  const found = (await (await app.script.get('/api/users?limit=30&status=active')).json()) as {
    items: { email: string }[]
  }
  const emails = found.items.map(({ email }) => email)
  const inputs = await countInputs(page)
  await page.getByRole('button', { name: 'Paste a list' }).click()
  await page.getByRole('menuitem', { name: 'Edit access by ID…' }).click()
  const form = page.getByRole('dialog', { name: 'Edit access by ID' })
  await expect(form.getByRole('textbox', { name: 'Email addresses' })).toBeFocused()
  await page.keyboard.insertText(emails.join('\n'))
  await expect(form.getByText('30 identifiers')).toBeVisible()
  const group = fieldOf(form, 'Add to')
  for (let keys = 0; keys < 4 && !(await group.evaluate((field) => field === document.activeElement)); keys += 1)
    await page.keyboard.press('Tab')
  await page.keyboard.type('lega')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await planAndApply(form)
  expect(await inputs()).toMatchObject({ clicks: 4 })
})

test('all users that match a filter get one change in 6 clicks and the count', async ({ owner: page }) => {
  const field = (name: string) => fieldOf(page, name, { exact: true })
  const inputs = await countInputs(page)
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await expect(field('Group')).toBeFocused()
  for (const _ of ['Role', 'Bot', 'Flag', 'Status']) await page.keyboard.press('Tab')
  await page.keyboard.type(typedText('active'))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/status=active/)
  await page.getByRole('checkbox', { name: 'Select all users on this page' }).click()
  await page.getByRole('button', { name: /^Select all .* matching$/ }).click()
  await page.getByRole('group', { name: 'Selection' }).getByRole('button', { name: 'Edit access…' }).click()
  const form = page.getByRole('dialog', { name: /^Edit access of/ })
  await expect(field('Add to')).toBeVisible()
  await field('Add to').focus()
  await page.keyboard.type('lega')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await planAndApply(form)
  expect(await inputs()).toMatchObject({ clicks: 6 })
})

/** Sends a file from any page: 2 clicks. */
async function sendFile(page: Page, name: string, lines: readonly string[]): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Uploads' }).click()
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a file' }).click()
  const buffer = Buffer.from(`${lines.join('\n')}\n`)
  await (await choosing).setFiles({ name, mimeType: 'text/csv', buffer })
  await expect(page.getByRole('region', { name: 'Create the plan' })).toBeVisible()
}

test('a clean CSV is applied in 4 clicks', async ({ owner: page, app }) => {
  await visit(page, '/audit')
  const inputs = await countInputs(page)
  await sendFile(page, 'clean.csv', ['Email,Groups', `${wellKnown.admin},Legal`])
  await page.getByRole('button', { name: 'See what this will change' }).click()
  await page.getByRole('region', { name: 'Apply this plan' }).getByRole('button').click()
  await expect(page).toHaveURL(/\/jobs\//)
  expect(await inputs()).toEqual({ clicks: 4, keys: 0 })
  const legal = (await (await app.script.get('/api/access/groups?q=Legal')).json()) as { items: { id: string }[] }
  await expect.poll(() => app.sandbox.control.user(wellKnown.admin)?.groups).toContain(legal.items[0]?.id)
})

test('a messy file of 400 rows is mended and applied in 12 clicks and the count', async ({ owner: page, app }) => {
  const found = (await (await app.script.get('/api/users?limit=120&status=active')).json()) as {
    items: { email: string }[]
  }
  const emails = found.items.map(({ email }) => email).filter((email) => !email.endsWith('kore-sandbox.example'))
  // One row for each thing a user gets, misspelled names, a column that may be meant, an unknown user and a total.
  const rows = Array.from({ length: 400 }, (_, n) => {
    const email = emails[n % emails.length] ?? ''
    return (
      [`${email};Qualtiy;;;Data`, `${email};;Bot Testr;Billing;Legal`, `${email};;Analyst;Billing;Data`][n % 3] ?? ''
    )
  })
  const inputs = await countInputs(page)
  await sendFile(page, 'hr.csv', [
    'Email;Groups;Role;Bot;Squad',
    ...rows.slice(1),
    'una@nowhere.example;Quality;;;Data',
    'Total: 400;;;;',
  ])
  const issues = page.getByRole('navigation', { name: 'Issues' })
  await page.getByRole('button', { name: 'Do not use “Squad”' }).click()
  await issues.getByRole('button', { name: /“Qualtiy”/ }).click()
  await page.getByRole('button', { name: /^Use “Quality” in all/ }).click()
  await issues.getByRole('button', { name: /“Bot Testr”/ }).click()
  await page.getByRole('button', { name: /^Use “Bot Tester” in all/ }).click()
  await issues.getByRole('listitem').filter({ hasText: 'Duplicate user' }).getByRole('button').first().click()
  await page.getByRole('button', { name: 'Combine the rows of each user' }).click()
  await page.getByRole('button', { name: 'Exclude it' }).click()
  await planAndApply(page.getByRole('region', { name: 'Create the plan' }))
  expect(await inputs()).toMatchObject({ clicks: 12 })
})

test('the search is exported in 2 clicks', async ({ owner: page }) => {
  await visit(page, '/users?q=member')
  const inputs = await countInputs(page)
  await page.getByRole('button', { name: 'Export' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'As CSV', exact: true }).click()
  expect((await download).suggestedFilename()).toMatch(/\.csv$/)
  expect(await inputs()).toEqual({ clicks: 2, keys: 0 })
})

test('two users are compared in 3 clicks, and the access of one is given to a list in 4 and the count', async ({
  owner: page,
  app,
}) => {
  const found = (await (await app.script.get('/api/users?limit=60&status=active')).json()) as {
    items: { email: string }[]
  }
  const emails = found.items.slice(30, 60).map(({ email }) => email)
  const inputs = await countInputs(page)
  const rows = page.getByRole('table', { name: 'Users' }).getByRole('checkbox')
  await rows.nth(1).click()
  await rows.nth(2).click()
  await page.getByRole('group', { name: 'Selection' }).getByRole('button', { name: 'Compare' }).click()
  const compare = page.getByRole('dialog', { name: 'Compare access' })
  await expect(compare.getByRole('table', { name: 'Access of two users' })).toBeVisible()
  expect(await inputs()).toEqual({ clicks: 3, keys: 0 })
  await page.keyboard.press('Escape')

  await openUser(page, wellKnown.secondMember)
  const before = await inputs()
  await page.getByRole('button', { name: 'Copy access…' }).click()
  const form = page.getByRole('dialog', { name: 'Copy access of Sven Member' })
  await expect(form.getByRole('textbox', { name: 'Email addresses' })).toBeFocused()
  await page.keyboard.insertText(emails.join('\n'))
  await planAndApply(form)
  expect((await inputs()).clicks - before.clicks).toBe(3)
})

test('the search reads terms, and offers near misses of unknown names', async ({ owner: page }) => {
  const box = page.getByRole('searchbox', { name: 'Search users' })
  await box.fill('group:Qualty')
  await expect(page.getByText('No group has the name or ID “Qualty”.')).toBeVisible()
  await page.getByRole('button', { name: 'Quality', exact: true }).click()
  await expect(box).toHaveValue('group:Quality')
  await expect(page.getByText(/^\d+ users? found$/).first()).toBeVisible()
  await page.getByRole('button', { name: 'Remove filter: group:Quality' }).click()
  await expect(box).toHaveValue('')
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('combobox', { name: 'Condition' }).selectOption('is none of')
  const values = fieldOf(page, 'Values')
  await values.click()
  await page.getByRole('option', { name: /^Quality \(\d+\)$/ }).click()
  await page.getByRole('option', { name: /^Legal \(\d+\)$/ }).click()
  await page.getByRole('button', { name: 'Add filter' }).click()
  await expect(box).toHaveValue('-group:Quality,Legal')
  await expect(page.getByText(/^\d+ users? found$/).first()).toBeVisible()
  await box.fill('')
  await page.getByRole('heading', { name: 'Users', level: 1 }).click()
  await page.keyboard.press('Shift+?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
})
