import { wellKnown } from '@muster/kore-sandbox'
import type { Browser, Page } from '@playwright/test'
import { expectAccessible } from '../fixtures/axe.ts'
import { applyPlan, openUnproved, prove } from '../fixtures/jobs.ts'
import { expect, expectConsoleError, test } from '../fixtures/test.ts'
import { openUser } from '../fixtures/users.ts'

test.use({ backendOptions: { name: 'approvals', users: 60 } })

const passphrase = 'seven quiet rivers'

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

test('a help desk requests a removal, an approver requests changes and approves, and the help desk applies it', async ({
  owner: page,
  app,
  browser,
}) => {
  await page.goto(`${app.url}/settings/members`)
  const asker = await member(page, browser, { name: 'Hana', role: 'Help desk' })
  const approver = await member(page, browser, { name: 'Omar', role: 'Approver' })

  await openUser(asker, wellKnown.coDeveloper)
  await asker.getByRole('button', { name: 'Remove…' }).click()
  await asker
    .getByRole('dialog', { name: /^Remove/ })
    .getByRole('button', { name: 'See what this will change' })
    .click()
  const panel = asker.getByRole('region', { name: 'Approval' })
  await expect(panel).toContainText('You lack the permission Remove users')
  await expect(panel).toContainText('Omar')
  await expect(asker.getByRole('button', { name: 'Remove 1 user…' })).toBeDisabled()
  await panel.getByRole('button', { name: 'Send for approval' }).click()
  await expect(panel.getByText('Enter a reason')).toBeVisible()
  await panel.getByLabel('Reason').fill('Left the company')
  await panel.getByRole('button', { name: 'Send for approval' }).click()
  await expect(panel).toContainText('Waiting for approval')
  await expectAccessible(asker)

  await approver.getByRole('link', { name: /^Approvals/ }).click()
  await approver.getByRole('link', { name: /^Remove / }).click()
  const decision = approver.getByRole('region', { name: 'Approval' })
  await expect(decision).toContainText('Left the company')
  await expectAccessible(approver)
  await decision.getByLabel('Comment').fill('Which ticket?')
  await decision.getByRole('button', { name: 'Request changes' }).click()
  await expect(panel).toContainText('Which ticket?')
  await panel.getByLabel('Reason').fill('Ticket 4711')
  await panel.getByRole('button', { name: 'Send for approval' }).click()
  await expect(decision).toContainText('Ticket 4711')
  await decision.getByRole('button', { name: 'Approve this plan' }).click()
  await expect(decision.getByRole('button', { name: 'Revoke the approval' })).toBeVisible()

  await applyPlan(asker, 'remove 1', passphrase)

  await openUnproved(page, `${app.url}/settings`)
  const policy = page.getByRole('region', { name: 'Approval policy' })
  await policy.getByLabel('Every change: from users').fill('1')
  const saved = page.waitForResponse((response) => response.request().method() === 'PUT' && response.ok())
  await policy.getByRole('button', { name: 'Save the policy' }).click()
  await prove(page)
  await saved
  await page.reload()
  await expect(policy.getByLabel('Every change: from users')).toHaveValue('1')
  await expectAccessible(page)
  await Promise.all([asker.context().close(), approver.context().close()])
})
