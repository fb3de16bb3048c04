import { sentinelEmail, wellKnown } from '@muster/kore-sandbox'
import { applyByScript, until, untilOver } from '../fixtures/api.ts'
import { actOn, applyPlan, expectOutcomes, expectPlan, openReport } from '../fixtures/jobs.ts'
import { expect, test } from '../fixtures/test.ts'
import { choose, fieldOf, openUser, search } from '../fixtures/users.ts'
import { visit } from '../fixtures/visit.ts'

test.use({ backendOptions: { name: 'edit', users: 200 } })

interface Names {
  readonly items: readonly { id: string; name: string }[]
}

test('one user: groups, a role on a bot and a flag, from the drawer to Kore.ai and back', async ({
  owner: page,
  app,
}) => {
  const drawer = await openUser(page, wellKnown.secondMember)
  await drawer.getByRole('button', { name: 'Edit access…' }).click()
  const form = page.getByRole('dialog', { name: /^Edit access of/ })
  await choose(page, fieldOf(form, 'Add to'), 'Legal')
  await page.keyboard.press('Escape')
  await choose(page, fieldOf(form, 'Assign: role'), 'Bot Tester')
  await choose(page, fieldOf(form, 'Assign: bot'), 'Billing')
  const creates = form.getByRole('radiogroup', { name: /^May create bots/ })
  await creates.getByText('Yes', { exact: true }).click()
  await form.getByRole('button', { name: 'See what this will change' }).click()

  await expectPlan(page, { change: 1 })
  await expect(page.getByText(/^Nothing has been sent to/)).toBeVisible()
  const effects = page.getByRole('complementary', { name: 'Plan summary' })
  await expect(effects.getByText('Bot Tester on Billing')).toBeVisible()
  await expect(effects.getByText('group Legal')).toBeVisible()
  expect(app.sandbox.control.effects().filter(({ user }) => user === wellKnown.secondMember)).toEqual([])

  await applyPlan(page)
  await expectOutcomes(page, { changed: 1 })
  const now = app.sandbox.control.user(wellKnown.secondMember)
  expect(now).toMatchObject({ isDeveloper: true, canCreateBot: true })
  expect(now?.botRoles).toHaveLength(2)
  expect(now?.groups).toHaveLength(2)
  const after = await openUser(page, wellKnown.secondMember)
  await expect(after.getByText('Legal', { exact: true }).first()).toBeVisible()
  const changed = after.getByRole('region', { name: 'History' }).getByRole('listitem').first()
  await expect(changed).toContainText('User changed')
  for (const added of ['Bot Tester on Billing', 'Legal', 'May create bots'])
    await expect(changed).toContainText(`Added: ${added}`)
})

test('a request that needs no change sends nothing', async ({ owner: page, app }) => {
  const calls = app.sandbox.control.effects().length
  const drawer = await openUser(page, wellKnown.secondMember)
  await drawer.getByRole('button', { name: 'Edit access…' }).click()
  const form = page.getByRole('dialog', { name: /^Edit access of/ })
  await choose(page, fieldOf(form, 'Add to'), 'Legal')
  await page.keyboard.press('Escape')
  await form.getByRole('button', { name: 'See what this will change' }).click()
  await expectPlan(page, { unchanged: 1 })
  await expect(page.getByText('Nothing to apply: no user needs a change, or all are blocked.')).toBeVisible()
  expect(app.sandbox.control.effects()).toHaveLength(calls)
})

test('the form reports an invalid change, and the plan reports the users it blocks', async ({ owner: page, app }) => {
  const drawer = await openUser(page, wellKnown.groupMember)
  await drawer.getByRole('button', { name: 'Edit access…' }).click()
  const form = page.getByRole('dialog', { name: /^Edit access of/ })
  await form.getByRole('button', { name: 'See what this will change' }).click()
  await expect(form.getByText('Choose at least one change')).toBeVisible()
  await form
    .getByRole('radiogroup', { name: /^May create bots/ })
    .getByText('Yes', { exact: true })
    .click()
  await form.getByRole('button', { name: 'See what this will change' }).click()
  await expect(form.getByRole('alert').getByText(/Only developers may create bots/)).toBeVisible()

  const made = await app.script.send('POST', '/api/plans', {
    kind: 'identifiers',
    identifiers: [
      { by: 'email', value: wellKnown.invited },
      { by: 'email', value: 'absent@nowhere.example' },
    ],
    change: { kind: 'update', canCreateBot: true, isDeveloper: false },
  })
  const { id } = (await made.json()) as { id: string }
  await visit(page, `/plans/${id}`)
  await expectPlan(page, { blocked: 2 })
  const side = page.getByRole('complementary', { name: 'Plan summary' })
  await expect(side.getByText('Only developers may create bots')).toBeVisible()
  await expect(side.getByText('Turn on developer, or turn off bot creation.')).toBeVisible()
  await expect(side.getByText('User not found')).toBeVisible()
})

