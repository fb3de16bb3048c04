import { sentinelEmail, wellKnown } from '@muster/kore-sandbox'
import { applyByScript, scriptOf, signInScript, until, untilOver } from '../fixtures/api.ts'
import { expectAccessible } from '../fixtures/axe.ts'
import { owner as account, startBackend } from '../fixtures/backend.ts'
import { actOn, applyPlan, expectOutcomes, expectPlan, openReport } from '../fixtures/jobs.ts'
import { expect, expectConsoleError, test } from '../fixtures/test.ts'
import { fieldOf, openUser } from '../fixtures/users.ts'

test.use({ backendOptions: { name: 'removal', users: 120, sandbox: { eraseDelayMs: 1500 } } })

interface Erasures {
  readonly items: readonly {
    id: string
    state: string
    requestId: string | null
    people: readonly { identifier: { value: string } }[]
  }[]
}

async function openList(page: import('@playwright/test').Page, what: RegExp) {
  await page.getByRole('button', { name: 'Paste a list' }).click()
  await page.getByRole('menuitem', { name: what }).click()
  return page.getByRole('dialog')
}

test('users are removed by email after a typed confirmation; the last administrator and a bot owner are blocked', async ({
  owner: page,
  app,
}) => {
  const form = await openList(page, /^Remove users by ID/)
  await form.getByRole('textbox', { name: 'Email addresses' }).fill('no address\n')
  await expect(form.getByText(/is not an email address/).first()).toBeVisible()
  const blocked = [wellKnown.owner, wellKnown.documentedRemoval]
  const people = [wellKnown.member, wellKnown.invited, sentinelEmail('reason-errors'), ...blocked]
  await form.getByRole('textbox', { name: 'Email addresses' }).fill(people.join('\n'))
  await expect(form.getByText('5 identifiers')).toBeVisible()
  await form.getByRole('button', { name: 'See what this will change' }).click()
  await expectPlan(page, { change: 3, blocked: 2 })
  await expect(page.getByText('No other administrator confirmed').first()).toBeVisible()
  await expect(page.getByText('The user owns a bot').first()).toBeVisible()
  await expect(page.getByText('Removes the user from this account').first()).toBeVisible()
  await applyPlan(page, 'remove 3')
  await expectOutcomes(page, { changed: 2, skipped: 2, failed: 1 })
  await openReport(page)
  const causes = page.getByRole('navigation', { name: 'Causes' })
  await expect(causes.getByRole('button', { name: /No other administrator confirmed/ })).toContainText('1')
  await causes.getByRole('button', { name: /Kore.ai refused this user/ }).click()
  await actOn(page.locator('main'), 'Kore.ai’s response')
  await expect(page.getByText(/This user cannot be changed/).first()).toBeVisible()
  const removed = app.sandbox.control.effects().filter(({ kind }) => kind === 'removed')
  expect(removed.map(({ user }) => user).toSorted()).toEqual([wellKnown.invited, wellKnown.member].toSorted())
  await page.goto(`/users?q=${wellKnown.member}`)
  // The emails of two other users contain this one.
  await expect(page.getByText('2 users found').first()).toBeVisible()
  await expect(page.getByRole('cell', { name: wellKnown.member, exact: true })).toHaveCount(0)
  expect(app.sandbox.control.user(wellKnown.owner)?.isMember).toBe(true)
})

