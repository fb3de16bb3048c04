import { wellKnown } from '@muster/kore-sandbox'
import { applyByScript, until, untilOver } from '../fixtures/api.ts'
import { applyPlan, expectOutcomes } from '../fixtures/jobs.ts'
import { expect, test } from '../fixtures/test.ts'
import { visit } from '../fixtures/visit.ts'

test.use({ backendOptions: { name: 'plans', users: 60 } })

interface Named {
  readonly items: readonly { readonly id: string; readonly name: string }[]
}
interface Plan {
  readonly id: string
  readonly title: string
  readonly state: string
  readonly hash: string
  readonly summary: { readonly effects: readonly { key: string; label: string; removed: number }[] }
}

test('leaving a group removes its roles, and the totals include them', async ({ owner: page, app }) => {
  const { items } = (await (await app.script.get('/api/access/groups')).json()) as Named
  const quality = items.find(({ name }) => name === 'Quality')?.id
  const before = app.sandbox.control.user(wellKnown.groupMember)
  const made = await app.script.send('POST', '/api/plans', {
    kind: 'identifiers',
    identifiers: [{ by: 'email', value: wellKnown.groupMember }],
    change: { kind: 'update', groups: { mode: 'edit', add: [], remove: [quality] } },
  })
  const { id } = (await made.json()) as Plan
  const plan = await until<Plan>(app.script, `/api/plans/${id}`, ({ state }) => state === 'ready')
  const lost = plan.summary.effects.filter(({ label }) => label.startsWith('Leaves group Quality and with it '))
  expect(lost.length).toBeGreaterThan(0)
  expect(lost.every(({ removed }) => removed === 1)).toBe(true)
  const found = await app.script.get(`/api/plans/${id}/items?effect=${encodeURIComponent(lost[0]?.key ?? '')}`)
  expect(((await found.json()) as { items: unknown[] }).items).toHaveLength(1)

  await visit(page, `/plans/${id}`)
  const summary = page.getByRole('complementary', { name: 'Plan summary' })
  await summary.getByRole('button', { name: lost[0]?.label ?? '' }).click()
  await expect(page).toHaveURL(/effect=with-group/)
  await expect(page.getByText(wellKnown.groupMember).first()).toBeVisible()
  await applyPlan(page)
  await expectOutcomes(page, { changed: 1 })
  const after = app.sandbox.control.user(wellKnown.groupMember)
  expect(before?.groups).toContain(quality)
  expect(after?.groups).not.toContain(quality)
})

test('the list of plans shows a plan that was not applied', async ({ owner: page, app }) => {
  const request = {
    kind: 'identifiers',
    identifiers: [{ by: 'email', value: wellKnown.secondMember }],
    change: { kind: 'update', isDeveloper: false },
  }
  await applyByScript(app.script, request)
  const made = await app.script.send('POST', '/api/plans', request)
  const { id } = (await made.json()) as Plan
  const plan = await until<Plan>(app.script, `/api/plans/${id}`, ({ state }) => state === 'ready')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Plans' }).click()
  const rows = page.getByRole('table', { name: 'Plans' }).getByRole('row')
  await expect(rows.nth(1)).toContainText(plan.title)
  await expect(rows.nth(1)).toContainText('Draft, not applied')
  await expect(rows.nth(1)).toContainText('owner@example.com')
  await expect(rows.filter({ hasText: 'Show the job' })).not.toHaveCount(0)
  await page.getByRole('combobox', { name: 'Plans shown' }).selectOption('Not applied')
  await expect(rows.filter({ hasText: 'Show the job' })).toHaveCount(0)
  await page.reload()
  await rows.nth(1).getByRole('link', { name: plan.title }).click()
  await expect(page).toHaveURL(new RegExp(`/plans/${id}`))
  await expect(page.getByText(/^Nothing has been sent to/)).toBeVisible()
})

test('a plan is named in its page and in the list, and the audit has it', async ({ owner: page, app }) => {
  const made = await app.script.send('POST', '/api/plans', {
    kind: 'identifiers',
    identifiers: [{ by: 'email', value: wellKnown.member }],
    change: { kind: 'update', canCreateBot: true },
  })
  const { id } = (await made.json()) as Plan
  const { title } = await until<Plan>(app.script, `/api/plans/${id}`, ({ state }) => state === 'ready')
  const rename = async (name: string) => {
    const dialog = page.getByRole('dialog', { name: 'Rename plan' })
    await dialog.getByRole('textbox', { name: 'Name of the plan' }).fill(name)
    await page.keyboard.press('Enter')
    await expect(dialog).toHaveCount(0)
  }
  await visit(page, `/plans/${id}`)
  await page.getByRole('button', { name: 'Rename…' }).click()
  // Back leaves the page, and its dialog closes.
  await expect(page.getByRole('textbox', { name: 'Name of the plan' })).toBeFocused()
  await page.goBack()
  await expect(page).not.toHaveURL(/\/plans\/./)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.goForward()
  await page.getByRole('button', { name: 'Rename…' }).click()
  await rename('Night shift in May')
  await expect(page.getByRole('heading', { name: 'Night shift in May', level: 1 })).toBeVisible()
  await expect(page.getByText(title, { exact: true })).toBeVisible()
  const elsewhere = await app.script.send('PATCH', `/api/plans/${id}`, { name: 'Day shift' })
  expect(elsewhere.status).toBe(200)
  await expect(page.getByRole('heading', { name: 'Day shift', level: 1 })).toBeVisible()

  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Plans' }).click()
  const row = page.getByRole('table', { name: 'Plans' }).getByRole('row').nth(1)
  await expect(row.getByRole('link', { name: 'Day shift' })).toBeVisible()
  await page.getByRole('textbox', { name: 'Find a title, member or ID' }).fill('shift day')
  await expect(page.getByText('All 1 shown')).toBeVisible()
  await expect(page).toHaveURL(/q=shift/)
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await expect(page).not.toHaveURL(/q=/)
  await row.getByRole('button', { name: 'Actions for Day shift' }).click()
  await page.getByRole('menuitem', { name: 'Rename…' }).click()
  await rename('')
  await expect(row.getByRole('link', { name: title })).toBeVisible()
  const audit = await app.script.get('/api/audit?action=plan.renamed&limit=10')
  const { items } = (await audit.json()) as { items: readonly { sentence: string }[] }
  expect(items.map(({ sentence }) => sentence)).toEqual([
    `owner@example.com removed the name of the plan "${title}"`,
    `owner@example.com named the plan "${title}" "Day shift"`,
    `owner@example.com named the plan "${title}" "Night shift in May"`,
  ])
})

