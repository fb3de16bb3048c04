import { sentinelEmail, wellKnown } from '@muster/kore-sandbox'
import { applyByScript, untilOver } from '../fixtures/api.ts'
import { applyPlan, expectOutcomes, expectPlan } from '../fixtures/jobs.ts'
import { typedText } from '../fixtures/pseudo-locale.ts'
import { expect, test } from '../fixtures/test.ts'
import { choose, fieldOf } from '../fixtures/users.ts'
import { visit } from '../fixtures/visit.ts'

test.use({ backendOptions: { name: 'access', users: 200 } })

interface Access {
  readonly id: string
  readonly name: string
  readonly kind?: string
}
interface Outcomes {
  readonly items: readonly { readonly changed: number }[]
}

test('who has a role on a bot, and through what, is two clicks away', async ({ owner: page, app }) => {
  await page.getByRole('link', { name: 'Access', exact: true }).click()
  await expect(page.getByRole('table', { name: 'Group' }).getByRole('row')).not.toHaveCount(1)
  await page.getByRole('radiogroup', { name: 'Access by' }).getByText('Roles by bot').click()
  const matrix = page.getByRole('table', { name: 'Roles by bot' })
  const cell = matrix.getByRole('link', { name: /^Bot Tester on Banking: / })
  const shown = Number(await cell.innerText())
  await cell.click()
  await expect(page.getByRole('heading', { level: 1, name: 'Banking' })).toBeVisible()
  const holders = page.getByRole('table', { name: 'Users with this access' }).getByRole('row')
  await expect(holders).toHaveCount(Math.min(shown, 50) + 1)
  await expect(holders.nth(1)).toContainText('Bot Tester')

  // While the users of a role load, those of the bot are not shown in their place.
  const { items } = (await (await app.script.get('/api/access/roles?q=Analyst')).json()) as { items: Access[] }
  const response = Promise.withResolvers<undefined>()
  await page.route(/\/api\/users\?/, async (route) => {
    await response.promise
    await route.continue()
  })
  await page.evaluate((to) => history.pushState(null, '', to), `/access/roles/${items[0]?.id}`)
  await expect(page.getByRole('heading', { level: 1, name: 'Analyst' })).toBeVisible()
  await expect(holders).toHaveCount(0)
  response.resolve(undefined)
  await expect(holders.nth(1)).toContainText('Analyst on')
})

test('a role is assigned to a pasted list from the page of its bot', async ({ owner: page, app }) => {
  await visit(page, '/access?view=bots&q=billing')
  await page.getByRole('link', { name: 'Billing', exact: true }).click()
  await page.getByRole('button', { name: 'Add users…' }).click()
  const form = page.getByRole('dialog', { name: 'Assign a role on Billing' })
  await form.getByRole('textbox', { name: 'Email addresses' }).fill(wellKnown.secondMember)
  // The bot is chosen; without a role the form is not sent.
  await form.getByRole('button', { name: 'See what this will change' }).click()
  await expect(form.getByText('Choose both the role and the bot, or clear the choice')).toBeVisible()
  await choose(page, fieldOf(form, 'Assign: role'), 'Bot Tester')
  await form.getByRole('button', { name: 'See what this will change' }).click()
  await expectPlan(page, { change: 1 })
  await applyPlan(page)
  await expectOutcomes(page, { changed: 1 })
  const { items } = (await (await app.script.get('/api/access/bots?q=Billing')).json()) as { items: { id: string }[] }
  const held = app.sandbox.control.user(wellKnown.secondMember)?.botRoles ?? []
  expect(held.some(({ botId }) => botId === items[0]?.id)).toBe(true)
})

test('who holds elevated access, and who has not signed in for long, is one click away', async ({ owner: page }) => {
  await visit(page, '/access')
  const views = page.getByRole('radiogroup', { name: 'Access by' })
  await views.getByText('Elevated access').click()
  const elevated = page.getByRole('table', { name: 'Elevated access' })
  await expect(elevated.getByRole('row').filter({ hasText: wellKnown.admin })).toContainText('Assigned directly')
  await expect(elevated.getByRole('row').filter({ hasText: wellKnown.member })).toHaveCount(0)
  await page.getByRole('textbox', { name: 'Search users' }).fill('no such user')
  await expect(page.getByText(/^No user matches this search/)).toBeVisible()
  await page.getByRole('textbox', { name: 'Search users' }).fill('')
  await expect(elevated.getByRole('row').filter({ hasText: wellKnown.admin })).toBeVisible()
  await page.getByRole('link', { name: 'Select and change in Users' }).click()
  await expect(page.getByRole('searchbox', { name: 'Search users' })).toHaveValue('is:elevated')
  await expect(page.getByRole('table', { name: 'Users' })).toContainText(wellKnown.admin)
  await page.goBack()
  await views.getByText('Dormant users').click()
  const dormant = page.getByRole('table', { name: 'Dormant users' })
  await expect(dormant.getByRole('row').nth(1).getByRole('time')).toBeVisible()
  const shown = (await dormant.getByRole('row').count()) - 1
  await page.getByRole('link', { name: 'Select and change in Users' }).click()
  await expect(page.getByRole('searchbox', { name: 'Search users' })).toHaveValue('dormant:90')
  const users = page.getByRole('table', { name: 'Users' }).getByRole('row')
  await expect.poll(() => users.count()).toBeGreaterThanOrEqual(shown)
})

