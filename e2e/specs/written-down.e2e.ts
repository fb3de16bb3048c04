import { readFile } from 'node:fs/promises'
import { wellKnown } from '@muster/kore-sandbox'
import type { Page } from '@playwright/test'
import { applyByScript, untilOver } from '../fixtures/api.ts'
import { expect, test } from '../fixtures/test.ts'
import { visit } from '../fixtures/visit.ts'

test.use({ backendOptions: { name: 'written-down', users: 80 } })

async function exported(page: Page, format: string): Promise<string> {
  await page.getByRole('button', { name: 'Export' }).click()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: format }).click(),
  ])
  return readFile(await file.path(), 'utf8')
}

test('the audit lists every action in a sentence, filters, and verifies its chain', async ({ owner: page, app }) => {
  const jobId = await applyByScript(app.script, {
    kind: 'identifiers',
    identifiers: [{ by: 'email', value: wellKnown.member }],
    change: { kind: 'update', canCreateBot: true },
  })
  expect((await untilOver(app.script, jobId)).counts.changed).toBe(1)
  await page.getByRole('link', { name: 'Audit' }).click()
  const rows = page.getByRole('table', { name: 'Audit' }).getByRole('row')
  // The entries of the job are one row, which opens.
  await expect(rows.filter({ hasText: /turned bot creation on for Mina Member/ })).toHaveCount(0)
  await page.getByRole('button', { name: /entries of this job/ }).click()
  const ofJob = page.getByRole('table', { name: 'Entries of this job' }).getByRole('row')
  const changed = ofJob.filter({ hasText: 'User changed' }).filter({ hasText: 'Mina Member' })
  await expect(changed).toContainText('Added: May create bots')
  await changed.getByRole('button', { name: /^Entry \d+$/ }).click()
  await expect(ofJob.filter({ hasText: /turned bot creation on for Mina Member/ })).toHaveCount(1)
  await expect(rows.filter({ hasText: 'Signed in' }).first()).toBeVisible()
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByRole('combobox', { name: 'Action' }).selectOption('User changed')
  await expect(page).toHaveURL(/action=user.changed/)
  await expect(rows).toHaveCount(2)
  await page.getByRole('textbox', { name: 'Search the sentences' }).fill('an action that never happened')
  await expect(page.getByText('No entry matches these filters')).toBeVisible()
  await page.getByRole('button', { name: 'Verify the chain' }).click()
  await expect(page.getByText(/The chain is intact: \d+ entries checked/)).toBeVisible()
  await expect(page.getByText(/signed heads? confirms? it up to entry \d+/)).toBeVisible()
  await page.getByRole('textbox', { name: 'Search the sentences' }).fill('')
  await expect(rows).toHaveCount(2)
  const csv = await exported(page, 'As CSV')
  expect(csv).toMatch(/user\.changed,.*turned bot creation on for Mina Member/)
  expect(csv).not.toContain('session.signed_in')
  const lines = (await exported(page, 'As JSON Lines')).trim().split('\n')
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
    expect.objectContaining({ action: 'user.changed', actorCommitment: expect.stringMatching(/^[0-9a-f]{64}$/) }),
  ])
  await page.getByRole('button', { name: 'Remove filter: User changed' }).click()
  await expect(page).not.toHaveURL(/action=/)
  await page.getByRole('button', { name: 'Actions for Audit' }).click()
  await page.getByRole('menuitem', { name: 'Erase a person…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Erase a person from Muster?' })
  await dialog.getByRole('textbox', { name: 'Email or ID' }).fill(wellKnown.member)
  await dialog.getByRole('button', { name: 'Find what names this person' }).click()
  await dialog.getByRole('button', { name: /^Erase from \d+ record/ }).click()
  await expect(dialog.getByText('Erased.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await expect(rows.filter({ hasText: 'Person erased' })).toHaveCount(1)
  await page.getByRole('button', { name: 'Verify the chain' }).click()
  await expect(page.getByText(/The personal fields of \d+ entr(y|ies) are erased/)).toBeVisible()
  expect(await (await app.script.get('/api/audit?limit=200')).text()).not.toContain(wellKnown.member)
  await visit(page, `/jobs/${jobId}`)
  await page.getByRole('main').getByRole('link', { name: 'audit' }).click()
  await expect(page.getByRole('button', { name: 'Remove filter: Only one job' })).toBeVisible()
})

test('Settings show the account, the budget and each endpoint, and test the connection', async ({
  owner: page,
  app,
}) => {
  await page.getByRole('link', { name: 'Settings' }).click()
  await expect(page.getByText(app.sandbox.clientId)).toBeVisible()
  const kept = page.getByRole('table', { name: 'Retention' }).getByRole('row', { name: /^Plans that were not applied/ })
  await expect(kept).toContainText('7 days')
  await expect(page.getByText('Set on the server, never shown')).toBeVisible()
  await expect(page.getByRole('meter', { name: 'Calls used in the last minute' })).toBeVisible()
  await page.getByRole('button', { name: 'Test the connection' }).click()
  const endpoints = page.getByRole('table', { name: 'Endpoints' }).getByRole('row')
  await expect(endpoints.filter({ hasText: 'Works' }).first()).toBeVisible()
  await expect(endpoints.filter({ hasText: 'just now' }).first()).toBeVisible()

  app.sandbox.control.setScopes(['user_management:user_management'])
  await page.getByRole('button', { name: 'Test the connection' }).click()
  await expect(endpoints.filter({ hasText: 'Refused' }).first()).toBeVisible()
  app.sandbox.control.reset()
  expect(await page.content()).not.toContain(app.sandbox.clientSecret)
})
