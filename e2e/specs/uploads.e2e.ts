import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { wellKnown } from '@muster/kore-sandbox'
import type { Page } from '@playwright/test'
import { expectAccessible } from '../fixtures/axe.ts'
import { applyPlan, expectCounts, expectOutcomes, expectPlan, openReport } from '../fixtures/jobs.ts'
import { expect, test } from '../fixtures/test.ts'

test.use({ backendOptions: { name: 'uploads', users: 60 } })

async function send(page: Page, file: string | { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Uploads' }).click()
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a file' }).click()
  await (await choosing).setFiles(file)
  await expect(page).toHaveURL(/\/uploads\/./)
  await expect(page.getByRole('region', { name: 'Make the plan' })).toBeVisible()
}

const csv = (text: string, name = 'changes.csv') => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(`\ufeff${text.replace(/^\ufeff/, '')}`),
})
const rows = (page: Page, counts: Readonly<Record<string, number>>) => expectCounts(page, 'Filter the rows', counts)
const causes = (page: Page) => page.getByRole('navigation', { name: 'Causes' })
const plan = (page: Page) => page.getByRole('button', { name: 'See what this will change' }).click()

test('a spreadsheet with every kind of fault is fixed in place, planned, applied, and retried until all are done', async ({
  owner: page,
  app,
}) => {
  const lines = [
    'Email ID;First name;Add roles;Add groups;Developer',
    `${wellKnown.member};Mina;Bot Testr on Billing;;yes`,
    `${wellKnown.secondMember};Sven;Bot Testr on Billing;;yes`,
    `${wellKnown.invited};Ivo;;Qualtiy;`,
    'nobody@example.org;Nobody;;Quality;',
    `${wellKnown.coDeveloper};Cora;;Quality;perhaps`,
  ]
  await send(page, csv(`${lines.join('\n')}\n`))
  await expect(page.getByText(/UTF-8.*semicolon/)).toBeVisible()
  await rows(page, { Rows: 5, 'With errors': 5 })
  await expectAccessible(page)

  // One cause over all its rows, by the name that was meant.
  await causes(page)
    .getByRole('button', { name: /“Bot Testr”/ })
    .click()
  await page.getByRole('button', { name: /^Use “Bot Tester” in all 2 rows/ }).click()
  await rows(page, { Ready: 2, 'With errors': 3 })
  await causes(page)
    .getByRole('button', { name: /“Qualtiy”/ })
    .click()
  await page.getByRole('button', { name: /^Use “Quality” in this row/ }).click()
  await rows(page, { Ready: 3, 'With errors': 2 })
  // The grid shows it too: a row that moves between two clicks is no double click.
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

  // A person nobody knows is left out.
  await causes(page)
    .getByRole('button', { name: /nobody@example.org/ })
    .click()
  await page.getByRole('button', { name: 'Leave the row out' }).click()
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

  // The report is the file again, with what became of each row; sent back, done rows are skipped.
  await openReport(page)
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'CSV' }).click()
  const report = await readFile(await (await downloading).path(), 'utf8')
  expect(report.split(/\r?\n/)[0]).toMatch(/^\ufeff?Email ID.First name.Add roles.Add groups.Developer.Muster outcome/)
  app.sandbox.control.clearFaults()
  // The report offers it for all failures and, where there is one cause, for that too.
  await page
    .getByRole('button', { name: /Ask 1 user again…/ })
    .first()
    .click()
  await expectPlan(page, { change: 1 })
  await applyPlan(page)
  await expectOutcomes(page, { changed: 1 })
  await expect(page.getByRole('region', { name: 'This job and its retries' })).toContainText('4 users over 2 runs')

  // What was downloaded there is the one that failed; the whole report skips those that are done.
  await send(page, csv(report, 'failures.csv'))
  await rows(page, { Row: 1, Ready: 1 })
  const whole = await (await app.script.get(`/api/jobs/${job}/report.csv`)).text()
  await send(page, csv(whole, 'report.csv'))
  await expect(page.getByText(/a report of Muster/).first()).toBeVisible()
  await rows(page, { Rows: 4, Ready: 1, 'Done before': 3 })
})