test('the palette opens a job, a plan and a setting, and acts on the selection', async ({ owner: page, app }) => {
  const groups = (await (await app.script.get('/api/access/groups?q=Night')).json()) as { items: { id: string }[] }
  const name = 'Joins in May'
  const source = {
    kind: 'identifiers',
    identifiers: [{ by: 'email', value: wellKnown.member }],
    change: { kind: 'update', groups: { mode: 'edit', add: groups.items.map(({ id }) => id), remove: [] } },
  }
  const jobId = await applyByScript(app.script, source, name)
  const { planId } = await untilOver(app.script, jobId)
  const palette = page.getByRole('dialog')
  const find = async (text: string, entry: string | RegExp, at = 0) => {
    await page.keyboard.press('Control+K')
    await palette.getByRole('textbox').fill(text)
    await palette.getByRole('button', { name: entry }).nth(at).click()
  }
  await visit(page, '/audit')
  // The server searches all of them, for the words in any order.
  await find('may joins', name, 1)
  await expect(page).toHaveURL(new RegExp(`/jobs/${jobId}`))
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await find('joins may', name)
  await expect(page).toHaveURL(new RegExp(`/plans/${planId}`))
  await find(typedText('tokens'), 'Tokens for scripts')
  await expect(page).toHaveURL(/\/settings#tokens$/)
  await expect(page.getByRole('heading', { name: 'Tokens for scripts' })).toBeInViewport()
  await visit(page, '/users')
  await page
    .getByRole('checkbox', { name: /^Select / })
    .nth(1)
    .click()
  await expect(page.getByRole('group', { name: 'Selection' })).toBeVisible()
  await find(typedText('selected edit'), 'Edit access…')
  await expect(page.getByRole('dialog', { name: /^Edit access of/ })).toBeVisible()
})

test('a pasted list joins a group from its page', async ({ owner: page, app }) => {
  await visit(page, '/access?q=legal')
  await page.getByRole('link', { name: 'Legal', exact: true }).click()
  await page.getByRole('button', { name: 'Add users…' }).click()
  const form = page.getByRole('dialog', { name: 'Add users to Legal' })
  await form
    .getByRole('textbox', { name: 'Email addresses' })
    .fill(`Mina Member <${wellKnown.member}>; ${wellKnown.secondMember}`)
  await form.getByRole('button', { name: 'See what this will change' }).click()
  await expectPlan(page, { change: 2 })
  await applyPlan(page, '2')
  await expectOutcomes(page, { changed: 2 })
  const legal = (await (await app.script.get('/api/access/groups?q=Legal')).json()) as { items: { id: string }[] }
  for (const email of [wellKnown.member, wellKnown.secondMember])
    expect(app.sandbox.control.user(email)?.groups).toContain(legal.items[0]?.id)
})

test('an admin role is assigned without a bot, also from the page of one', async ({ owner: page, app }) => {
  const list = async (kind: string) =>
    ((await (await app.script.get(`/api/access/${kind}`)).json()) as { items: Access[] }).items
  const bot = (await list('bots'))[0]?.id ?? ''
  const role = (await list('roles')).find(({ kind }) => kind === 'admin')
  await visit(page, `/access/bots/${bot}?role=${role?.id}`)
  await page.getByRole('button', { name: 'Add users…' }).click()
  await expect(page.getByRole('dialog', { name: `Assign ${role?.name}`, exact: true })).toBeVisible()
})

test('home shows what needs the member, and its counts lead to the users', async ({ owner: page, app }) => {
  await visit(page, '/audit')
  await page.getByRole('link', { name: 'Muster', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible()
  await expect(page.getByText('No job runs.')).toBeVisible()
  const jobId = await applyByScript(app.script, {
    kind: 'identifiers',
    identifiers: [wellKnown.member, sentinelEmail('reason-string')].map((value) => ({ by: 'email', value })),
    change: { kind: 'update', isDeveloper: true, canCreateBot: true },
  })
  const { counts } = await untilOver(app.script, jobId)
  expect(counts).toMatchObject({ changed: 1, failed: 1 })
  await page.reload()
  const { items } = (await (await app.script.get('/api/outcomes/history')).json()) as Outcomes
  const changed = items.reduce((sum, one) => sum + one.changed, 0)
  const today = page.getByRole('table', { name: 'Outcomes by day' }).getByRole('row').last().getByRole('cell')
  await expect(today).toHaveText([String(changed), '1', '0'])
  await expect(page.getByRole('link', { name: '1 report has users to fix or dismiss' })).toBeVisible()
  const calls = page.getByRole('table', { name: 'Calls in the last hour' })
  await expect(calls.getByRole('row').last()).toContainText('5 to 0 minutes ago')
  await expect(calls.getByRole('row').last().getByRole('cell')).not.toHaveText('0')
  const causes = page.getByRole('table', { name: 'Failures by cause' }).getByRole('row')
  await expect(causes.nth(1).getByRole('cell').last()).toHaveText('1')
  const active = page.getByRole('table', { name: 'Users by status' }).getByRole('row', { name: /^Active/ })
  const count = await active.getByRole('cell').last().innerText()
  await causes.nth(1).getByRole('link').click()
  await expect(page).toHaveURL(new RegExp(`/jobs/${jobId}\\?view=report&cause=`))
  await page.goBack()
  await active.getByRole('link').click()
  await expect(page).toHaveURL(/\/users\?status=active/)
  await expect(page.getByText(`${count} users`).first()).toBeVisible()
})
