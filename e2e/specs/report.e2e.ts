import type { Page } from '@playwright/test'
import { applyByScript, type Script, until, untilOver } from '../fixtures/api.ts'
import { expectAccessible } from '../fixtures/axe.ts'
import { countInputs } from '../fixtures/inputs.ts'
import { actOn, applyPlan, expectCounts, expectOutcomes, expectPlan, openReport } from '../fixtures/jobs.ts'
import { type App, expect, expectConsoleError, test } from '../fixtures/test.ts'
import { choose, fieldOf } from '../fixtures/users.ts'
import { visit } from '../fixtures/visit.ts'

// One user per call keeps the responses of the users apart.
test.use({ backendOptions: { name: 'report', users: 120, env: { KORE_BATCH_SIZE: '1' } } })
test.afterEach(({ app }) => app.sandbox.control.clearFaults())

interface Named {
  readonly id: string
  readonly name: string
}

async function itemsOf<T>(script: Script, path: string): Promise<readonly T[]> {
  return ((await (await script.get(path)).json()) as { items: readonly T[] }).items
}

async function idOf(script: Script, kind: 'groups' | 'roles' | 'bots', name: string): Promise<string> {
  const found = (await itemsOf<Named>(script, `/api/access/${kind}`)).find((one) => one.name === name)
  if (found === undefined) throw new Error(`the sandbox has no ${kind} named ${name}`)
  return found.id
}

interface User {
  readonly email: string
  readonly roles: readonly { readonly roleId: string }[]
}

/** Users without special roles and without the role; each test takes others. */
async function usersFrom(app: App, from: number, many: number): Promise<string[]> {
  const role = await idOf(app.script, 'roles', 'Bot Tester')
  const all = await itemsOf<User>(app.script, '/api/users?limit=200')
  return all
    .filter(
      ({ email, roles }) => !email.endsWith('kore-sandbox.example') && roles.every(({ roleId }) => roleId !== role),
    )
    .map(({ email }) => email)
    .slice(from, from + many)
}

const roleOn = async (app: App, role: string) => ({
  roleId: await idOf(app.script, 'roles', role),
  botId: await idOf(app.script, 'bots', 'Billing'),
})
type Role = Awaited<ReturnType<typeof roleOn>>

/** Lets Kore.ai refuse this role for this user, like a role deleted after the plan. */
function refuseRole(app: App, emailId: string, role: Role): void {
  const body = {
    failedUserDetails: [{ userInfo: { emailId }, roles: { addTo: [{ reason: 'Role not found', ...role }] } }],
  }
  app.sandbox.control.addFault({ kind: 'status', endpoint: 'update-users', user: emailId, status: 200, body })
}

const give = (emails: readonly string[], role: Role) => ({
  kind: 'identifiers',
  identifiers: emails.map((value) => ({ by: 'email', value })),
  change: { kind: 'update', roles: { mode: 'edit', add: [role], remove: [] } },
})

const rowOf = (page: Page, email: string) => page.getByRole('row').filter({ hasText: email })
const badge = (page: Page) => page.getByRole('navigation', { name: 'Main' }).getByText(/unresolved report/)

async function pickRole(page: Page, role: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Choose another role' })
  await choose(page, fieldOf(dialog, 'Role'), role)
  await dialog.getByRole('button', { name: 'See what this will change' }).click()
}