test('a whole cause is put right at once, a mistyped person is found, and a planned file can be worked on again', async ({
  owner: page,
}) => {
  const mistyped = wellKnown.member.replace('@', 'x@')
  const lines = [
    'Access review, third quarter',
    '',
    'E-mail;Groups to add;Builder access',
    `Mina <${wellKnown.secondMember}>;Qualtiy;yes`,
    `${mistyped};Qualty;yes`,
    `${wellKnown.invited};Quality; Quality;yes`,
  ]
  await send(page, csv(`${lines.join('\r\n')}\r\n`, 'messy.csv'))
  await expect(page.getByText(/semicolon.*column names in row 3/)).toBeVisible()
  await rows(page, { Rows: 3, 'With errors': 3 })

  // Two values of one cause, each by what it is nearest to.
  await causes(page)
    .getByRole('button', { name: /All 2 values/ })
    .click()
  await expect(page.getByRole('list', { name: 'Best suggestions' })).toContainText('“Qualty” → Quality')
  await page.getByRole('button', { name: 'Use the suggestions for all 2 values' }).click()
  await expect(causes(page).getByText('There is no such group')).toBeHidden()

  // The address within a name is read; somebody's address is almost this one.
  await rows(page, { Ready: 1, 'With errors': 2 })
  await causes(page)
    .getByRole('button', { name: new RegExp(mistyped) })
    .click()
  await page.getByRole('button', { name: `Use “${wellKnown.member}”` }).click()
  await rows(page, { Ready: 2, 'With errors': 1 })

  // A delimiter too many is named as that, and nothing else of its row.
  await expect(causes(page).getByText('The row has more cells than the header')).toBeVisible()
  await expectAccessible(page)
  await plan(page)
  await expectPlan(page, { change: 2, blocked: 1 })
  await page.goBack()
  await page.getByRole('button', { name: 'Change the rows' }).click()
  await page.getByRole('button', { name: 'Leave it out' }).click()
  await rows(page, { Ready: 2, Excluded: 1 })
  await plan(page)
  await expectPlan(page, { change: 2 })
})

test('the directory is read again: the rows are held against it once more, and fixes stay', async ({ owner: page }) => {
  const lines = ['E-mail;Add groups', `${wellKnown.secondMember};Qualtiy`, 'nobody-yet@example.com;Quality']
  await send(page, csv(`${lines.join('\n')}\n`, 'newcomers.csv'))
  await rows(page, { 'With errors': 2 })
  await causes(page)
    .getByRole('button', { name: /“Qualtiy”/ })
    .click()
  await page.getByRole('button', { name: /^Use “Quality”/ }).click()
  await rows(page, { Ready: 1, 'With errors': 1 })
  const moved = page.getByText('The directory was read again after these rows were checked.')
  await expect(moved).toHaveCount(0)
  await page.getByRole('button', { name: 'Sync the directory' }).click()
  await expect(moved).toBeVisible({ timeout: 60_000 })
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Check the rows again' }).click()
  await expect(moved).toHaveCount(0)
  await rows(page, { Ready: 1, 'With errors': 1 })
})

test('a workbook made by another program is understood, its formulas named and not calculated', async ({
  owner: page,
  app,
}) => {
  await send(page, join(import.meta.dirname, '../files/people-from-libreoffice.xlsx'))
  await expect(page.getByText(/Excel workbook/).first()).toBeVisible()
  await rows(page, { Rows: 3, Ready: 2, 'With errors': 1 })
  await page.getByRole('button', { name: 'Leave it out' }).click()
  await plan(page)
  await expectPlan(page, { change: 1, unchanged: 1 })
  await applyPlan(page)
  await expectOutcomes(page, { changed: 1, unchanged: 1 })
  expect(app.sandbox.control.effects().filter(({ user }) => user === wellKnown.secondMember).length).toBeGreaterThan(0)
})

test('a file dropped anywhere on the page is sent, and the body of an endpoint is understood as it is', async ({
  owner: page,
}) => {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Uploads' }).click()
  const body = JSON.stringify({ users: [{ userInfo: { emailId: wellKnown.member }, isDeveloper: true }] })
  const data = await page.evaluateHandle((text) => {
    const dropped = new DataTransfer()
    dropped.items.add(new File([text], 'update.json', { type: 'application/json' }))
    return dropped
  }, body)
  // The page listens from the moment it stands there, not from the click that asked for it.
  await expect(page.getByRole('button', { name: 'Choose a file' })).toBeVisible()
  await expect(async () => {
    await page.dispatchEvent('body', 'dragenter', { dataTransfer: data })
    await expect(page.getByText('Let go to send the file')).toBeVisible({ timeout: 1000 })
  }).toPass()
  await page.dispatchEvent('body', 'drop', { dataTransfer: data })
  await expect(page.getByRole('heading', { level: 1, name: 'update.json' })).toBeVisible()
  await expect(page.getByText("the body of Kore.ai's Update Users")).toBeVisible()
  await rows(page, { Row: 1, Ready: 1 })
})

