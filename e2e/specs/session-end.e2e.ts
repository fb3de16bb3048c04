import { type Sandbox, startSandbox, wellKnown } from '@muster/kore-sandbox'
import type { Page } from '@playwright/test'
import { expectAccessible } from '../fixtures/axe.ts'
import { type Backend, owner, startBackend } from '../fixtures/backend.ts'
import { type Postgres, startPostgres } from '../fixtures/postgres.ts'
import { shiftedClock } from '../fixtures/shifted-clock.ts'
import { expect, expectConsoleError, quick, test } from '../fixtures/test.ts'

test.use({ backendOptions: { name: 'session-end', users: 20, filled: false } })

let postgres: Postgres
test.beforeEach(async () => {
  postgres = await startPostgres()
})
test.afterEach(() => postgres.stop())

const endSessions = () => postgres.execute('delete from sessions')

const second = 'second@example.com'
/** A second member with the owner's password. */
const addSecondMember = () =>
  postgres.execute(`insert into members (id, email, name, role, password_hash, created_at)
    select '01JZZZZZZZZZZZZZZZZZZZZZZZ', '${second}', 'Second', 'owner', password_hash, now() from members
    on conflict do nothing`)

const signInDialog = (page: Page) => page.getByRole('dialog', { name: 'Your session has ended' })

async function signInAgain(page: Page, email = owner.email): Promise<void> {
  const dialog = signInDialog(page)
  await expect(dialog.getByLabel('Email')).toHaveValue(owner.email)
  await dialog.getByLabel('Email').fill(email)
  await dialog.getByLabel('Password', { exact: true }).fill(owner.password)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await expect(dialog).toBeHidden()
}

/** A page of the owner, with a backend whose sessions a test can end. */
async function withOwner(page: Page, work: (backend: Backend, sandbox: Sandbox) => Promise<void>): Promise<void> {
  const sandbox = await startSandbox({ users: 20, limits: null })
  const backend = await startBackend({ kore: sandbox, env: { DATABASE_URL: postgres.url, ...quick } })
  expectConsoleError(page, /status of 401/)
  try {
    await page.goto(`${backend.url}/sign-in`)
    await page.getByLabel('Email').fill(owner.email)
    await page.getByLabel('Password', { exact: true }).fill(owner.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('table', { name: 'Users' })).toContainText(wellKnown.member)
    await work(backend, sandbox)
  } finally {
    // An open page logs errors without its backend.
    await page.close()
    await backend.stop()
    await sandbox.stop()
  }
}

/** The dialog that removes users, with its field for addresses. */
async function openRemoval(page: Page) {
  await page.getByRole('button', { name: 'Paste a list' }).click()
  await page.getByRole('menuitem', { name: /^Remove users by ID/ }).click()
  const form = page.getByRole('dialog')
  return { form, box: form.getByRole('textbox', { name: 'Email addresses' }) }
}

test('a form is sent after the sign-in over it; its input stays, and Escape does not close it', async ({ page }) => {
  await withOwner(page, async () => {
    const { form, box } = await openRemoval(page)
    await box.fill(`${wellKnown.member}\n${wellKnown.invited}`)
    endSessions()
    await form.getByRole('button', { name: 'See what this will change' }).click()
    await expect(signInDialog(page)).toBeVisible()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await expect(signInDialog(page)).toBeVisible()
    // The page below the dialog is inert, which hides it from role queries.
    await expect(page.locator('textarea').first()).toHaveValue(`${wellKnown.member}\n${wellKnown.invited}`)
    await expectAccessible(page)
    await signInAgain(page)
    // The refused request was sent again by itself.
    await expect(page).toHaveURL(/\/plans\//)
    await expect(page.getByText(wellKnown.invited).first()).toBeVisible()
  })
})

test('pasted cells, a file and a cell being edited survive the end of the session', async ({ page }) => {
  await withOwner(page, async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Uploads' }).click()
    await page.getByRole('button', { name: 'Paste cells' }).click()
    const box = page.getByRole('textbox', { name: 'Cells from Excel or Google Sheets' })
    await box.fill('Email\tAdd groups\nana@example.org\tDta')
    endSessions()
    // The page detects it by itself, from its stream or its next request.
    await page.getByRole('button', { name: 'Send these cells' }).click()
    await signInAgain(page)
    await expect(page).toHaveURL(/\/uploads\/./)
    const cell = page.getByRole('grid').locator('[data-place="0:1"]')
    await cell.dblclick()
    await page.keyboard.press('Control+A')
    await page.keyboard.type('Data')
    await expect(cell.getByRole('textbox')).toHaveValue('Data')
    endSessions()
    await page.keyboard.press('Enter')
    await signInAgain(page)
    await expect(cell).toHaveText('Data')
    // The cell shows the text before the server has it.
    await expect(cell).not.toHaveAttribute('data-pending')
    await page.reload()
    await expect(cell).toHaveText('Data')
  })
})

