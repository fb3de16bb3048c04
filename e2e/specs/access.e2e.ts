import { sentinelEmail, wellKnown } from '@muster/kore-sandbox'
import { applyByScript, untilOver } from '../fixtures/api.ts'
import { applyPlan, expectOutcomes, expectPlan } from '../fixtures/jobs.ts'
import { expect, test } from '../fixtures/test.ts'
import { visit } from '../fixtures/visit.ts'

test.use({ backendOptions: { name: 'access', users: 200 } })

test('who has a role on a bot, and through what, is two clicks away', async ({ owner: page }) => {
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
})

test('a pasted list joins a group from its page', async ({ owner: page, app }) => {
  await visit(page, '/access?q=legal')
  await page.getByRole('link', { name: 'Legal', exact: true }).click()
  await page.getByRole('button', { name: 'Add users…' }).click()
  const form = page.getByRole('dialog', { name: 'Edit access by ID' })
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
  const days = page.getByRole('table', { name: 'Outcomes by day' })
  // Two users joined a group in the test before.
  await expect(days.getByRole('row').last().getByRole('cell')).toHaveText(['3', '1', '0'])
  await expect(page.getByRole('link', { name: '1 report has users to fix or dismiss' })).toBeVisible()
  const active = page.getByRole('table', { name: 'Users by status' }).getByRole('row', { name: /^Active/ })
  const count = await active.getByRole('cell').last().innerText()
  await active.getByRole('link').click()
  await expect(page).toHaveURL(/\/users\?status=active/)
  await expect(page.getByText(`${count} users`).first()).toBeVisible()
})
