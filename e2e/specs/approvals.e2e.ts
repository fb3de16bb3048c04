import type { Browser, Page } from '@playwright/test'
import { expectAccessible } from '../fixtures/axe.ts'
import { owner } from '../fixtures/backend.ts'
import { applyPlan, expectCounts, openUnproved, prove } from '../fixtures/jobs.ts'
import { type App, expect, expectConsoleError, test } from '../fixtures/test.ts'

test.use({ backendOptions: { name: 'approvals', users: 480 } })

const passphrase = 'seven quiet rivers'

interface UsersPage {
  readonly items: readonly { readonly email: string }[]
  readonly next: string | null
}

/** Addresses of users whose changes the sandbox does not let fail. */
async function ordinaryUsers({ script }: App, count: number): Promise<readonly string[]> {
  const emails: string[] = []
  for (let cursor = ''; emails.length < count; ) {
    const response = await script.get(`/api/users?limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`)
    const { items, next } = (await response.json()) as UsersPage
    emails.push(...items.map(({ email }) => email).filter((email) => !email.endsWith('@kore-sandbox.example')))
    if (next === null) break
    cursor = next
  }
  return emails.slice(0, count)
}

/** Invites a member with this role and signs them in, in a browser of their own. */
async function member(page: Page, browser: Browser, { name, role }: { name: string; role: string }): Promise<Page> {
  await page.getByRole('button', { name: 'Invite a member' }).click()
  const dialog = page.getByRole('dialog', { name: 'Invite a member' })
  await dialog.getByLabel('Email').fill(`${name.toLowerCase()}@example.com`)
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('combobox', { name: 'Role' }).click()
  await page.getByRole('option', { name: role }).click()
  await dialog.getByRole('button', { name: 'Create the invitation link' }).click()
  const made = page.getByRole('dialog', { name: `Link for ${name}` })
  const link = await made.getByRole('code').innerText()
  await made.getByRole('button', { name: 'Done' }).click()
  const theirs = await (await browser.newContext()).newPage()
  expectConsoleError(theirs, /status of 40[013]/)
  await theirs.goto(link)
  await theirs.getByLabel('Passphrase', { exact: true }).fill(passphrase)
  await theirs.getByLabel('Repeat the passphrase', { exact: true }).fill(passphrase)
  await theirs.getByRole('button', { name: 'Choose the passphrase and sign in' }).click()
  await expect(theirs.getByRole('button', { name: `Menu of ${name}` })).toContainText(role)
  return theirs
}