test('a sign-in in another tab resumes this one', async ({ page, context }) => {
  await withOwner(page, async (backend) => {
    const { form, box } = await openRemoval(page)
    await box.fill(wellKnown.member)
    endSessions()
    await form.getByRole('button', { name: 'See what this will change' }).click()
    await expect(signInDialog(page)).toBeVisible()
    const answer = await context.request.post(`${backend.url}/api/session`, {
      data: owner,
      headers: { origin: backend.url },
    })
    expect(answer.status()).toBe(200)
    await expect(page).toHaveURL(/\/plans\//)
    await expect(signInDialog(page)).toBeHidden()
  })
})

for (const way of ['over the page', 'in another tab'] as const) {
  test(`another member who signs in ${way} gets a new page, and nothing is sent`, async ({ page, context }) => {
    await withOwner(page, async (backend) => {
      addSecondMember()
      const { form, box } = await openRemoval(page)
      await box.fill(wellKnown.member)
      endSessions()
      await form.getByRole('button', { name: 'See what this will change' }).click()
      await expect(signInDialog(page)).toBeVisible()
      if (way === 'over the page') await signInAgain(page, second)
      else {
        const data = { ...owner, email: second }
        await context.request.post(`${backend.url}/api/session`, { data, headers: { origin: backend.url } })
      }
      await expect(page.getByRole('button', { name: /^Menu of Second/ })).toBeVisible()
      await expect(page.getByRole('dialog')).toHaveCount(0)
      await expect((await openRemoval(page)).box).toHaveValue('')
      const plans = await context.request.get(`${backend.url}/api/plans`)
      expect(await plans.json()).toEqual({ items: [], next: null })
    })
  })
}

test('a page warns one minute before the session ends; the member stays signed in, or signs in again over the page', async ({
  page,
}) => {
  const clock = shiftedClock()
  const sandbox = await startSandbox({ users: 20, limits: null, now: clock.now })
  const backend = await startBackend({ kore: sandbox, env: { DATABASE_URL: postgres.url, ...clock.env } })
  expectConsoleError(page, /status of 401/)
  try {
    await page.clock.install()
    await page.goto(`${backend.url}/sign-in?to=/jobs`)
    await page.getByLabel('Email').fill(owner.email)
    await page.getByLabel('Password', { exact: true }).fill(owner.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('heading', { name: 'Jobs', level: 1 })).toBeVisible()
    const warning = page.getByText('You are about to be signed out')

    // The page polls meanwhile, which is not a use of the session.
    clock.advance(14 * 60 + 5)
    await page.clock.fastForward('14:05')
    await expect(warning).toBeVisible()
    await page.getByRole('button', { name: 'Stay signed in' }).click()
    await expect(warning).toBeHidden()

    clock.advance(14 * 60 + 5)
    await page.clock.fastForward('14:05')
    await expect(warning).toBeVisible()
    clock.advance(60)
    await page.clock.fastForward('01:00')
    await expect(page.getByRole('dialog', { name: 'Your session has ended' })).toBeVisible()
    await expect(page).toHaveURL(/\/jobs$/)
    await page.clock.resume()
    await signInAgain(page)
    await expect(page.getByRole('heading', { name: 'Jobs', level: 1 })).toBeVisible()
  } finally {
    await page.close()
    await backend.stop()
    await sandbox.stop()
    clock.remove()
  }
})