test('Back, before the plan of a form is shown, returns to the page of the form', async ({ owner: page }) => {
  await visit(page, '/users?q=mina')
  await page.getByRole('checkbox', { name: 'Select Mina Member' }).click()
  await page.getByRole('group', { name: 'Selection' }).getByRole('button', { name: 'Edit access…' }).click()
  const form = page.getByRole('dialog', { name: /^Edit access of/ })
  await form
    .getByRole('radiogroup', { name: /^May create bots/ })
    .getByText('No')
    .click()
  await page.evaluate(() => {
    const back = (at: string): void => {
      if (location.pathname !== at) history.back()
      else setTimeout(back, 0, at)
    }
    back(location.pathname)
    addEventListener('popstate', () => document.body.setAttribute('data-pops', `${document.body.dataset.pops ?? ''}*`))
  })
  await form.getByRole('button', { name: 'See what this will change' }).click()
  await expect(page.locator('body')).toHaveAttribute('data-pops')
  await expect(form).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'Users', level: 1 })).toBeVisible()
  await expect(page).toHaveURL(/\/users/)
  await expect(page.locator('body')).toHaveAttribute('data-pops', '*')
})

test('jobs have the name of their plan, and filters behind one button', async ({ owner: page, app }) => {
  const change = { kind: 'update', canCreateBot: true, isDeveloper: true }
  const source = { kind: 'identifiers', identifiers: [{ by: 'email', value: wellKnown.groupMember }], change }
  await untilOver(app.script, await applyByScript(app.script, source, 'Builders of May'))
  const { items } = (await (await app.script.get('/api/plans?limit=1&q=builders')).json()) as { items: readonly Plan[] }
  await visit(page, '/jobs')
  const rows = page.getByRole('table', { name: 'Jobs' }).getByRole('row')
  await expect(rows.nth(1).getByRole('link', { name: 'Builders of May' })).toBeVisible()
  // The list follows the name of an applied plan.
  expect((await app.script.send('PATCH', `/api/plans/${items[0]?.id}`, { name: 'Builders of June' })).status).toBe(200)
  await expect(rows.nth(1).getByRole('link', { name: 'Builders of June' })).toBeVisible()
  await page.getByRole('textbox', { name: 'Find a title, member or ID' }).fill('june builders')
  await expect(page).toHaveURL(/q=june/)
  await expect(rows).toHaveCount(2)
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByRole('combobox', { name: 'Kind' }).selectOption('Removals')
  await expect(page.getByText('No matching jobs')).toBeVisible()
  await page.getByRole('button', { name: 'Remove filter: Removals' }).click()
  await rows.nth(1).getByRole('link', { name: 'Builders of June' }).click()
  await expect(page.getByRole('heading', { name: 'Builders of June', level: 1 })).toBeVisible()
  await page.getByRole('button', { name: 'Rename…' }).click()
  await page.getByRole('textbox', { name: 'Name of the plan' }).fill('Builders of summer')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Builders of summer', level: 1 })).toBeVisible()
})

test('a plan applied elsewhere can no longer be applied', async ({ owner: page, app }) => {
  const made = await app.script.send('POST', '/api/plans', {
    kind: 'identifiers',
    identifiers: [{ by: 'email', value: wellKnown.member }],
    change: { kind: 'update', isDeveloper: app.sandbox.control.user(wellKnown.member)?.isDeveloper !== true },
  })
  const { id } = (await made.json()) as Plan
  const { hash } = await until<Plan>(app.script, `/api/plans/${id}`, ({ state }) => state === 'ready')
  await visit(page, `/plans/${id}`)
  await expect(page.getByRole('button', { name: 'Apply to 1 user' })).toBeVisible()
  expect((await app.script.send('POST', `/api/plans/${id}/apply`, { hash })).status).toBe(201)
  await expect(page.getByText(/^Applied to/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Apply to 1 user' })).toHaveCount(0)
})

test('the list of plans pages by cursor and refuses an invalid one', async ({ app }) => {
  const change = { kind: 'update', isDeveloper: true }
  for (const value of [wellKnown.member, wellKnown.invited])
    await app.script.send('POST', '/api/plans', { kind: 'identifiers', identifiers: [{ by: 'email', value }], change })
  const first = (await (await app.script.get('/api/plans?limit=1')).json()) as { items: Plan[]; next: string }
  const second = (await (await app.script.get(`/api/plans?limit=1&cursor=${first.next}`)).json()) as { items: Plan[] }
  expect(first.items[0]?.id).not.toBe(second.items[0]?.id)
  expect((await app.script.get('/api/plans?cursor=nonsense')).status).toBe(400)
})
