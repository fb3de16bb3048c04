import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { wellKnown } from '@muster/kore-sandbox'
import { expectAccessible } from '../fixtures/axe.ts'
import { applyPlan, expectOutcomes, expectPlan, openReport } from '../fixtures/jobs.ts'
import { expect, test } from '../fixtures/test.ts'
import { csv, issues, plan, rows, send } from '../fixtures/uploads.ts'
import { choose, fieldOf } from '../fixtures/users.ts'

test.use({ backendOptions: { name: 'uploads', users: 60 } })

test('a spreadsheet with every kind of issue is fixed in place, planned, applied, and retried until all users are done', async ({
  owner: page,
  app,
}) => {
  const lines = [
    'Email ID;First name;Add roles;Add groups;Developer',
    `${wellKnown.member};Mina;Bot Testr on Billing;;yes`,
    `${wellKnown.secondMember};Sven;Bot Testr on Billing;;yes`,
    `${wellKnown.invited};Ivo;;Qualtiy;`,
    'unknown@example.org;Una;;Quality;',
    `${wellKnown.coDeveloper};Cora;;Quality;perhaps`,
  ]
  await send(page, csv(`${lines.join('\n')}\n`))
  await expect(page.getByText(/UTF-8.*semicolon/)).toBeVisible()
  await rows(page, { Rows: 5, 'With errors': 5 })
  await expectAccessible(page)

  // One issue in all its rows, by the suggested name.
  await issues(page)
    .getByRole('button', { name: /“Bot Testr”/ })
    .click()
  await page.getByRole('button', { name: /^Use “Bot Tester” in all 2 rows/ }).click()
  await rows(page, { Ready: 2, 'With errors': 3 })
  // The fix is undone as an edit is.
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await rows(page, { 'With errors': 5 })
  await issues(page)
    .getByRole('button', { name: /“Bot Testr”/ })
    .click()
  await page.getByRole('button', { name: /^Use “Bot Tester” in all 2 rows/ }).click()
  await rows(page, { Ready: 2, 'With errors': 3 })
  await issues(page)
    .getByRole('button', { name: /“Qualtiy”/ })
    .click()
  await page.getByRole('button', { name: /^Use “Quality” in this row/ }).click()
  await rows(page, { Ready: 3, 'With errors': 2 })
  // Wait for the grid: a row that moves between two clicks is not double-clicked.
  await expect(page.getByTitle('Qualtiy', { exact: true })).toHaveCount(0)

  // One cell, by keyboard.
  await page
    .getByRole('gridcell')
    .and(page.getByTitle('perhaps', { exact: true }))
    .dblclick()
  const cell = page.getByRole('textbox', { name: 'Developer, row 6' })
  await cell.fill('yes')
  await cell.press('Enter')
  await rows(page, { Ready: 4, 'With errors': 1 })

  // Exclude the row of an unknown user.
  await issues(page)
    .getByRole('button', { name: /unknown@example.org/ })
    .click()
  await page.getByRole('button', { name: 'Exclude the row', exact: true }).click()
  await rows(page, { Ready: 4, Excluded: 1 })

  // Kore.ai refuses one of them, for now.
  const refusal = { errors: [{ msg: 'Try again tomorrow', code: 400 }] }
  app.sandbox.control.addFault({
    kind: 'status',
    endpoint: 'update-users',
    user: wellKnown.invited,
    status: 400,
    body: refusal,
  })
  await plan(page)
  await expectPlan(page, { change: 4 })
  const job = await applyPlan(page, '4')
  await expectOutcomes(page, { changed: 3, failed: 1 })
  expect(app.sandbox.control.user(wellKnown.member)?.isDeveloper).toBe(true)

  // The report is the file with an outcome for each row. Muster skips its done rows when it is sent.
  await openReport(page)
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'CSV' }).click()
  const report = await readFile(await (await downloading).path(), 'utf8')
  expect(report.split(/\r?\n/)[0]).toMatch(/^\ufeff?Email ID.First name.Add roles.Add groups.Developer.Muster outcome/)
  app.sandbox.control.clearFaults()
  // The report offers a retry for all failures and for each cause.
  await page
    .getByRole('button', { name: /^Retry 1 user…/ })
    .first()
    .click()
  await expectPlan(page, { change: 1 })
  await applyPlan(page)
  await expectOutcomes(page, { changed: 1 })
  await expect(page.getByRole('region', { name: 'This job and its retries' })).toContainText(/2 runs.*4 users/)

  // The download has only the failed user; the whole report skips the done rows.
  await send(page, csv(report, 'failures.csv'))
  await rows(page, { Row: 1, Ready: 1 })
  const whole = await (await app.script.get(`/api/jobs/${job}/report.csv`)).text()
  await send(page, csv(whole, 'report.csv'))
  await expect(page.getByText(/a report of Muster/).first()).toBeVisible()
  await rows(page, { Rows: 4, Ready: 1, 'Already done': 3 })
})