test('many users: all matching, a plan with counts and effects, the typed number, a job and its report', async ({
  owner: page,
  app,
}) => {
  await search(page, '@northwind.example', /found/)
  const bar = page.getByRole('group', { name: 'Selection' })
  await page.getByRole('checkbox', { name: 'Select all users on this page' }).click()
  await bar.getByRole('button', { name: 'Edit access…' }).click()
  const form = page.getByRole('dialog', { name: /^Edit access of \d+ users$/ })
  const total = Number(/(\d+) users/.exec((await form.getByRole('heading').first().innerText()) ?? '')?.[1])
  expect(total).toBeGreaterThan(5)
  await choose(page, fieldOf(form, 'Add to'), 'Night Shift')
  await page.keyboard.press('Escape')
  await form.getByRole('button', { name: 'See what this will change' }).click()
  await expect(page).toHaveURL(/\/plans\//)
  const planId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const plan = await until<{
    state: string
    summary: { total: number; dispositions: { change: number; unchanged: number } }
  }>(app.script, `/api/plans/${planId}`, ({ state }) => state === 'ready')
  const { change, unchanged } = plan.summary.dispositions
  expect(plan.summary.total).toBe(total)
  await expectPlan(page, { change, unchanged })
  const effect = page
    .getByRole('complementary', { name: 'Plan summary' })
    .getByRole('button', { name: /group Night Shift/ })
  await expect(effect).toContainText(`+${change}`)
  await effect.click()
  await expect(page).toHaveURL(/effect=/)

  // A wrong number applies nothing.
  const apply = page.getByRole('region', { name: 'Apply this plan' }).getByRole('button')
  await apply.click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill(String(change + 1))
  await dialog.getByRole('button', { name: `Apply to ${change} users` }).click()
  await expect(dialog.getByText('Type the text exactly as shown')).toBeVisible()
  await expect(dialog.getByRole('textbox')).toBeFocused()
  await dialog.getByRole('button', { name: 'Cancel' }).click()

  await applyPlan(page, String(change))
  await expectOutcomes(page, { changed: change, unchanged })
  const touched = app.sandbox.control
    .effects()
    .filter(({ kind, user, changed }) => kind === 'updated' && changed && user.endsWith('@northwind.example'))
  expect(new Set(touched.map(({ user }) => user)).size).toBe(change)
  expect(touched).toHaveLength(change)
})

test('some of many users fail: each cause is separate, with Kore.ai’s response, and retried for one user or all', async ({
  owner: page,
  app,
}) => {
  const groups = (await (await app.script.get('/api/access/groups')).json()) as Names
  const design = groups.items.find(({ name }) => name === 'Design')?.id ?? ''
  expect(design).not.toBe('')
  const people = [
    wellKnown.member,
    wellKnown.admin,
    wellKnown.coDeveloper,
    sentinelEmail('reason-string'),
    sentinelEmail('reason-errors'),
    sentinelEmail('poison'),
  ]
  const jobId = await applyByScript(app.script, {
    kind: 'identifiers',
    identifiers: people.map((value) => ({ by: 'email', value })),
    change: { kind: 'update', groups: { mode: 'edit', add: [design], remove: [] } },
  })
  await visit(page, `/jobs/${jobId}`)
  await expectOutcomes(page, { changed: 3, failed: 3 })
  await openReport(page)
  const causes = page.getByRole('navigation', { name: 'Causes' })
  await expect(causes.getByRole('button', { name: /Kore.ai refused this user/ })).toContainText('2')
  // Muster halved the refused request until one user was alone in it, with a cause of its own.
  await expect(causes.getByRole('button')).toHaveCount(2)
  await causes.getByRole('button').nth(1).click()
  await expect(page.getByRole('row').filter({ hasText: sentinelEmail('poison') })).toBeVisible()
  await causes.getByRole('button', { name: /Kore.ai refused this user/ }).click()
  const cause = page.getByRole('region', { name: 'Kore.ai refused this user' })
  await expect(cause.getByText('What to do:')).toBeVisible()
  await actOn(cause, 'Kore.ai’s response')
  await expect(cause.getByText(/This user cannot be changed/).first()).toBeVisible()

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'CSV' }).click()
  const file = await (await download).createReadStream()
  const text = (await file.toArray()).join('')
  for (const email of people.slice(3)) expect(text).toContain(email)
  expect(text).not.toContain(wellKnown.member)

  await cause.getByRole('button', { name: 'Retry 2 users…' }).click()
  await expectPlan(page, { change: 2 })
  await applyPlan(page, '2')
  await expectOutcomes(page, { failed: 2 })
  await expect(page.getByRole('region', { name: 'This job and its retries' })).toContainText(/2 runs.*6 users/)
  // No changed user was sent again.
  const changes = app.sandbox.control
    .effects()
    .filter(({ kind, user }) => kind === 'updated' && user === wellKnown.member)
  expect(changes).toHaveLength(1)

  await visit(page, `/jobs/${jobId}?view=report`)
  await expect(page.getByRole('navigation', { name: 'Causes' }).getByText('all retried')).toBeVisible()
  await page.getByRole('button', { name: 'Mark as resolved…' }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'Note' }).fill('Fixed by hand')
  await page.getByRole('dialog').getByRole('button', { name: 'Mark as resolved' }).click()
  await expect(page.getByText(/Resolved by.*Fixed by hand/)).toBeVisible()
})