/** Sends a file of rows to Uploads and waits until it can be planned. */
async function sendFile(page: Page, lines: readonly string[]): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Uploads' }).click()
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a file' }).click()
  await (await choosing).setFiles({ name: 'testers.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) })
  await expectCounts(page, 'Filter the rows', { Ready: lines.length - 1 })
}

/** Applies the plan on screen with its own confirmation, and waits for its end. */
async function applyLarge(page: Page, app: App, by: string): Promise<string> {
  const response = await app.script.get(`/api${new URL(page.url()).pathname}`)
  const { confirmation } = (await response.json()) as { confirmation: { text: string } }
  const jobId = await applyPlan(page, confirmation.text, by)
  await expect(page.getByText('Done', { exact: true }).first()).toBeVisible()
  return jobId
}

test('a help desk requests the change of a file of 400, an approver requests changes and approves; it is applied and undone', async ({
  owner: page,
  app,
  browser,
}) => {
  await page.goto(`${app.url}/settings/members`)
  const asker = await member(page, browser, { name: 'Hana', role: 'Help desk' })
  const approver = await member(page, browser, { name: 'Omar', role: 'Approver' })
  const emails = await ordinaryUsers(app, 400)
  expect(emails).toHaveLength(400)

  await sendFile(asker, ['Email ID,Add roles', ...emails.map((email) => `${email},Bot Tester on Billing`)])
  await asker.getByRole('button', { name: 'See what this will change' }).click()
  const panel = asker.getByRole('region', { name: 'Approval' })
  await expect(panel).toContainText('You lack the permission Edit roles on bots')
  await expect(panel).toContainText('Omar')
  const apply = asker.getByRole('region', { name: 'Apply this plan' }).getByRole('button')
  await expect(apply).toBeDisabled()
  await panel.getByRole('button', { name: 'Send for approval' }).click()
  await expect(panel.getByText('Enter a reason')).toBeVisible()
  await panel.getByLabel('Reason').fill('New testers')
  await panel.getByRole('button', { name: 'Send for approval' }).click()
  await expect(panel).toContainText('Waiting for approval')
  await expectAccessible(asker)

  await approver.getByRole('link', { name: /^Approvals/ }).click()
  await approver.getByRole('link', { name: /testers\.csv/ }).click()
  const decision = approver.getByRole('region', { name: 'Approval' })
  await expect(decision).toContainText('New testers')
  await expectAccessible(approver)
  await decision.getByLabel('Comment').fill('Which ticket?')
  await decision.getByRole('button', { name: 'Request changes' }).click()
  await expect(panel).toContainText('Which ticket?')
  await panel.getByLabel('Reason').fill('Ticket 4711')
  await panel.getByRole('button', { name: 'Send for approval' }).click()
  await expect(decision).toContainText('Ticket 4711')
  await decision.getByRole('button', { name: 'Approve this plan' }).click()
  await expect(decision.getByRole('button', { name: 'Revoke the approval' })).toBeVisible()

  await expect(apply).toBeEnabled()
  const jobId = await applyLarge(asker, app, passphrase)
  await asker.getByRole('button', { name: 'Undo…' }).click()
  await expect(asker.getByRole('heading', { level: 1, name: /^Undo "/ })).toBeVisible()
  await expect(panel).toContainText('You lack the permission Edit roles on bots')
  await panel.getByLabel('Reason').fill('Too early')

  // Hana loses the right to request it while the reason is typed.
  const row = page.getByRole('row', { name: /hana@example\.com/ })
  await row.getByRole('button', { name: 'Actions for Hana' }).click()
  await page.getByRole('menuitem', { name: 'Change the role…' }).click()
  const role = page.getByRole('dialog', { name: 'Change the role of Hana' })
  await role.getByRole('combobox', { name: 'Role' }).click()
  await page.getByRole('option', { name: 'Viewer' }).click()
  await role.getByRole('button', { name: 'Change the role' }).click()
  await expect(row).toContainText('Viewer')
  await panel.getByRole('button', { name: 'Send for approval' }).click()
  const again = asker.getByRole('dialog', { name: 'Your session has ended' })
  await again.getByLabel('Password', { exact: true }).fill(passphrase)
  await again.getByRole('button', { name: 'Sign in' }).click()
  await expect(again).toBeHidden()
  await expect(panel.getByRole('alert')).toContainText('You lack the permission')
  await expect(panel.getByLabel('Reason')).toHaveValue('Too early')
  await expect(asker.getByRole('button', { name: 'Menu of Hana' })).toContainText('Viewer')

  const undo = new URL(asker.url()).pathname
  await page.goto(`${app.url}${undo}`)
  await applyLarge(page, app, owner.password)
  const undone = await app.script.get(`/api/jobs/${jobId}`)
  expect(await undone.json()).toMatchObject({ counts: { failed: 0, unknown: 0 }, canUndo: false })

  await openUnproved(page, `${app.url}/settings`)
  const policy = page.getByRole('region', { name: 'Approval policy' })
  await policy.getByLabel('Every change: from users').fill('1')
  // Key by key: "0." on its way to 0.5 is no number yet.
  await policy.getByLabel('Removals: from share').pressSequentially('0.5')
  const saved = page.waitForResponse((response) => response.request().method() === 'PUT' && response.ok())
  await policy.getByRole('button', { name: 'Save the policy' }).click()
  await prove(page)
  await saved
  await page.reload()
  await expect(policy.getByLabel('Every change: from users')).toHaveValue('1')
  await expect(policy.getByLabel('Removals: from share')).toHaveValue('0.5 %')
  await expectAccessible(page)
  await Promise.all([asker.context().close(), approver.context().close()])
})