test('all values of an issue are fixed at once, a mistyped user is found, and a planned file can be changed', async ({
  owner: page,
}) => {
  const mistyped = wellKnown.member.replace('@', 'x@')
  const lines = [
    'Access review, third quarter',
    '',
    'Email;Groups to add;Builder access',
    `Mina <${wellKnown.secondMember}>;Qualtiy;yes`,
    `${mistyped};Qualty;yes`,
    `${wellKnown.invited};Quality; Quality;yes`,
  ]
  await send(page, csv(`${lines.join('\r\n')}\r\n`, 'messy.csv'))
  await expect(page.getByText(/semicolon.*column names in row 3/)).toBeVisible()
  await rows(page, { Rows: 3, 'With errors': 3 })

  // Two values of one issue, each replaced by its best suggestion.
  await issues(page)
    .getByRole('button', { name: /All 2 values/ })
    .click()
  await expect(page.getByRole('list', { name: 'Best suggestions' })).toContainText('“Qualty” → Quality')
  await page.getByRole('button', { name: 'Use the suggestions for all 2 values' }).click()
  await expect(issues(page).getByText('Group not found')).toBeHidden()

  // Muster reads the address within a name, and finds the user with a similar address.
  await rows(page, { Ready: 1, 'With errors': 2 })
  await issues(page)
    .getByRole('button', { name: new RegExp(mistyped) })
    .click()
  await page.getByRole('button', { name: `Use “${wellKnown.member}”` }).click()
  await rows(page, { Ready: 2, 'With errors': 1 })

  // One delimiter too many is the only issue of its row.
  await expect(issues(page).getByText('The row has more cells than the header')).toBeVisible()
  await expectAccessible(page)
  await plan(page)
  await expectPlan(page, { change: 2, blocked: 1 })
  await page.goBack()
  await page.getByRole('button', { name: 'Change the rows' }).click()
  await page.getByRole('button', { name: 'Exclude it' }).click()
  await rows(page, { Ready: 2, Excluded: 1 })
  await plan(page)
  await expectPlan(page, { change: 2 })
})

test('after a sync the rows are checked against the directory again, and fixes stay', async ({ owner: page }) => {
  const lines = ['Email;Add groups', `${wellKnown.secondMember};Qualtiy`, 'newcomer@example.com;Quality']
  await send(page, csv(`${lines.join('\n')}\n`, 'newcomers.csv'))
  await rows(page, { 'With errors': 2 })
  await issues(page)
    .getByRole('button', { name: /“Qualtiy”/ })
    .click()
  await page.getByRole('button', { name: /^Use “Quality”/ }).click()
  await rows(page, { Ready: 1, 'With errors': 1 })
  const notice = page.getByText('The directory was synced after these rows were checked.')
  await expect(notice).toHaveCount(0)
  await page.getByRole('button', { name: 'Sync the directory' }).click()
  await expect(notice).toBeVisible({ timeout: 60_000 })
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Check the rows again' }).click()
  await expect(notice).toHaveCount(0)
  await rows(page, { Ready: 1, 'With errors': 1 })
})