test('a refused role is replaced in the report for one user, then for the rest, in one chain without duplicates', async ({
  owner: page,
  app,
}) => {
  const people = await usersFrom(app, 0, 4)
  const [done = '', single = ''] = people
  const gone = await roleOn(app, 'Bot Tester')
  for (const email of people.slice(1)) refuseRole(app, email, gone)
  const jobId = await applyByScript(app.script, give(people, gone))
  await visit(page, `/jobs/${jobId}`)
  await expectOutcomes(page, { changed: 1, failed: 3 })
  app.sandbox.control.clearFaults()
  await expect(badge(page)).toHaveText('1 unresolved report')
  await openReport(page)
  const cause = page.getByRole('region', { name: 'Role not found' })
  await expect(cause.getByText('What to do:')).toBeVisible()
  await expectAccessible(page)
  await expect(rowOf(page, single)).toContainText('The account has no role "Bot Tester" on "Billing"')
  await actOn(rowOf(page, single), 'Kore.ai’s response')
  await expect(rowOf(page, single).getByRole('region', { name: 'Kore.ai’s response' })).toContainText('Role not found')

  await actOn(rowOf(page, single), 'Choose another role…')
  await pickRole(page, 'Analyst')
  await expectPlan(page, { change: 1 })
  await applyPlan(page)
  await expectOutcomes(page, { changed: 1 })

  await visit(page, `/jobs/${jobId}?view=report`)
  await expect(page.getByRole('navigation', { name: 'Causes' })).toContainText('2 open')
  await expect(rowOf(page, single).getByRole('link', { name: 'show the retry' })).toBeVisible()
  // For all at once: 3 clicks and the count.
  const inputs = await countInputs(page)
  await cause.getByRole('list').getByRole('button', { name: 'Choose another role…' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Choose another role' })
  await expect(fieldOf(dialog, 'Role')).toBeFocused()
  await page.keyboard.type('analyst')
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: 'See what this will change' }).click()
  await expectPlan(page, { change: 2 })
  await page.getByRole('region', { name: 'Apply this plan' }).getByRole('button').click()
  await page.getByRole('dialog').getByRole('textbox').fill('2')
  await page.keyboard.press('Enter')
  await expectOutcomes(page, { changed: 2 })
  expect(await inputs()).toMatchObject({ clicks: 3 })
  await expect(page.getByRole('region', { name: 'This job and its retries' })).toContainText(
    /3 runs.*4 users: 4 changed/,
  )
  await expect(badge(page)).toHaveCount(0)
  const sent = app.sandbox.control.effects().filter(({ kind, changed }) => kind === 'updated' && changed)
  for (const email of people) expect(sent.filter(({ user }) => user === email)).toHaveLength(1)
  const held = (email: string) => app.sandbox.control.user(email)?.botRoles ?? []
  expect(JSON.stringify(held(done))).toContain(gone.roleId)
  expect(JSON.stringify(held(single))).not.toContain(gone.roleId)
})

test('failures are dismissed, restored, and marked as resolved', async ({ owner: page, app }) => {
  const people = await usersFrom(app, 10, 3)
  const role = await roleOn(app, 'Bot Tester')
  for (const email of people.slice(1)) refuseRole(app, email, role)
  const jobId = await applyByScript(app.script, give(people, role))
  await untilOver(app.script, jobId)
  await visit(page, `/jobs/${jobId}?view=report`)
  const causes = page.getByRole('navigation', { name: 'Causes' })
  const first = rowOf(page, people[1] ?? '')
  await actOn(first, 'Dismiss')
  await expect(first.getByText(/^Dismissed by/)).toBeVisible()
  await expect(causes).toContainText('1 open')
  await page.getByRole('button', { name: 'Dismiss 1 user' }).click()
  await expect(causes).toContainText('all dismissed')
  await expect(page.getByRole('button', { name: /^Retry/ })).toHaveCount(0)
  await expect(badge(page)).toHaveCount(0)
  await actOn(first, 'Restore')
  await expect(causes).toContainText('1 open')
  await expect(badge(page)).toBeVisible()
  await visit(page, '/jobs?only=unresolved')
  await page.getByRole('link', { name: 'Review report' }).click()
  await page.getByRole('button', { name: 'Mark as resolved…' }).click()
  const note = page.getByRole('dialog').getByRole('textbox', { name: 'Note' })
  await note.fill('Left the company')
  await page.keyboard.press('Escape')
  const question = page.getByRole('dialog', { name: 'Discard changes?' })
  await question.getByRole('button', { name: 'Keep editing' }).click()
  await expect(question).toHaveCount(0)
  await expect(note).toHaveValue('Left the company')
  await page.getByRole('dialog').getByRole('button', { name: 'Mark as resolved' }).click()
  await expect(page.getByText(/Resolved by.*Left the company/)).toBeVisible()
  await expect(badge(page)).toHaveCount(0)
})