test('cells are pasted, and a file that is none is refused with a way out', async ({ owner: page }) => {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Uploads' }).click()
  await page.getByRole('button', { name: 'Paste cells' }).click()
  await page.getByRole('textbox').fill(`Email ID\tDeveloper\n${wellKnown.admin}\tyes`)
  await page.getByRole('button', { name: 'Send these cells' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'pasted.tsv' })).toBeVisible()
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Uploads' }).click()
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a file' }).click()
  await (await choosing).setFiles({ name: 'people.xlsx', mimeType: 'text/plain', buffer: Buffer.from('a,b') })
  await expect(page.getByText(/not an Excel workbook/).first()).toBeVisible()
})

test('an export is understood by its headings, cells are pasted as a spreadsheet copies them, and taken back', async ({
  owner: page,
}) => {
  const lines = [
    'Username;E-Mail-Adresse;Rolle;Bot;Gruppen;Deleted',
    `mina.crm;${wellKnown.member};Analyst;Billing;Dta;FALSE`,
    `sven.crm;${wellKnown.secondMember};Analyst;Biling;Data;TRUE`,
  ]
  await send(page, csv(`${lines.join('\n')}\n`))
  const columns = page.getByRole('region', { name: 'Columns' })
  await expect(columns.getByLabel('What “E-Mail-Adresse” means')).toHaveValue('email')
  await expect(columns.getByLabel('What “Bot” means')).toHaveValue('role_bot')
  // How things are in another system asks for no removal here.
  await expect(columns.getByLabel('What “Deleted” means')).toHaveValue('ignore')
  await rows(page, { Rows: 2, 'With errors': 2 })

  const cell = (text: string) => page.getByRole('gridcell').and(page.getByTitle(text, { exact: true }))
  const paste = (text: string) =>
    cell('Dta').evaluate((element, pasted) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', pasted)
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, text)
  await cell('Dta').click()
  // A cell of two lines is one cell; what lies beyond the grid is said.
  await paste('"Data\nQuality"\tbeyond\nSales\n')
  await expect(page.getByText(/2 cells pasted.* 1 cell beyond the rows and columns shown was left out/)).toBeVisible()
  await expect(cell('Sales')).toBeVisible()
  await rows(page, { Ready: 1, 'With errors': 1 })
  await page.keyboard.press('Control+z')
  await expect(cell('Dta')).toBeVisible()
  await expect(cell('Sales')).toHaveCount(0)
  await rows(page, { 'With errors': 2 })
})

test('a file that was refused is sent again when the same file is chosen again, repaired', async ({
  owner: page,
}, testInfo) => {
  const path = testInfo.outputPath('members.csv')
  await writeFile(path, '')
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Uploads' }).click()
  const choose = async () => {
    const choosing = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Choose a file' }).click()
    await (await choosing).setFiles(path)
  }
  await choose()
  await expect(page.getByRole('button', { name: 'Dismiss members.csv' })).toBeVisible()
  await writeFile(path, `Email,Groups\n${wellKnown.member},Data\n`)
  await choose()
  await expect(page).toHaveURL(/\/uploads\/./)
  await rows(page, { Row: 1, Ready: 1 })
})

test('a mapping that was chosen is never dropped: the next step is to check the rows, then the plan has it', async ({
  owner: page,
}) => {
  await send(page, csv(`Email,Squad\n${wellKnown.member},Data\n${wellKnown.secondMember},Legal\n`, 'squads.csv'))
  const next = page.getByRole('region', { name: 'Make the plan' })
  await expect(next.getByText(/No column says what should change/)).toBeVisible()
  await page.getByLabel('What “Squad” means').selectOption('groups_add')
  await expect(next.getByRole('button', { name: 'See what this will change' })).toHaveCount(0)
  await next.getByRole('button', { name: 'Check the rows again' }).click()
  await rows(page, { Rows: 2, Ready: 2 })
  await plan(page)
  await expectPlan(page, { change: 2 })
})