test('a workbook of another program is read, its formulas named and not calculated', async ({ owner: page, app }) => {
  await send(page, join(import.meta.dirname, '../files/people-from-libreoffice.xlsx'))
  await expect(page.getByText(/Excel workbook/).first()).toBeVisible()
  await rows(page, { Rows: 3, Ready: 2, 'With errors': 1 })
  await page.getByRole('button', { name: 'Exclude it' }).click()
  await plan(page)
  await expectPlan(page, { change: 1, unchanged: 1 })
  await applyPlan(page)
  await expectOutcomes(page, { changed: 1, unchanged: 1 })
  expect(app.sandbox.control.effects().filter(({ user }) => user === wellKnown.secondMember).length).toBeGreaterThan(0)
})

test('a file dropped anywhere on the page is sent, and the body of an endpoint is recognized', async ({
  owner: page,
}) => {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Uploads' }).click()
  const body = JSON.stringify({ users: [{ userInfo: { emailId: wellKnown.member }, isDeveloper: true }] })
  const data = await page.evaluateHandle((text) => {
    const dropped = new DataTransfer()
    dropped.items.add(new File([text], 'update.json', { type: 'application/json' }))
    return dropped
  }, body)
  // The page listens after it renders, which is later than the click.
  await expect(page.getByRole('button', { name: 'Choose a file' })).toBeVisible()
  await expect(async () => {
    await page.dispatchEvent('body', 'dragenter', { dataTransfer: data })
    await expect(page.getByText('Drop to send the file')).toBeVisible({ timeout: 1000 })
  }).toPass()
  await page.dispatchEvent('body', 'drop', { dataTransfer: data })
  await expect(page.getByRole('heading', { level: 1, name: 'update.json' })).toBeVisible()
  await expect(page.getByText("the body of Kore.ai's Update Users")).toBeVisible()
  await rows(page, { Row: 1, Ready: 1 })
})

test('cells are pasted, and an invalid file is refused with advice', async ({ owner: page }) => {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Uploads' }).click()
  await page.getByRole('button', { name: 'Paste cells' }).click()
  await page.getByRole('textbox').fill(`Email ID\tDeveloper\n${wellKnown.admin}\tyes`)
  await page.getByRole('button', { name: 'Send these cells' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'pasted.tsv' })).toBeVisible()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Uploads' }).click()
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a file' }).click()
  await (await choosing).setFiles({ name: 'people.xlsx', mimeType: 'text/plain', buffer: Buffer.from('a,b') })
  await expect(page.getByText(/not an Excel workbook/).first()).toBeVisible()
})

test('an export is recognized by its headings, cells are pasted as a spreadsheet copies them, and undone', async ({
  owner: page,
}) => {
  const lines = [
    'Username;E-Mail-Adresse;Rolle;Bot;Gruppen;Deleted',
    `mina.crm;${wellKnown.member};Analyst;Billing;Dta;FALSE`,
    `sven.crm;${wellKnown.secondMember};Analyst;Biling;Data;TRUE`,
  ]
  await send(page, csv(`${lines.join('\n')}\n`))
  await expect(page.getByLabel('Mapping of “E-Mail-Adresse”')).toHaveValue('email')
  await expect(page.getByLabel('Mapping of “Bot”')).toHaveValue('role_bot')
  // A state in another system must not request a removal here.
  await expect(page.getByLabel('Mapping of “Deleted”')).toHaveValue('ignore')
  await page.getByRole('button', { name: /^Hide .* not used$/ }).click()
  await rows(page, { Rows: 2, 'With errors': 2 })

  const cell = (text: string) => page.getByRole('gridcell').and(page.getByTitle(text, { exact: true }))
  const paste = (text: string) =>
    cell('Dta').evaluate((element, pasted) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', pasted)
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, text)
  await cell('Dta').click()
  // A cell of two lines is one cell. The message counts the cells beyond the grid.
  await paste('"Data\nQuality"\tbeyond\nSales\n')
  await expect(page.getByText(/2 cells pasted.* 1 cell beyond the rows and columns shown was not pasted/)).toBeVisible()
  await expect(cell('Sales')).toBeVisible()
  await rows(page, { Ready: 1, 'With errors': 1 })
  await page.keyboard.press('Control+z')
  await expect(cell('Dta')).toBeVisible()
  await expect(cell('Sales')).toHaveCount(0)
  await rows(page, { 'With errors': 2 })
})

