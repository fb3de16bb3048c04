import { totpCode } from '@muster/bff/features/session/factors/totp'
import type { Page } from '@playwright/test'
import { expectAccessible } from '../fixtures/axe.ts'
import { owner as account } from '../fixtures/backend.ts'
import { typedText } from '../fixtures/pseudo-locale.ts'
import { expect, expectConsoleError, test } from '../fixtures/test.ts'
import { fieldOf } from '../fixtures/users.ts'
import { visit } from '../fixtures/visit.ts'

test.use({ backendOptions: { name: 'members', users: 60, filled: false } })

const ben = { name: 'Ben Ito', email: 'ben@example.com', passphrase: 'seven quiet rivers' }

async function invite(page: Page, role = 'Editor'): Promise<string> {
  await page.getByRole('button', { name: 'Invite a member' }).click()
  const dialog = page.getByRole('dialog', { name: 'Invite a member' })
  await dialog.getByRole('button', { name: 'Create the invitation link' }).click()
  await expect(dialog.getByText('Enter an email address')).toBeVisible()
  await dialog.getByLabel('Email').fill(ben.email)
  await dialog.getByLabel('Name').fill(ben.name)
  await dialog.getByRole('combobox', { name: 'Role' }).click()
  await page.getByRole('option', { name: role }).click()
  await dialog.getByRole('button', { name: 'Create the invitation link' }).click()
  const made = page.getByRole('dialog', { name: `Link for ${ben.name}` })
  const link = await made.getByRole('code').innerText()
  await expectAccessible(page)
  await made.getByRole('button', { name: 'Done' }).click()
  return link
}