test('a column that may ask for a change and is not used is asked about, and confirmed with one click', async ({
  owner: page,
}) => {
  await send(
    page,
    csv(`Email,Developer,Squad\n${wellKnown.member},yes,Data\n${wellKnown.secondMember},yes,Legal\n`, 'two.csv'),
  )
  const next = page.getByRole('region', { name: 'Make the plan' })
  await expect(
    next.getByText('1 column may ask for a change and is not used. Map it under Columns first.'),
  ).toBeVisible()
  await expect(next.getByRole('button', { name: 'See what this will change' })).toBeDisabled()
  await expectAccessible(page)
  await page.getByRole('region', { name: 'Columns' }).getByRole('button', { name: 'Not used' }).click()
  await next.getByRole('button', { name: 'Check the rows again' }).click()
  await expect(next.getByRole('button', { name: 'See what this will change' })).toBeEnabled()
})

test('rows of one user are combined with one click, and the user gets the roles of all of them', async ({
  owner: page,
  app,
}) => {
  const before = app.sandbox.control.user(wellKnown.admin)?.botRoles.length ?? 0
  const lines = ['Email,Role,Bot', `${wellKnown.admin},Analyst,Billing`, `${wellKnown.admin},Bot Tester,Travel`]
  await send(page, csv(`${lines.join('\n')}\n`, 'one-row-per-role.csv'))
  await rows(page, { Rows: 2, Ready: 1, 'With errors': 1 })
  await causes(page).getByRole('button').first().click()
  await page.getByRole('button', { name: 'Combine the rows of each user' }).click()
  await rows(page, { Ready: 1, Excluded: 1 })
  await plan(page)
  await expectPlan(page, { change: 1 })
  await applyPlan(page)
  await expectOutcomes(page, { changed: 1 })
  expect(app.sandbox.control.user(wellKnown.admin)?.botRoles).toHaveLength(before + 2)
})

test('a footer of the file is listed among the excluded rows and can be included', async ({ owner: page }) => {
  await send(page, csv(`E-mail;Groups\n${wellKnown.member};Quality\n${wellKnown.invited};Quality\nTotal: 2;\n`))
  await rows(page, { Rows: 3, Ready: 2, Excluded: 1 })
  await causes(page)
    .getByRole('button', { name: /Excluded rows/ })
    .click()
  await expect(page.getByText('The row sums up or closes the table')).toBeVisible()
  await page.getByRole('button', { name: /^Take row \d+ in again/ }).click()
  await rows(page, { Rows: 3, Ready: 2, 'With errors': 1 })
  await expect(causes(page).getByRole('button', { name: /Excluded rows/ })).toHaveCount(0)
})

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 768, height: 900 },
  { width: 390, height: 844 },
]) {
  test(`the active cell stays in view at ${viewport.width} wide, wherever keys move it`, async ({ owner: page }) => {
    await page.setViewportSize(viewport)
    const names = Array.from({ length: 12 }, (_, at) => `Note ${at} of the export`)
    const lines = Array.from(
      { length: 60 },
      (_, at) => `user${at}@example.org;${names.map(() => 'x'.repeat(20)).join(';')};`,
    )
    const text = [`E-mail;${names.map((_, at) => `Group ${at + 1}`).join(';')};Developer`, ...lines]
    await send(page, csv(text.join('\n')))
    const grid = page.getByRole('grid')
    await expect(grid).toBeVisible()
    const isCovered = () =>
      page.evaluate(() => {
        const cell = document.activeElement
        if (cell === null || !(cell instanceof HTMLElement) || cell.dataset.place === undefined) return 'no active cell'
        const box = cell.getBoundingClientRect()
        const corners = [
          [box.left + 3, box.top + 3],
          [box.right - 3, box.bottom - 3],
        ] as const
        const hidden = corners.filter(([x, y]) => !cell.contains(document.elementFromPoint(x, y)))
        return hidden.length === 0 ? 'in view' : `hidden at ${JSON.stringify(hidden)}`
      })
    await grid.locator('[data-place="0:0"]').click()
    for (const key of ['PageDown', 'PageDown', 'ArrowRight', 'ArrowRight', 'End', 'ArrowDown', 'PageUp', 'Home']) {
      await page.keyboard.press(key)
      await expect.poll(isCovered).toBe('in view')
    }
    await page.keyboard.press('Control+End')
    await expect.poll(isCovered).toBe('in view')
  })
}