test('a refused file is sent when it is repaired and chosen again', async ({ owner: page }, testInfo) => {
  const path = testInfo.outputPath('members.csv')
  await writeFile(path, '')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Uploads' }).click()
  const chooseAgain = async () => {
    const choosing = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Choose a file' }).click()
    await (await choosing).setFiles(path)
  }
  await chooseAgain()
  await expect(page.getByRole('button', { name: 'Dismiss members.csv' })).toBeVisible()
  await writeFile(path, `Email,Groups\n${wellKnown.member},Data\n`)
  await chooseAgain()
  await expect(page).toHaveURL(/\/uploads\/./)
  await rows(page, { Row: 1, Ready: 1 })
})

test('a mapping is chosen above its column and checked at once, and the plan contains it', async ({ owner: page }) => {
  await send(page, csv(`Email,Squad\n${wellKnown.member},Data\n${wellKnown.secondMember},Legal\n`, 'squads.csv'))
  const next = page.getByRole('region', { name: 'Create the plan' })
  await expect(next.getByText(/No column requests a change/)).toBeVisible()
  await page.getByLabel('Mapping of “Squad”').selectOption('groups_add')
  await rows(page, { Rows: 2, Ready: 2 })
  await plan(page)
  await expectPlan(page, { change: 2 })
})

test('an unused column that may request a change needs a confirmation, given with one click', async ({
  owner: page,
}) => {
  const lines = [
    'Email,Developer,Squad,UserID,Valid until,Status',
    `${wellKnown.member},yes,Data,jdoe,2026-12-31,Active`,
    `${wellKnown.secondMember},yes,Legal,mroe,,Leaver`,
    `Approved by: ${wellKnown.admin},yes,,,,`,
  ]
  await send(page, csv(`${lines.join('\n')}\n`, 'two.csv'))
  const next = page.getByRole('region', { name: 'Create the plan' })
  await expect(
    next.getByText('4 columns may request a change and are not used. Map them under Columns first.'),
  ).toBeVisible()
  await expect(next.getByRole('button', { name: 'See what this will change' })).toBeDisabled()
  await expectAccessible(page)
  const doubts = page.getByRole('list', { name: 'Columns in doubt' })
  for (const [header, reason, decision] of [
    ['Squad', 'possibly “Add to groups”', 'Use “Squad” as “Add to groups”'],
    ['UserID', 'possibly “Kore.ai user ID”', 'Do not use “UserID”'],
    ['Valid until', 'a condition, not applied', 'Do not use “Valid until”'],
    ['Status', 'contains “Leaver”', 'Do not use “Status”'],
  ] as const) {
    await expect(doubts.getByRole('listitem').first()).toContainText(`${header}: ${reason}`)
    await doubts.getByRole('button', { name: decision }).click()
    await expect(doubts.getByText(`${header}:`)).toHaveCount(0)
  }
  await expect(page.getByLabel('Mapping of “Squad”')).toHaveValue('groups_add')
  await expect(next.getByRole('button', { name: 'See what this will change' })).toBeEnabled()
  // The approver of the list is no user of it, and no suggestion.
  await rows(page, { Rows: 3, Ready: 2, 'With errors': 1 })
  await expect(page.getByRole('button', { name: wellKnown.admin, exact: true })).toHaveCount(0)

  // A group that is written once, above its users, is filled in with one click.
  const above = ['Group,Email', `Legal,${wellKnown.member}`, `,${wellKnown.secondMember}`, `,${wellKnown.groupMember}`]
  await send(page, csv(`${above.join('\n')}\n`, 'above.csv'))
  await issues(page).getByRole('button').first().click()
  await page.getByRole('button', { name: 'Fill each cell with the value above it' }).click()
  await expect(page.getByRole('grid').getByTitle('Legal', { exact: true })).toHaveCount(3)
})