test('invalid rows are corrected in the grid and become a retry of their job', async ({ owner: page, app }) => {
  const [good = '', bad = ''] = await usersFrom(app, 20, 2)
  const form = new FormData()
  const text = `Note;Email ID;Add roles\nx;${good};Bot Tester on Billing\ny;${bad};Bot Testr on Billing\n`
  form.append('file', new Blob([text], { type: 'text/csv' }), 'people.csv')
  const headers = { cookie: app.script.cookie, origin: app.url, 'x-muster-csrf': app.script.csrf }
  const sent = await fetch(`${app.url}/api/uploads`, { method: 'POST', body: form, headers })
  const { id: uploadId } = (await sent.json()) as { id: string }
  await until<{ state: string }>(app.script, `/api/uploads/${uploadId}`, ({ state }) => state === 'checked')
  const jobId = await applyByScript(app.script, { kind: 'upload', uploadId })
  await visit(page, `/jobs/${jobId}`)
  await expectOutcomes(page, { changed: 1, skipped: 1 })
  await expect(badge(page)).toHaveCount(0)
  await openReport(page)
  await expect(page.getByRole('navigation', { name: 'Causes' })).toContainText('skipped')
  await expect(page.getByText('Role not found: "Bot Testr"').first()).toBeVisible()
  await page.getByRole('button', { name: 'Correct 1 row in the grid…' }).click()
  await expect(page).toHaveURL(/\/uploads\//)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Failed rows of people.csv')
  const from = page.getByRole('region', { name: 'Origin of these rows' })
  await expect(from).toContainText('as a retry of that job')
  await expectCounts(page, 'Filter the rows', { Row: 1, 'With errors': 1 })
  await page
    .getByRole('navigation', { name: 'Issues' })
    .getByRole('button', { name: /“Bot Testr”/ })
    .click()
  await page.getByRole('button', { name: /^Use “Bot Tester” in this row/ }).click()
  await expectCounts(page, 'Filter the rows', { Ready: 1, 'With errors': 0 })
  await page.getByRole('button', { name: 'See what this will change' }).click()
  await expectPlan(page, { change: 1 })
  await applyPlan(page)
  await expectOutcomes(page, { changed: 1 })
  const chain = page.getByRole('region', { name: 'This job and its retries' })
  await expect(chain).toContainText(/2 runs.*2 users: 2 changed/)
  await chain.getByRole('link', { name: 'First run' }).click()
  await expect(page).toHaveURL(new RegExp(jobId))
  await expect(badge(page)).toHaveCount(0)
})

test('an undo reverts remaining changes, names later changes by others, and links both jobs', async ({
  owner: page,
  app,
}) => {
  const people = await usersFrom(app, 30, 2)
  const events = await idOf(app.script, 'groups', 'Events')
  const before = new Map(people.map((person) => [person, structuredClone(app.sandbox.control.user(person))]))
  const jobId = await applyByScript(app.script, {
    kind: 'identifiers',
    identifiers: people.map((value) => ({ by: 'email', value })),
    change: { kind: 'update', ...(await roleChange(app)), groups: { mode: 'edit', add: [events], remove: [] } },
  })
  await untilOver(app.script, jobId)
  const [changedSince = ''] = people
  app.sandbox.control.update({
    users: [{ userInfo: { emailId: changedSince }, groups: { removeFrom: [events] } }],
  })
  const { syncedAt } = (await (await app.script.get('/api/directory')).json()) as { syncedAt: string }
  await app.script.send('POST', '/api/directory/sync', {})
  await until<{ state: string; syncedAt: string }>(
    app.script,
    '/api/directory',
    (seen) => seen.state === 'ready' && seen.syncedAt !== syncedAt,
  )
  await visit(page, `/jobs/${jobId}`)
  await page.getByRole('button', { name: 'Undo…' }).click()
  await expectPlan(page, { change: 2 })
  await expect(rowOf(page, changedSince)).toContainText('already removed again after the job')
  await page.getByRole('button', { name: /Changed since the job/ }).click()
  await expect(page.getByRole('row')).toHaveCount(2)
  await page.getByRole('button', { name: 'Show all users' }).click()
  await applyPlan(page, '2')
  await expectOutcomes(page, { changed: 2 })
  await page.getByText('This job undoes').getByRole('link', { name: 'an earlier job' }).click()
  await expect(page).toHaveURL(new RegExp(jobId))
  await expect(page.getByText('All 2 changed users are undone.')).toBeVisible()
  for (const person of people) expect(app.sandbox.control.user(person)).toEqual(before.get(person))
})

const roleChange = async (app: App) => ({
  roles: { mode: 'edit', add: [await roleOn(app, 'Bot Tester')], remove: [] },
})

/** Applies a change to the users that need it. */
async function ensure(app: App, identifiers: readonly unknown[], change: unknown): Promise<void> {
  const source = { kind: 'identifiers', identifiers, change }
  const made = (await (await app.script.send('POST', '/api/plans', source)).json()) as {
    summary: { dispositions: { change: number } }
  }
  if (made.summary.dispositions.change > 0) await untilOver(app.script, await applyByScript(app.script, source))
}

test('users without the developer flag get it, or lose bot creation, one by one or all at once', async ({
  owner: page,
  app,
}) => {
  const [done = '', ...people] = await usersFrom(app, 40, 4)
  const identifiers = people.map((value) => ({ by: 'email', value }))
  const off = { kind: 'update', isDeveloper: false, canCreateBot: false }
  await ensure(app, identifiers, off)
  await ensure(app, [{ by: 'email', value: done }], { ...off, isDeveloper: true })
  const jobId = await applyByScript(app.script, {
    kind: 'identifiers',
    identifiers: [...identifiers, { by: 'email', value: done }],
    change: { kind: 'update', canCreateBot: true, ...(await roleChange(app)) },
  })
  await visit(page, `/jobs/${jobId}`)
  await expectOutcomes(page, { changed: 1, skipped: 3 })
  await openReport(page)
  const single = rowOf(page, people[0] ?? '')
  await actOn(single, 'Turn bot creation off…')
  await expectPlan(page, { change: 1 })
  await applyPlan(page)
  await expectOutcomes(page, { changed: 1 })
  await visit(page, `/jobs/${jobId}?view=report`)
  await page.getByRole('button', { name: 'Also turn developer on…' }).first().click()
  await expectPlan(page, { change: 2 })
  await applyPlan(page, '2')
  await expectOutcomes(page, { changed: 2 })
  const held = people.map((email) => app.sandbox.control.user(email))
  expect(held.map((user) => [user?.isDeveloper, user?.canCreateBot])).toEqual([
    [false, false],
    [true, true],
    [true, true],
  ])
})

test('an undo with an erasure offers no retry of the erasure', async ({ owner: page, app }) => {
  const [one = ''] = await usersFrom(app, 50, 1)
  const before = app.sandbox.control.user(one)?.isDeveloper === true
  const form = new FormData()
  const turned = before ? 'no,no' : 'yes,no'
  const text = `Email ID,Action,Developer,Can create bots,Erase\n${one},update,${turned},\ncustomer7@shoppers.example,erase,,,all bots\n`
  form.append('file', new Blob([text], { type: 'text/csv' }), 'mixed.csv')
  const headers = { cookie: app.script.cookie, origin: app.url, 'x-muster-csrf': app.script.csrf }
  const sent = await fetch(`${app.url}/api/uploads`, { method: 'POST', body: form, headers })
  const { id: uploadId } = (await sent.json()) as { id: string }
  await until<{ state: string }>(app.script, `/api/uploads/${uploadId}`, ({ state }) => state === 'checked')
  const jobId = await applyByScript(app.script, { kind: 'upload', uploadId })
  await untilOver(app.script, jobId)
  const erased = () => app.sandbox.control.calls().filter(({ endpoint }) => endpoint === 'erase-users-data').length
  const once = erased()
  await visit(page, `/jobs/${jobId}`)
  await page.getByRole('button', { name: 'Undo…' }).click()
  await expectPlan(page, { change: 1, blocked: 1 })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /^Undo "[^"]*developer · 1 user and erase data of 1 person · mixed\.csv"$/i,
  )
  await applyPlan(page)
  await expectOutcomes(page, { changed: 1, skipped: 1 })
  await openReport(page)
  await expect(rowOf(page, 'customer7@shoppers.example')).toContainText('An erasure cannot be undone')
  await expect(page.getByRole('button', { name: /^(Retry|Plan) / })).toHaveCount(0)
  await page.getByRole('button', { name: 'Dismiss 1 user' }).click()
  await expect(page.getByRole('navigation', { name: 'Causes' })).toContainText('all dismissed')
  expect(erased()).toBe(once)
})