test('the plan rejects an invalid role, and by script it fails below the user with Kore.ai’s response', async ({
  owner: page,
  app,
}) => {
  const roles = (await (await app.script.get('/api/access/roles')).json()) as Names
  const bots = (await (await app.script.get('/api/access/bots')).json()) as Names
  const malformed = '5d9d8dae0efc8c0d1a4a5c2xe'
  const made = await app.script.send('POST', '/api/plans', {
    kind: 'identifiers',
    identifiers: [{ by: 'email', value: wellKnown.member }],
    change: {
      kind: 'update',
      roles: { mode: 'edit', add: [{ roleId: malformed, botId: bots.items[0]?.id }], remove: [] },
    },
  })
  const { id } = (await made.json()) as { id: string }
  await visit(page, `/plans/${id}`)
  await expectPlan(page, { blocked: 1 })
  await expect(page.getByText('Invalid role ID').first()).toBeVisible()
  await expect(page.getByText('Nothing to apply: no user needs a change, or all are blocked.')).toBeVisible()

  // A script has no check in advance, so Kore.ai's response is returned unchanged.
  const raw = await app.script.send('PUT', '/api/kore/users', {
    users: [
      { userInfo: { emailId: wellKnown.member }, roles: { addTo: [{ roleId: malformed, botId: bots.items[0]?.id }] } },
    ],
  })
  expect(raw.status).toBe(200)
  const answer = await raw.text()
  expect(answer).toContain('Cast to ObjectId failed')
  expect(JSON.parse(answer)).toMatchObject({
    failedUserDetails: [
      { userInfo: { emailId: wellKnown.member }, roles: { addTo: [{ reason: { kind: 'ObjectId' } }] } },
    ],
  })
  expect(roles.items.length).toBeGreaterThan(10)
})

test('an applied plan is undone by another plan', async ({ owner: page, app }) => {
  const groups = (await (await app.script.get('/api/access/groups')).json()) as Names
  const events = groups.items.find(({ name }) => name === 'Events')?.id ?? ''
  const before = app.sandbox.control.user(wellKnown.coDeveloper)
  const jobId = await applyByScript(app.script, {
    kind: 'identifiers',
    identifiers: [wellKnown.coDeveloper, wellKnown.groupMember].map((value) => ({ by: 'email', value })),
    change: { kind: 'update', isDeveloper: true, groups: { mode: 'edit', add: [events], remove: [] } },
  })
  await untilOver(app.script, jobId)
  expect(app.sandbox.control.user(wellKnown.coDeveloper)?.groups).toContain(events)
  // Another change of one user happens meanwhile.
  app.sandbox.control.update({
    users: [{ userInfo: { emailId: wellKnown.groupMember }, groups: { removeFrom: [events] } }],
  })
  await app.script.send('POST', '/api/directory/sync', {})
  await visit(page, `/jobs/${jobId}`)
  await expect(page.getByText('Done', { exact: true }).first()).toBeVisible()
  await until<{ state: string }>(app.script, '/api/directory', ({ state }) => state === 'ready')
  await page.getByRole('button', { name: 'Undo…' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /^Undo "/ })).toBeVisible()
  await expect(page.getByText(/from a selection|to undo a job/)).toBeVisible()
  const apply = page.getByRole('region', { name: 'Apply this plan' }).getByRole('button')
  await expect(apply).toBeVisible()
  const typed = /to (\d+) users/.exec(await apply.innerText())?.[1]
  await applyPlan(page, typed)
  await expect(page.getByRole('main').getByText('Done', { exact: true }).first()).toBeVisible()
  const { taskBots: _, ...after } = app.sandbox.control.user(wellKnown.coDeveloper) ?? { taskBots: [] }
  expect(before).toMatchObject(after)
})