test('rows of one user are combined with one click, and the user gets the roles of all of them', async ({
  owner: page,
  app,
}) => {
  const before = app.sandbox.control.user(wellKnown.admin)?.botRoles.length ?? 0
  const lines = ['Email,Role,Bot', `${wellKnown.admin},Analyst,Billing`, `${wellKnown.admin},Bot Tester,Travel`]
  await send(page, csv(`${lines.join('\n')}\n`, 'one-row-per-role.csv'))
  await rows(page, { Rows: 2, Ready: 1, 'With errors': 1 })
  await issues(page).getByRole('button').first().click()
  const combine = page.getByRole('button', { name: 'Combine the rows of each user' })
  await combine.click()
  await rows(page, { Ready: 1, Excluded: 1 })
  // Undone, both rows have their own cells again.
  const grid = page.getByRole('grid')
  await expect(grid.getByText(/Analyst.*Bot Tester/)).toBeVisible()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await rows(page, { Rows: 2, Ready: 1, 'With errors': 1 })
  await expect(grid.getByText(/Analyst.*Bot Tester/)).toHaveCount(0)
  // So does an exclusion in the bar.
  await page.getByRole('button', { name: 'Exclude it' }).click()
  await rows(page, { Ready: 1, Excluded: 1 })
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await rows(page, { Rows: 2, Ready: 1, 'With errors': 1 })
  const steps = page.getByRole('navigation', { name: 'Steps' })
  await expect(steps.getByRole('listitem').nth(2)).toHaveAttribute('aria-current', 'step')
  await issues(page).getByRole('button').first().click()
  await combine.click()
  await rows(page, { Ready: 1, Excluded: 1 })
  await expect(steps.getByRole('listitem').nth(3)).toHaveAttribute('aria-current', 'step')
  await plan(page)
  await expect(steps.getByRole('listitem').nth(3)).toHaveAttribute('aria-current', 'step')
  await steps.getByRole('link', { name: 'Columns, done' }).click()
  await expect(page.getByRole('region', { name: 'The plan' })).toBeVisible()
  await steps.getByRole('link', { name: 'Plan, done' }).click()
  await expectPlan(page, { change: 1 })
  await applyPlan(page)
  await expectOutcomes(page, { changed: 1 })
  expect(app.sandbox.control.user(wellKnown.admin)?.botRoles).toHaveLength(before + 2)
})

test('a file that only names users gets one change for all of them', async ({ owner: page, app }) => {
  const people = [wellKnown.member, wellKnown.secondMember]
  await send(page, csv(`Email;Full name\n${people.map((email) => `${email};Some Body`).join('\n')}\n`, 'people.csv'))
  await page
    .getByRole('region', { name: 'Create the plan' })
    .getByRole('button', { name: 'Edit access of all…' })
    .click()
  const form = page.getByRole('dialog', { name: 'Edit access of 2 users' })
  await choose(page, fieldOf(form, 'Add to'), 'Legal')
  await form.getByRole('button', { name: 'See what this will change' }).click()
  await expect(page.getByRole('heading', { name: 'Legal · 2 users · people.csv', level: 1 })).toBeVisible()
  await applyPlan(page, '2')
  await expectOutcomes(page, { changed: 2 })
  const { items } = (await (await app.script.get('/api/access/groups?q=Legal')).json()) as { items: { id: string }[] }
  for (const email of people) expect(app.sandbox.control.user(email)?.groups).toContain(items[0]?.id)
})

test('a footer of the file is listed among the excluded rows and can be included', async ({ owner: page }) => {
  await send(page, csv(`Email;Groups\n${wellKnown.member};Quality\n${wellKnown.invited};Quality\nTotal: 2;\n`))
  await rows(page, { Rows: 3, Ready: 2, Excluded: 1 })
  await issues(page)
    .getByRole('button', { name: /Excluded rows/ })
    .click()
  await expect(page.getByText('This is a total, a line, the headings again or the end of the table')).toBeVisible()
  await page.getByRole('button', { name: /^Include row \d+/ }).click()
  await rows(page, { Rows: 3, Ready: 2, 'With errors': 1 })
  await expect(issues(page).getByRole('button', { name: /Excluded rows/ })).toHaveCount(0)
})