test('of two plans of the same retry one is applied, and the other links back to the report', async ({
  owner: page,
  app,
}) => {
  const people = await usersFrom(app, 60, 2)
  const role = await roleOn(app, 'Bot Tester')
  for (const email of people) refuseRole(app, email, role)
  const jobId = await applyByScript(app.script, give(people, role))
  await untilOver(app.script, jobId)
  app.sandbox.control.clearFaults()
  await visit(page, `/jobs/${jobId}?view=report`)
  await page.getByRole('button', { name: 'Retry all 2 users…' }).click()
  await expectPlan(page, { change: 2 })
  const retry = await applyByScript(app.script, { kind: 'retry', jobId })
  await untilOver(app.script, retry)
  expectConsoleError(page, /409/)
  await page.getByRole('region', { name: 'Apply this plan' }).getByRole('button').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill('2')
  await dialog.getByRole('button', { name: /^Apply/ }).click()
  await expect(dialog.getByText(/Part of this plan was retried or dismissed/)).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: /^Back to the report/ }).click()
  await expect(page).toHaveURL(new RegExp(`${jobId}\\?view=report`))
  await expect(page.getByText('all retried').first()).toBeVisible()
  const given = app.sandbox.control.effects().filter(({ kind, changed }) => kind === 'updated' && changed)
  for (const email of people) expect(given.filter(({ user }) => user === email)).toHaveLength(1)
})