test('emails pasted from a mail client are parsed, and an invalid one blocks the plan', async ({
  owner: page,
  app,
}) => {
  const form = await openList(page, /^Queue erasure/)
  const people = Array.from({ length: 12 }, (_, at) => `customer${at + 101}@shoppers.example`)
  const [a, b, c, d, e, f, g, h, i, j, k, l] = people
  const pasted = [
    `"Doe, Ana" <${a}>; Ben Lee <${b}>`,
    `mailto:${c}?subject=Your%20request`,
    `“${d}”, „${e}“, «${f}»`,
    `'${g}'`,
    `${h} (Dee)`,
    `[${i}](mailto:${i})`,
    `\u200b${j}.`,
    `Müller, Eve <mailto:${k}>`,
    `${l}`,
  ].join('\n')
  const box = form.getByRole('textbox', { name: 'Email addresses' })
  await box.fill(`${pasted}\nFinn the customer`)
  await form.getByRole('radio', { name: 'From all bots of the account' }).check()
  await expect(form.getByText('“Finn the customer” This is not an email address')).toBeVisible()
  await form.getByRole('button', { name: 'See what this will change' }).click()
  await expect(page).not.toHaveURL(/\/plans\//)
  await box.fill(pasted)
  await expect(form.getByText('12 identifiers')).toBeVisible()
  await expect(form.getByText(`${a} from`)).toBeVisible()
  await form.getByRole('button', { name: 'See what this will change' }).click()
  await expectPlan(page, { change: 12 })
  const plan = page.url().split('/').at(-1)?.split('?')[0] ?? ''
  const { items } = (await (await app.script.get(`/api/plans/${plan}/items?limit=50`)).json()) as {
    items: readonly { identifier: { value: string } }[]
  }
  expect(items.map(({ identifier }) => identifier.value)).toEqual(people)
})

test('users are removed by organization ID; the owner of a bot is blocked; a wrong confirmation or no proof removes nothing', async ({
  owner: page,
  app,
}) => {
  const form = await openList(page, /^Remove users by ID/)
  await form.getByRole('radio', { name: 'Organization IDs' }).check()
  await form.getByRole('textbox', { name: 'Organization IDs' }).fill('ORG-GROUP, ORG-GROUP\nORG-BOTOWNER')
  await expect(form.getByText(/2 identifiers · 1 duplicate excluded/)).toBeVisible()
  await form.getByRole('button', { name: 'See what this will change' }).click()
  await expectPlan(page, { change: 1, blocked: 1 })
  await expect(page.getByText('The user owns a bot').first()).toBeVisible()
  await page.getByRole('region', { name: 'Apply this plan' }).getByRole('button').click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(`Gita Group (${wellKnown.groupMember})`)).toBeVisible()
  await dialog.getByRole('textbox').fill('remove 2')
  await dialog.getByRole('button', { name: 'Remove 1 user' }).click()
  await expect(dialog.getByText('Type the text exactly as shown')).toBeVisible()
  await dialog.getByRole('textbox').fill(await dialog.locator('label code').innerText())
  await dialog.getByRole('button', { name: 'Remove 1 user' }).click()
  const proof = page.getByRole('dialog', { name: 'Prove who you are' })
  await expect(proof.getByLabel('Your passphrase', { exact: true })).toBeFocused()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(dialog.getByText('You did not prove who you are. Nothing was sent.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Remove 1 user' }).click()
  expectConsoleError(page, /status of (401|429)/)
  await proof.getByLabel('Your passphrase', { exact: true }).fill('a wrong guess')
  await proof.getByRole('button', { name: 'Continue' }).click()
  await expect(proof.getByRole('alert')).toBeVisible()
  expect(app.sandbox.control.user(wellKnown.groupMember)?.isMember).toBe(true)
  await proof.getByLabel('Your passphrase', { exact: true }).fill(account.password)
  await expect(async () => {
    // A wrong passphrase causes a wait of a second.
    const proven = page.waitForResponse((response) => response.url().endsWith('/api/session/reauthenticate'))
    await proof.getByRole('button', { name: 'Continue' }).click()
    expect((await proven).ok()).toBe(true)
  }).toPass()
  await expect(page).toHaveURL(/\/jobs\//)
  await expectOutcomes(page, { changed: 1, skipped: 1 })
  expect(app.sandbox.control.user(wellKnown.groupMember)?.isMember).toBe(false)
  // A removal cannot be undone.
  await expect(page.getByRole('button', { name: 'Undo…' })).toHaveCount(0)
})

test('an erasure is blocked for a member with a remedy, and queued, tracked and receipted for customers', async ({
  owner: page,
  app,
  browser,
}) => {
  const form = await openList(page, /^Queue erasure/)
  await form.getByRole('textbox', { name: 'Email addresses' }).fill(`${wellKnown.customer}\n${wellKnown.secondMember}`)
  await form.getByRole('button', { name: 'See what this will change' }).click()
  await expect(form.getByText('Choose the bots whose data is erased')).toBeVisible()
  await form.getByRole('radio', { name: 'From selected bots' }).check()
  await fieldOf(form, 'Bots').fill('Billing')
  await page
    .getByRole('option', { name: /^Billing/ })
    .first()
    .click()
  await page.keyboard.press('Escape')
  await expect(
    form.getByText('Their conversation data is erased from Billing and stays in all other bots.'),
  ).toBeVisible()
  await form.getByRole('button', { name: 'See what this will change' }).click()
  await expectPlan(page, { change: 1, blocked: 1 })
  await expect(page.getByText('Still a user of this account').first()).toBeVisible()
  await expect(page.getByText('Remove the user from the account first, then queue the erasure.').first()).toBeVisible()
  await applyPlan(page, 'erase 1')
  await expectOutcomes(page, { changed: 1, skipped: 1 })

  await page.getByRole('link', { name: 'Erasures' }).click()
  await page.getByRole('row').filter({ hasText: wellKnown.customer }).getByRole('link').first().click()
  await expect(page.getByText(/^eud-/)).toBeVisible()
  await expect(page.getByText('from Billing').first()).toBeVisible()
  await expect(page.getByText('Erased for 1 of 1 person')).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download receipt' }).click()
  const receipt = (await (await (await download).createReadStream()).toArray()).join('')
  expect(receipt).toContain('eud-')
  expect(receipt).not.toContain(wellKnown.customer)
  await page.getByRole('link', { name: 'Show receipt' }).click()
  await expect(page.getByRole('heading', { name: 'Receipt of an erasure' })).toBeVisible()
  await expect(page.getByText('Kore.ai reports that the data of all people of this request is erased.')).toBeVisible()
  expect(await page.getByRole('main').textContent()).not.toContain(wellKnown.customer)

  // A stranger without a session verifies the file and matches the identifier.
  const stranger = await browser.newPage()
  await stranger.goto(`${app.url}/verify`)
  await stranger.getByRole('textbox', { name: 'Or its signature' }).fill(receipt)
  await stranger.getByRole('textbox', { name: 'Email or ID (optional)' }).fill(wellKnown.customer)
  await stranger.getByRole('button', { name: 'Verify' }).click()
  await expect(stranger.getByText('The signature is valid, and the receipt is about this identifier.')).toBeVisible()
  await expect(stranger.getByText('Matches the identifier')).toBeVisible()
  await stranger.getByRole('textbox', { name: 'Or its signature' }).fill(receipt.replace(/"jws":\s*"../, '"jws":"xx'))
  await stranger.getByRole('button', { name: 'Verify' }).click()
  await expect(stranger.getByText(/The signature is not valid/)).toBeVisible()
  await stranger.close()
  expect(app.sandbox.control.effects().some(({ kind, user }) => kind === 'erased' && user === wellKnown.customer)).toBe(
    true,
  )
})

test('erasures are queued for every kind of identifier', async ({ owner: page, app }) => {
  for (const [kind, field, text] of [
    ['Organization IDs', 'Organization IDs', 'C-10\nC-11'],
    ['User IDs (u-…)', 'User IDs (u-…)', wellKnown.customerUserId],
    ['Channel identities', 'Channel identities', `${wellKnown.channelUser.channel_user_id}, facebook\n987654321012`],
  ] as const) {
    await page.goto('/users')
    const form = await openList(page, /^Queue erasure/)
    await form.getByRole('radio', { name: kind }).check()
    await form.getByRole('textbox', { name: field }).fill(text)
    await form.getByRole('radio', { name: 'From all bots of the account' }).check()
    await expect(form.getByText('Their conversation data is erased from all bots of the account.')).toBeVisible()
    await form.getByRole('button', { name: 'See what this will change' }).click()
    const count = text.split('\n').length
    await expectPlan(page, { change: count })
    await applyPlan(page, `erase ${count}`)
    await expectOutcomes(page, { changed: count })
  }
  const erased = () =>
    app.sandbox.control
      .effects()
      .filter(({ kind }) => kind === 'erased')
      .map(({ user }) => user)
  await expect.poll(erased).toEqual(expect.arrayContaining(['C-10', 'C-11', wellKnown.customerUserId, '987654321012']))
})

test('an erasure is queued from the list of erasures, and its page names the channel of a channel identity', async ({
  owner: page,
}) => {
  await page.goto('/erasures')
  await page.getByRole('button', { name: 'Queue erasure…' }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('radio', { name: 'Channel identities' }).check()
  await form.getByRole('textbox', { name: 'Channel identities' }).fill('4915550001, whatsapp')
  await form.getByRole('radio', { name: 'From all bots of the account' }).check()
  await form.getByRole('button', { name: 'See what this will change' }).click()
  await expectPlan(page, { change: 1 })
  await applyPlan(page, 'erase 1')
  await expectOutcomes(page, { changed: 1 })
  await page.goto('/erasures')
  await page.getByRole('row').filter({ hasText: '4915550001' }).getByRole('link').first().click()
  const people = page.getByRole('table', { name: 'People of this request' })
  await expect(people.getByRole('cell', { name: 'Channel identity: 4915550001 on channel whatsapp' })).toBeVisible()
})

test('one selected person can be removed from the drawer, and erased after that', async ({ owner: page, app }) => {
  const drawer = await openUser(page, wellKnown.coDeveloper)
  await drawer.getByRole('button', { name: /^Actions for/ }).click()
  await page.getByRole('menuitem', { name: 'Remove…' }).click()
  await page
    .getByRole('dialog', { name: /^Remove/ })
    .getByRole('button', { name: 'See what this will change' })
    .click()
  await expectPlan(page, { change: 1 })
  await applyPlan(page, 'remove 1')
  await expectOutcomes(page, { changed: 1 })
  const jobId = await applyByScript(app.script, {
    kind: 'identifiers',
    identifiers: [{ by: 'email', value: wellKnown.coDeveloper }],
    change: { kind: 'erase', scope: { kind: 'all_bots' } },
  })
  expect((await untilOver(app.script, jobId)).counts).toMatchObject({ changed: 1 })
  const { items } = await until<Erasures>(app.script, '/api/erasures', ({ items: seen }) =>
    seen.some(({ state, people }) => state === 'erased' && people[0]?.identifier.value === wellKnown.coDeveloper),
  )
  expect(items.length).toBeGreaterThan(3)
})

test('a queued erasure survives a kill of the app', async ({ app, page }) => {
  const first = await startBackend({ kore: app.sandbox, keep: true })
  const script = await signInScript(first.url)
  await until<{ state: string }>(script, '/api/directory', ({ state }) => state === 'ready', 60)
  const jobId = await applyByScript(script, {
    kind: 'identifiers',
    identifiers: [{ by: 'orgUserId', value: 'C-77' }],
    change: { kind: 'erase', scope: { kind: 'all_bots' } },
  })
  await until<{ counts: { changed: number } }>(script, `/api/jobs/${jobId}`, ({ counts }) => counts.changed === 1)
  await first.kill('SIGKILL')
  const second = await startBackend({ kore: app.sandbox, dataDir: first.dataDir, port: first.port })
  try {
    const again = scriptOf(second.url, script)
    const { items } = await until<Erasures>(again, '/api/erasures', ({ items: seen }) =>
      seen.some(({ state }) => state === 'erased'),
    )
    expect(items).toHaveLength(1)
    expect(items[0]?.requestId).toMatch(/^eud-/)
    await page.goto(second.url)
    await expect(page.getByRole('heading', { name: 'Sign in to Muster' })).toBeVisible()
  } finally {
    await second.stop()
  }
})

test('an erasure case leads from its checks and a hold to the erasure and its receipt', async ({ owner: page }) => {
  await page.goto('/erasures')
  await page.getByRole('link', { name: 'Erasure cases' }).click()
  await expect(page.getByText('No open cases')).toBeVisible()
  await page.getByRole('button', { name: 'Open case…' }).click()
  const form = page.getByRole('dialog', { name: 'Open erasure case' })
  await form.getByRole('textbox', { name: 'Reference' }).fill('DSR-2026-7')
  await form.getByRole('button', { name: 'Open case' }).click()
  await expect(form.getByText('Enter who made the request')).toBeVisible()
  await form.getByRole('textbox', { name: 'Requester' }).fill('Counsel of a customer')
  await form.getByRole('textbox', { name: 'People' }).fill(`customer900@shoppers.example\n${wellKnown.secondMember}`)
  await form.getByRole('button', { name: 'Open case' }).click()
  await expect(page.getByRole('heading', { name: 'Erasure case DSR-2026-7' })).toBeVisible()
  await expect(page.getByText('30 days left')).toBeVisible()
  // A case has days, not times.
  await expect(page.locator('main dl time').filter({ hasNotText: ':' })).toHaveCount(2)
  await expect(page.getByText(/still users of the account/)).toBeVisible()

  await page.getByRole('button', { name: 'Put on hold…' }).click()
  const hold = page.getByRole('dialog', { name: 'Put the case on hold' })
  await hold.getByRole('textbox', { name: 'Reason' }).fill('a court needs the data')
  await hold.getByRole('button', { name: 'Put on hold' }).click()
  await expect(page.getByText('a court needs the data')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Plan the removal' })).toHaveCount(0)
  await page.getByRole('button', { name: 'End the hold' }).click()

  await page.getByRole('button', { name: 'Plan the removal' }).click()
  await expectPlan(page, { change: 1 })
  await applyPlan(page, 'remove 1')
  await expectOutcomes(page, { changed: 1 })
  await page.goto('/erasures/cases')
  await page.getByRole('link', { name: 'DSR-2026-7' }).click()
  await page.getByRole('button', { name: 'Plan the erasure' }).click()
  await expectPlan(page, { change: 2 })
  await applyPlan(page, 'erase 2')
  await expectOutcomes(page, { changed: 2 })
  await page.goto('/erasures/cases')
  await page.getByRole('link', { name: 'DSR-2026-7' }).click()
  const evidence = page.getByRole('table', { name: 'Evidence' })
  await expect(evidence.getByText('Erased').first()).toBeVisible({ timeout: 60_000 })
  await expect(evidence.getByRole('link', { name: 'Show receipt' }).first()).toBeVisible()
  await page.getByRole('button', { name: 'Close case…' }).click()
  const close = page.getByRole('dialog', { name: 'Close the case' })
  await close.getByRole('textbox', { name: 'Note' }).fill('answered with the receipt')
  await close.getByRole('button', { name: 'Close case' }).click()
  await expect(page.getByText('answered with the receipt')).toBeVisible()
  await page.goto('/erasures/cases?show=closed')
  await expect(page.getByRole('table', { name: 'Erasure cases' }).getByRole('row')).toHaveCount(2)
})