async function actOn(page: Page, act: RegExp): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${ben.name}` }).click()
  await page.getByRole('menuitem', { name: act }).click()
}

test('an owner invites a member, who chooses a passphrase, gets another role, and loses access', async ({
  owner: page,
  app,
  browser,
}) => {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'Open the members' }).click()
  await page.getByRole('button', { name: 'Add a role…' }).click()
  const form = page.getByRole('dialog', { name: 'Add a role' })
  await form.getByRole('textbox', { name: 'Name' }).fill('Night shift')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name: 'Discard changes?' }).getByRole('button', { name: 'Keep editing' }).click()
  await expect(form.getByRole('textbox', { name: 'Name' })).toHaveValue('Night shift')
  const permissions = fieldOf(form, 'Permissions')
  await permissions.fill(typedText('Make plans'))
  await permissions.press('Enter')
  await permissions.press('Escape')
  await form.getByRole('button', { name: 'Add the role' }).click()
  const nightShift = page.getByRole('row', { name: /^Night shift/ })
  await expect(nightShift).toContainText('Read users')
  await nightShift.getByRole('button', { name: 'Remove Night shift' }).click()
  const removal = page.getByRole('dialog', { name: 'Remove the role Night shift?' })
  await removal.getByRole('button', { name: 'Cancel' }).click()
  await expect(nightShift).toContainText('Read users')
  await nightShift.getByRole('button', { name: 'Remove Night shift' }).click()
  await removal.getByRole('button', { name: 'Remove the role' }).click()
  await expect(nightShift).toHaveCount(0)

  const row = page.getByRole('row', { name: new RegExp(ben.name) })
  const link = await invite(page)
  await expect(row).toContainText('Invited')
  await expectAccessible(page)

  const context = await browser.newContext()
  const second = await context.newPage()
  expectConsoleError(second, /status of 40[01]/)
  await second.goto(link)
  await expect(second).toHaveURL(`${app.url}/invitation`)
  await expect(second.getByText(ben.email)).toBeVisible()
  await expectAccessible(second)
  await second.getByLabel('Passphrase', { exact: true }).fill('password password')
  await second.getByLabel('Repeat the passphrase', { exact: true }).fill('password password')
  await second.getByRole('button', { name: 'Choose the passphrase and sign in' }).click()
  await expect(second.getByRole('alert')).toContainText('The passphrase repeats a few characters')
  await second.getByLabel('Passphrase', { exact: true }).fill(ben.passphrase)
  await second.getByLabel('Repeat the passphrase', { exact: true }).fill(ben.passphrase)
  await second.getByRole('button', { name: 'Choose the passphrase and sign in' }).click()
  await expect(second.getByRole('button', { name: /^Menu of Ben Ito/ })).toContainText('Editor')

  await page.reload()
  await expect(row).toContainText('Active')
  await expect(row).toContainText('1 open session')
  await actOn(page, /^Change the role/)
  const role = page.getByRole('dialog', { name: /^Change the role of/ })
  await role.getByRole('combobox', { name: 'Role' }).click()
  await page.getByRole('option', { name: 'Viewer' }).click()
  await role.getByRole('button', { name: 'Change the role' }).click()
  await expect(row).toContainText('Viewer')
  await actOn(page, /^Limit the role/)
  const limit = page.getByRole('dialog', { name: /^Limit the role of/ })
  await fieldOf(limit, 'Only users of these groups').fill('Quality')
  await page.getByRole('option', { name: 'Quality', exact: true }).click()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  const question = page.getByRole('dialog', { name: 'Discard changes?' })
  await question.getByRole('button', { name: 'Keep editing' }).click()
  await expect(limit.getByText('Quality', { exact: true })).toBeVisible()
  await page.mouse.click(4, 400)
  await question.getByRole('button', { name: 'Discard changes' }).click()
  await expect(limit).toHaveCount(0)
  // The stream of the page ends with its session.
  const again = second.getByRole('dialog', { name: 'Your session has ended' })
  await expect(again).toBeVisible()
  await again.getByLabel('Password', { exact: true }).fill(ben.passphrase)
  await again.getByRole('button', { name: 'Sign in' }).click()
  await expect(again).toBeHidden()
  await expect(second.getByRole('button', { name: /^Menu of Ben Ito/ })).toContainText('Viewer')
  await second.goto(`${app.url}/settings`)
  await expect(second.getByRole('heading', { name: 'Your sessions' })).toBeVisible()
  await expect(second.getByRole('link', { name: 'Open the members' })).toHaveCount(0)
  const passphrase = 'eight silent harbors'
  await second.getByRole('button', { name: 'Change your passphrase…' }).click()
  const change = second.getByRole('dialog', { name: 'Change your passphrase' })
  await change.getByLabel('Your passphrase', { exact: true }).fill(ben.passphrase)
  await change.getByRole('button', { name: 'Continue' }).click()
  await change.getByLabel('Passphrase', { exact: true }).fill(passphrase)
  await change.getByLabel('Repeat the passphrase', { exact: true }).fill(passphrase)
  await expectAccessible(second)
  await change.getByRole('button', { name: 'Change the passphrase' }).click()
  await expect(change).toHaveCount(0)

  await actOn(page, /^Disable/)
  await page.getByRole('button', { name: 'Disable', exact: true }).click()
  await expect(row).toContainText('Disabled')
  await expect(again).toBeVisible()
  await again.getByLabel('Password', { exact: true }).fill(passphrase)
  await again.getByRole('button', { name: 'Sign in' }).click()
  await expect(again.getByRole('alert')).toContainText('The email or the password is wrong.')
  await actOn(page, /^Remove/)
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(row).toHaveCount(0)
  await context.close()
})

test('a member who manages members cannot act on one with more permissions, and reads why', async ({
  owner: page,
  browser,
}) => {
  await visit(page, '/settings/members')
  await page.getByRole('button', { name: 'Add a role…' }).click()
  const form = page.getByRole('dialog', { name: 'Add a role' })
  await form.getByRole('textbox', { name: 'Name' }).fill('Team lead')
  const permissions = fieldOf(form, 'Permissions')
  for (const permission of ['Manage members', 'Manage roles', 'Read members']) {
    await permissions.fill(typedText(permission))
    await permissions.press('Enter')
  }
  await permissions.press('Escape')
  await form.getByRole('button', { name: 'Add the role' }).click()
  await expect(page.getByRole('row', { name: /^Team lead/ })).toContainText('Manage members')

  const second = await (await browser.newContext()).newPage()
  expectConsoleError(second, /status of 40[13]/)
  await second.goto(await invite(page, 'Team lead'))
  await second.getByLabel('Passphrase', { exact: true }).fill(ben.passphrase)
  await second.getByLabel('Repeat the passphrase', { exact: true }).fill(ben.passphrase)
  await second.getByRole('button', { name: 'Choose the passphrase and sign in' }).click()
  await expect(second.getByRole('button', { name: /^Menu of Ben Ito/ })).toContainText('Team lead')
  await visit(second, '/settings/members')
  const actions = second.getByRole('row', { name: new RegExp(account.email) }).getByRole('button', { name: /^Actions/ })
  await expect(actions).toHaveAttribute('aria-disabled', 'true')
  await expect(actions).toHaveAccessibleDescription(/^You lack the permission/)
  await expect(second.getByRole('button', { name: 'Invite a member' })).toBeEnabled()
  await second.context().close()
})

test('a member creates a token with some permissions, a script uses it, and it is revoked', async ({
  owner: page,
  app,
}) => {
  await visit(page, '/settings')
  const section = page.getByRole('region', { name: 'Tokens for scripts' })
  await expect(section.getByText('You have no tokens.')).toBeVisible()
  await section.getByRole('button', { name: 'Create a token' }).click()
  const dialog = page.getByRole('dialog', { name: 'Create a token' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Nightly report')
  await dialog.getByRole('button', { name: 'Create the token' }).click()
  await expect(dialog.getByText('Choose a permission')).toBeVisible()
  await dialog.getByRole('combobox', { name: 'Permissions' }).click()
  await page.getByRole('option', { name: 'Make plans' }).click()
  await page.keyboard.press('Escape')
  // A plan shows users, so its permission brings theirs.
  await expect(dialog.getByText('Read users', { exact: true })).toBeVisible()
  await dialog.getByRole('button', { name: 'Create the token' }).click()
  const made = page.getByRole('dialog', { name: 'Your new token' })
  const secret = (await made.getByRole('code').last().innerText()).trim()
  await expectAccessible(page)
  await made.getByRole('button', { name: 'Done' }).click()

  const headers = { authorization: `Bearer ${secret}` }
  expect((await fetch(`${app.url}/api/users`, { headers })).status).toBe(200)
  expect((await fetch(`${app.url}/api/audit`, { headers })).status).toBe(403)
  await page.reload()
  await expect(section.getByRole('row', { name: /Nightly report/ })).toContainText('127.0.0.1')
  await expectAccessible(page)
  await section.getByRole('button', { name: 'Revoke Nightly report' }).click()
  const revocation = page.getByRole('dialog', { name: 'Revoke the token Nightly report?' })
  await revocation.getByRole('button', { name: 'Cancel' }).click()
  expect((await fetch(`${app.url}/api/users`, { headers })).status).toBe(200)
  await section.getByRole('button', { name: 'Revoke Nightly report' }).click()
  await revocation.getByRole('button', { name: 'Revoke the token' }).click()
  await expect(section.getByText('You have no tokens.')).toBeVisible()
  expect((await fetch(`${app.url}/api/users`, { headers })).status).toBe(401)
})

function keyOf(text: string): Buffer {
  const bits = Array.from(text, (letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  ).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)))
}

test('a member adds an authenticator app, signs in with a recovery code, and removes the app', async ({
  owner: page,
}) => {
  expectConsoleError(page, /status of 401/)
  await visit(page, '/settings')
  const section = page.getByRole('region', { name: 'Two-step sign-in and passkeys' })
  await section.getByRole('button', { name: 'Add an authenticator app' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add an authenticator app' })
  await dialog.getByLabel('Your passphrase', { exact: true }).fill(account.password)
  await dialog.getByRole('button', { name: 'Continue' }).click()
  const key = (await dialog.getByRole('code').innerText()).trim()
  await expect(dialog.locator('svg path')).not.toHaveCount(0)
  await expectAccessible(page)
  await dialog.getByLabel('Code that the app shows').fill(totpCode(keyOf(key), Math.floor(Date.now() / 30_000)))
  await dialog.getByRole('button', { name: 'Confirm the app' }).click()
  const codes = dialog.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
  await expect(codes).toHaveCount(10)
  const [first = '', second = ''] = await codes.allInnerTexts()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(section).toContainText('10 recovery codes are left.')

  await page.getByRole('button', { name: /^Menu of/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByLabel('Email').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByLabel(/^Code of your authenticator app/).fill(first)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()

  await visit(page, '/settings')
  await section.getByRole('button', { name: 'Remove the authenticator app' }).click()
  const removal = page.getByRole('dialog', { name: 'Remove the authenticator app' })
  await removal.getByLabel('Your passphrase', { exact: true }).fill(account.password)
  await removal.getByLabel(/^Code of your authenticator app/).fill(second)
  await removal.getByRole('button', { name: 'Continue' }).click()
  await expect(section).toContainText('Sign-in requires your passphrase only.')
})

test('an owner arms the break-glass account; it signs in once, and every page shows it', async ({
  owner: page,
  app,
  browser,
}) => {
  await page.goto('/settings/members')
  const section = page.getByRole('region', { name: 'Break-glass account' })
  await section.getByRole('button', { name: 'Create a credential' }).click()
  const dialog = page.getByRole('dialog', { name: 'Credential of the break-glass account' })
  await expect(dialog.getByRole('code')).toHaveCount(2)
  const [secret = '', key = ''] = await dialog.getByRole('code').allInnerTexts()
  await expectAccessible(page)
  // Each code works once: the earlier one that is still valid, then the current one.
  const step = () => Math.floor(Date.now() / 30_000)
  await dialog.getByLabel('Credential from your sealed copy').fill(secret)
  await dialog.getByLabel('Code that the app shows').fill(totpCode(keyOf(key), step() - 1))
  await dialog.getByRole('button', { name: 'Arm the account' }).click()
  await expect(section).toContainText('Armed.')

  const context = await browser.newContext()
  const second = await context.newPage()
  await second.goto(`${app.url}/sign-in`)
  await second.getByText('Use the break-glass account').click()
  await expectAccessible(second)
  await second.getByLabel('Credential', { exact: true }).fill(secret)
  await second.getByLabel('Code of the authenticator app').fill(totpCode(keyOf(key), step()))
  await second.getByRole('button', { name: 'Use the account' }).click()
  await expect(second.getByRole('navigation', { name: 'Main' })).toBeVisible()
  await context.close()

  await page.reload()
  await expect(page.getByText(/The break-glass account was used/)).toBeVisible()
  await expect(section).toContainText('It no longer signs in.')
  await expectAccessible(page)
  await section.getByRole('button', { name: 'Remove the account' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove the account' }).click()
  await expect(section).toContainText('There is no break-glass account.')
  await expect(page.getByText(/The break-glass account was used/)).toBeHidden()
})

/** An authenticator of the browser that stores passkeys and verifies its user. */
async function addAuthenticator(page: Page) {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  } as const
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options })
  return {
    verifiesUser: (isUserVerified: boolean) =>
      cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
  }
}

test('a member adds a passkey, signs in with it, uses it as second factor and as proof, and removes it', async ({
  page,
  app,
}) => {
  expectConsoleError(page, /status of 40[13]/)
  const authenticator = await addAuthenticator(page)
  // WebAuthn needs a name; 127.0.0.1 is none.
  const url = app.url.replace('127.0.0.1', 'localhost')
  const signOut = async () => {
    await page.getByRole('button', { name: /^Menu of/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
  }
  const enterPassword = async () => {
    await page.getByLabel('Email').fill(account.email)
    await page.getByLabel('Password', { exact: true }).fill(account.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  }
  await page.goto(`${url}/settings`)
  await enterPassword()
  const section = page.getByRole('region', { name: 'Two-step sign-in and passkeys' })
  await section.getByRole('button', { name: 'Add a passkey' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a passkey' })
  await dialog.getByLabel('Name').fill('Work laptop')
  await dialog.getByRole('button', { name: 'Create the passkey' }).click()
  await expect(dialog.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')).toHaveCount(10)
  await dialog.getByRole('button', { name: 'Done' }).click()
  const row = section.getByRole('row', { name: /Work laptop/ })
  await expect(row).toContainText('never used')
  await expectAccessible(page)

  await signOut()
  await authenticator.verifiesUser(false)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page.getByRole('alert')).toContainText('The browser did not use a passkey.')
  await authenticator.verifiesUser(true)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
  await signOut()
  await enterPassword()
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()

  await page.goto(`${url}/settings`)
  await expect(row).toContainText('last used')
  await section.getByRole('button', { name: 'Replace the recovery codes' }).click()
  const renewal = page.getByRole('dialog', { name: 'Replace the recovery codes' })
  await renewal.getByRole('button', { name: 'Use a passkey' }).click()
  await expect(renewal.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')).toHaveCount(10)
  await renewal.getByRole('button', { name: 'Done' }).click()
  await section.getByRole('button', { name: 'Remove Work laptop' }).click()
  const removal = page.getByRole('dialog', { name: 'Remove this passkey?' })
  await removal.getByRole('button', { name: 'Remove the passkey' }).click()
  await expect(row).toHaveCount(0)
  await expect(section).toContainText('Sign-in requires your passphrase only.')
})
