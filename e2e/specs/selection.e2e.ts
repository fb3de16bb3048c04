import { readFileSync } from 'node:fs'
import { wellKnown } from '@muster/kore-sandbox'
import type { Page } from '@playwright/test'
import { expectAccessible } from '../fixtures/axe.ts'
import { expect, test } from '../fixtures/test.ts'
import { search } from '../fixtures/users.ts'
import { visit } from '../fixtures/visit.ts'

test.use({ backendOptions: { name: 'selection', users: 120 } })

const bar = (page: Page) => page.getByRole('group', { name: 'Selection' })
const boxes = (page: Page) => page.getByRole('table', { name: 'Users' }).locator('tbody').getByRole('checkbox')
const kept = (page: Page) => page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))

interface Listed {
  readonly items: readonly { readonly id: string; readonly email: string; readonly orgUserId: string | null }[]
}

test('the selection survives a plan, Back, a reload and a new search', async ({ owner: page, app }) => {
  const { items } = (await (await app.script.get('/api/users?limit=3')).json()) as Listed
  for (const at of [0, 1, 2]) await boxes(page).nth(at).click()
  await bar(page).getByRole('button', { name: 'Edit access…' }).click()
  const form = page.getByRole('dialog', { name: 'Edit access of 3 users' })
  await form.getByRole('radiogroup', { name: 'Developer' }).getByText('Yes', { exact: true }).click()
  await form.getByRole('button', { name: 'See what this will change' }).click()
  await expect(page).toHaveURL(/\/plans\//)
  await expect(page.getByRole('heading', { level: 1, name: 'Developer · 3 users' })).toBeVisible()
  await page.goBack()
  await expect(bar(page).getByText('3 selected')).toBeVisible()
  await page.reload()
  await expect(bar(page).getByText('3 selected')).toBeVisible()
  await expect(boxes(page).nth(2)).toBeChecked()
  // Escape closes a user, whose row has the focus again; once more clears nothing.
  await page.getByRole('table', { name: 'Users' }).locator('tbody').getByRole('link').first().click()
  const panel = page.getByRole('dialog')
  await expect(panel.getByRole('heading', { name: 'History' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)
  await page.getByRole('table', { name: 'Users' }).locator('tbody').getByRole('link').first().focus()
  await page.keyboard.press('Escape')
  await expect(bar(page).getByText('3 selected')).toBeVisible()

  const [first] = items
  await search(page, first?.email ?? '', 1)
  await expect(bar(page).getByText('2 not in this search')).toBeVisible()
  await page.reload()
  await expect(bar(page).getByText('3 selected')).toBeVisible()
  await expect(bar(page).getByText('2 not in this search')).toBeVisible()
  await search(page, 'no such person anywhere', 0)
  await expect(bar(page).getByText('3 not in this search')).toBeVisible()
  await bar(page).getByRole('button', { name: 'Remove…' }).click()
  const remove = page.getByRole('dialog', { name: 'Remove 3 users' })
  for (const { email } of items) await expect(remove.getByText(email)).toBeVisible()
  await remove.getByRole('button', { name: 'Cancel' }).click()

  const storage = await kept(page)
  expect(storage).not.toContain(first?.id)
  expect(storage).not.toContain('@')
  await bar(page).getByRole('button', { name: 'Clear' }).click()
  await page.reload()
  await expect(page.getByText('No users found')).toBeVisible()
  await expect(bar(page)).toHaveCount(0)
})

/** How far the words and buttons of the bar reach beyond it, and how much of the end of the page it covers. */
async function barFit(page: Page): Promise<{ readonly beyond: number; readonly covered: number }> {
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
  return page.evaluate(() => {
    const whole = document.querySelector('[data-floating-bar]')
    const pager = document.querySelector('main nav')
    if (whole === null || pager === null) throw new Error('no bar or no pager')
    const frame = whole.getBoundingClientRect()
    const parts = [...whole.querySelectorAll('strong, span > span, button')]
      .map((part) => part.getBoundingClientRect())
      .filter(({ width }) => width > 0)
    const beyond = parts.flatMap(({ top, bottom, left, right }) => [
      frame.top - top,
      bottom - frame.bottom,
      frame.left - left,
      right - frame.right,
    ])
    const floats = getComputedStyle(whole).position === 'fixed'
    const covered = floats ? pager.getBoundingClientRect().bottom - frame.top : 0
    return { beyond: Math.max(0, ...beyond), covered: Math.max(0, covered) }
  })
}

test('the bar has its words and buttons inside, and covers no end of the page, in each language and width', async ({
  owner: page,
}) => {
  const viewport = page.viewportSize()
  await boxes(page).nth(0).click()
  await boxes(page).nth(1).click()
  await page.getByRole('navigation', { name: 'Pages of users' }).getByRole('button').last().click()
  await expect(bar(page).getByText('0 on this page')).toBeVisible()
  for (const language of ['en', 'de', 'ar']) {
    await page.evaluate((chosen) => localStorage.setItem('muster-language', chosen), language)
    await page.reload()
    const buttons = page.locator('[data-floating-bar]').getByRole('button')
    await expect(buttons).toHaveCount(7)
    for (const width of [1440, 1366, 1280, 1024, 768, 390]) {
      await page.setViewportSize({ width, height: 844 })
      const { beyond, covered } = await barFit(page)
      // Two lines of words in the height of the table's head.
      expect(beyond, `${language} at ${width}`).toBeLessThan(6)
      expect(covered, `${language} at ${width}`).toBe(0)
    }
    // On a phone the first action and the menu are on one line, below the words and their two links.
    await expect(buttons).toHaveCount(4)
    const [edit, more] = [await buttons.nth(2).boundingBox(), await buttons.nth(3).boundingBox()]
    expect(more?.y, language).toBe(edit?.y)
    await page.setViewportSize({ width: 1440, height: 844 })
  }
  await page.evaluate(() => localStorage.removeItem('muster-language'))
  if (viewport !== null) await page.setViewportSize(viewport)
  await page.goto('/users')
  await bar(page).getByRole('button', { name: 'Clear' }).click()
})

test('on a phone, the other actions are in the menu of the bar', async ({ owner: page }) => {
  const viewport = page.viewportSize()
  await boxes(page).nth(0).click()
  await boxes(page).nth(1).click()
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(bar(page).getByText('2 selected')).toBeVisible()
  await expect(bar(page).getByRole('button', { name: 'Edit access…' })).toBeEnabled()
  await expect(bar(page).getByRole('button', { name: 'Remove…' })).toHaveCount(0)
  const more = bar(page).getByRole('button', { name: 'More' })
  const choose = async (name: string) => {
    await more.click()
    await page.getByRole('menuitem', { name }).click()
  }
  await more.click()
  await expect(page.getByRole('menuitem')).toHaveText([
    'Compare',
    'Remove…',
    'Queue erasure…',
    'Show selected users',
    'Export as CSV',
    'Export as Excel',
    'Copy email addresses',
  ])
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menuitem')).toHaveCount(0)
  await expectAccessible(page)
  for (const [name, title] of [
    ['Compare', /^Compare/],
    ['Remove…', 'Remove 2 users'],
    ['Queue erasure…', 'Queue erasure for 2 users'],
  ] as const) {
    await choose(name)
    const dialog = page.getByRole('dialog', { name: title })
    await expect(dialog).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
  }
  if (viewport !== null) await page.setViewportSize(viewport)
  await bar(page).getByRole('button', { name: 'Clear' }).click()
})

test('the box of the page selects no users of the search before', async ({ owner: page, app }) => {
  const { promise: released, resolve: release } = Promise.withResolvers<undefined>()
  await visit(page, '/users')
  await expect(boxes(page)).toHaveCount(50)
  await page.route(/\/api\/users\?.*q=/, async (route) => {
    await released
    await route.continue()
  })
  await search(page, wellKnown.member)
  const box = page.getByRole('checkbox', { name: 'Select all users on this page' })
  await expect(page).toHaveURL(/q=/)
  await box.focus()
  await page.keyboard.press('Space')
  await expect(box).not.toBeChecked()
  release(undefined)
  await box.click()
  const { items } = (await (await app.script.get(`/api/users?q=${wellKnown.member}`)).json()) as Listed
  await expect(bar(page).getByText(`${items.length} selected`)).toBeVisible()
})

test('searches and a pasted list are added together, and what names no user is shown', async ({ owner: page, app }) => {
  const found = (await (await app.script.get('/api/users?limit=60')).json()) as Listed
  const listed = found.items.slice(50, 53)
  await search(page, '@acme.example', /found/)
  await boxes(page).first().click()
  await bar(page)
    .getByRole('button', { name: /^Select all/ })
    .click()
  await expect(bar(page).getByRole('button', { name: /^Select all/ })).toHaveCount(0)
  await boxes(page).first().click()
  await expect(bar(page).getByRole('button', { name: /^Select all/ })).toBeVisible()
  const acme = Number.parseInt(await bar(page).locator('strong').innerText(), 10)
  await page.reload()
  await expect(bar(page).getByText(`${acme} selected`)).toBeVisible()
  await expect(boxes(page).first()).not.toBeChecked()
  expect(await kept(page)).not.toContain('acme')

  await search(page, 'no such person anywhere', 0)
  await expect(bar(page).getByText(`${acme} not in this search`)).toBeVisible()
  await page.getByRole('button', { name: 'Paste a list' }).click()
  await page.getByRole('menuitem', { name: 'Select users from a list…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Select users from a list' })
  const [one, two, three] = listed
  const text = [
    `Listed User <${one?.email}>; ${two?.email}`,
    three?.id,
    'unknown@nowhere.example',
    'no ID at all',
  ].join('\n')
  await dialog.getByRole('textbox').fill(text)
  await expect(dialog.getByText('4 entries')).toBeVisible()
  await dialog.getByRole('button', { name: 'Select users' }).click()
  const unknown = dialog.getByRole('list', { name: 'Entries without a user' }).getByRole('listitem')
  await expect(unknown).toHaveText([
    'unknown@nowhere.example not in the directory',
    'no ID at all no address and no ID',
  ])
  await dialog.getByRole('button', { name: 'Done' }).click()
  const inAcme = listed.filter(({ email }) => email.endsWith('@acme.example')).length
  await expect(bar(page).getByText(`${acme + 3 - inAcme} selected`)).toBeVisible()

  await bar(page).getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Show selected users' }).click()
  await expect(page.getByText(`${acme + 3 - inAcme} users found`).first()).toBeVisible()
  await expect(boxes(page).first()).toBeChecked()
  await bar(page).getByRole('button', { name: 'More' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Export as CSV' }).click()
  const rows = readFileSync(await (await download).path(), 'utf8')
    .trim()
    .split('\n')
  expect(rows).toHaveLength(acme + 3 - inAcme + 1)
})

test('the columns, the density and the size of a page are the choice of the member', async ({ owner: page }) => {
  const heads = page.getByRole('table', { name: 'Users' }).getByRole('columnheader')
  await expect(heads.filter({ hasText: 'Organization ID' })).toHaveCount(0)
  await page.getByRole('button', { name: 'View' }).click()
  const view = page.getByRole('dialog', { name: 'View' })
  // Both within one turn, before the first is drawn.
  const choices = ['Organization ID', 'Flags'].map((name) => view.getByRole('checkbox', { name }).elementHandle())
  await page.evaluate(
    (elements) => {
      for (const element of elements) if (element instanceof HTMLElement) element.click()
    },
    await Promise.all(choices),
  )
  await expect(view.getByRole('checkbox', { name: 'Organization ID' })).toBeChecked()
  await expect(view.getByRole('checkbox', { name: 'Flags' })).not.toBeChecked()
  for (const _ of [1, 2]) await view.getByRole('button', { name: 'Move Organization ID up' }).click()
  await view.getByText('Compact').click()
  await view.getByText('25', { exact: true }).click()
  await page.keyboard.press('Escape')
  const names = async () => (await heads.allInnerTexts()).map((name) => name.split(',')[0]?.trim())
  await expect.poll(names).toEqual(['', 'Name', 'Groups', 'Organization ID', 'Roles', 'Status'])
  await page.reload()
  await expect.poll(names).toEqual(['', 'Name', 'Groups', 'Organization ID', 'Roles', 'Status'])
  await expect(page.getByText('1 to 25 of 120')).toBeVisible()
  await heads.filter({ hasText: 'Organization ID' }).getByRole('button').click()
  await expect(page).toHaveURL(/sort=org/)
  await expect(heads.filter({ hasText: 'Organization ID' })).toHaveAttribute('aria-sort', 'ascending')

  // The same, saved under a name; its columns stay when those of the member change.
  await page.getByRole('button', { name: 'View' }).click()
  await view.getByRole('textbox', { name: 'Name of the view' }).fill('By organization')
  await view.getByRole('button', { name: 'Save view' }).click()
  const saved = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'By organization' })
  await expect(saved).toBeVisible()
  await view.getByRole('checkbox', { name: 'Organization ID' }).click()
  await expect(view.getByRole('checkbox', { name: 'Organization ID' })).not.toBeChecked()
  await page.keyboard.press('Escape')
  await visit(page, '/users?q=an')
  await expect.poll(names).toEqual(['', 'Name', 'Groups', 'Roles', 'Status'])
  await saved.click()
  await expect.poll(names).toEqual(['', 'Name', 'Groups', 'Organization ID', 'Roles', 'Status'])
  await expect(page).toHaveURL(/sort=org/)
  await expect(saved).toHaveAttribute('aria-current', 'page')
  await page.getByRole('button', { name: 'View' }).click()
  await view.getByRole('button', { name: 'Rename By organization' }).click()
  await view.getByRole('textbox', { name: 'New name of By organization' }).fill('Organizations')
  await view.getByRole('button', { name: 'Rename', exact: true }).click()
  await view.getByRole('button', { name: 'Delete Organizations' }).click()
  await view.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(view.getByRole('list', { name: 'Saved views' }).getByRole('listitem')).toHaveCount(0)
})
