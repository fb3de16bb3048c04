import { wellKnown } from '@muster/kore-sandbox'
import { until } from '../fixtures/api.ts'
import { applyPlan, expectOutcomes, expectPlan } from '../fixtures/jobs.ts'
import { isPseudo } from '../fixtures/pseudo-locale.ts'
import { expect, expectConsoleError, test } from '../fixtures/test.ts'
import { choose, fieldOf, filterBy, openUser, rowOf, search } from '../fixtures/users.ts'

test.use({ backendOptions: { name: 'users', users: 300 } })

interface Listed {
  readonly items: readonly { email: string; firstName: string; lastName: string; groups: string[] }[]
  readonly count: { value: number }
}

test('the directory lists all users and shows its age', async ({ owner: page }) => {
  await expect(page.getByText('300 users', { exact: true }).first()).toBeVisible()
  const rows = page.getByRole('table', { name: 'Users' }).getByRole('row')
  await expect(rows).toHaveCount(51)
  // Lists of groups and roles stay on one line, however many there are.
  await expect(rows.filter({ hasText: /\+\d/ }).first()).toBeVisible()
  const heights = await rows.evaluateAll((all) =>
    all.slice(1).map((row) => Math.round(row.getBoundingClientRect().height)),
  )
  expect(Math.max(...heights) - Math.min(...heights)).toBeLessThanOrEqual(2)
  await page.getByRole('button', { name: 'Sync the directory' }).click()
  await expect(page.getByText(/^(Syncing|Starting the sync)/).first()).toBeVisible()
  await expect(page.getByText('300 users', { exact: true }).first()).toBeVisible()
})

test('the list loads no messages of other pages', async ({ owner: page }) => {
  const loaded: string[] = []
  page.on('request', (request) => loaded.push(new URL(request.url()).pathname))
  // The last request of the shell: what it loads for a banner, it has loaded by then.
  const last = page.waitForResponse('**/api/break-glass')
  await page.goto('/users')
  await expect(page.getByRole('table', { name: 'Users' }).locator('tbody').getByRole('row')).toHaveCount(50)
  await last
  expect(loaded.filter((path) => /-first-/.test(path))).toHaveLength(1)
  // The pseudo-locale is made from all messages.
  expect(loaded.filter((path) => /-rest-/.test(path))).toHaveLength(isPseudo ? 1 : 0)
})

test('users are found by any part of their name, address and ID, in every script, with or without accents', async ({
  owner: page,
  app,
}) => {
  const { items } = (await (await app.script.get('/api/users?q=garcia&limit=200')).json()) as Listed
  const accented = items.find(({ lastName }) => lastName === 'García')
  expect(accented, 'the account has a García').toBeDefined()
  for (const [text, email] of [
    ['ember@kore', wellKnown.member],
    ['ORG-MEM', wellKnown.member],
    ['MINA', wellKnown.member],
    ['mi', wellKnown.member],
    ['garcia', accented?.email ?? ''],
    ['GARCÍA', accented?.email ?? ''],
  ] as const) {
    await search(page, text, /found/)
    await expect(page).toHaveURL(new RegExp(`[?&]q=`))
    await expect(rowOf(page, email).first()).toBeVisible()
  }
  for (const script of ['Иван', '王', '太郎', 'محمد']) {
    const found = (await (await app.script.get(`/api/users?q=${encodeURIComponent(script)}`)).json()) as Listed
    await search(page, script, found.count.value)
    const first = found.items[0]
    if (first !== undefined) await expect(rowOf(page, first.email)).toBeVisible()
  }
  // Two characters match the start of a word, not any part.
  await search(page, 'ina', /found/)
  await expect(rowOf(page, wellKnown.member)).toBeVisible()
  await search(page, 'na member', /found/)
})

test('an empty search result offers to clear the search', async ({ owner: page }) => {
  await search(page, 'no such person anywhere', 0)
  await expect(page.getByText('No users found')).toBeVisible()
  await page.getByRole('button', { name: 'Clear search and filters' }).click()
  await expect(page.getByText('300 users', { exact: true }).first()).toBeVisible()
})

test('a misspelled name or address offers what may be meant', async ({ owner: page }) => {
  for (const [typed, meant] of [
    ['sven membr', 'Sven Member'],
    [wellKnown.secondMember.replace('e', 'a').replace('@', 'x@'), wellKnown.secondMember],
  ] as const) {
    await search(page, typed, 0)
    await page.getByRole('button', { name: meant, exact: true }).click()
    await expect(page.getByRole('searchbox', { name: 'Search users' })).toHaveValue(meant)
    await expect(rowOf(page, wellKnown.secondMember)).toBeVisible()
  }
})

test('filters, page and open user are in the URL and survive a reload', async ({ owner: page, app }) => {
  await filterBy(page, 'Group', 'Quality')
  await filterBy(page, 'Status', 'Active')
  await expect(page).toHaveURL(/group=.*status=active/)
  const found = (await (await app.script.get(`/api/users${new URL(page.url()).search}`)).json()) as Listed
  expect(found.count.value).toBeGreaterThan(0)
  expect(found.count.value).toBeLessThan(300)
  await expect(page.getByText(new RegExp(`^${found.count.value} users? found$`)).first()).toBeVisible()
  await page.getByRole('table', { name: 'Users' }).getByRole('row').nth(1).getByRole('link').click()
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByText('User ID')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('dialog').getByText('User ID')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByText(new RegExp(`^${found.count.value} users? found$`)).first()).toBeVisible()
  await page.getByRole('button', { name: 'Remove filter: Group: Quality' }).click()
  await expect(page).not.toHaveURL(/group=/)
})

test('pages follow each other without gaps', async ({ owner: page, app }) => {
  const all = (await (await app.script.get('/api/users?limit=120')).json()) as Listed
  const emails = async () => {
    const users = await page.getByRole('table', { name: 'Users' }).locator('tbody th').allInnerTexts()
    return users.map((text) => text.split('\n').at(-1))
  }
  await expect(page.getByText('1 to 50 of 300')).toBeVisible()
  const first = await emails()
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByText('51 to 100 of 300')).toBeVisible()
  const next = all.items.slice(50, 100).map(({ email }) => email)
  await expect.poll(emails).toEqual(next)
  expect([...first, ...next]).toEqual(all.items.slice(0, 100).map(({ email }) => email))
  await page.reload()
  await expect(page.getByRole('button', { name: 'First page' })).toBeVisible()
  await page.goBack()
  await expect.poll(emails).toEqual(first)
})

test('one user: identity, groups, roles by bot, flags and history', async ({ owner: page }) => {
  const drawer = await openUser(page, wellKnown.groupMember)
  await expect(drawer.getByRole('heading', { name: /Gita Group/ })).toBeVisible()
  await expect(drawer.getByText('ORG-GROUP')).toBeVisible()
  await expect(drawer.getByText('through Quality')).toBeVisible()
  await expect(drawer.getByText('Muster has not changed this user yet.')).toBeVisible()
})

test('the list works with the keyboard', async ({ owner: page }) => {
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox', { name: 'Search users' })).toBeFocused()
  await page.keyboard.type('zzzz')
  await expect(page).toHaveURL(/q=zzzz/)
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/q=/)
  const rows = page.getByRole('table', { name: 'Users' }).locator('tbody').getByRole('row')
  await expect(rows).toHaveCount(50)
  const bar = page.getByRole('group', { name: 'Selection' })
  await page.keyboard.press('ArrowDown')
  await expect(rows.nth(0).getByRole('link')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(rows.nth(1).getByRole('link')).toBeFocused()
  await page.keyboard.press('Space')
  await expect(bar.getByText('1 selected')).toBeVisible()
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('Shift+ArrowDown')
  await expect(bar.getByText('4 selected')).toBeVisible()
  // On a row, Escape keeps the selection.
  await page.keyboard.press('Escape')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  // The first action has the focus. Escape returns it to the row.
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Edit access…' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(rows.nth(4).getByRole('link')).toBeFocused()
  await expect(bar.getByText('4 selected')).toBeVisible()
})

test('a page whose code fails to load shows an error, and a reload recovers', async ({ owner: page, context }) => {
  expectConsoleError(page, /ERR_INTERNET_DISCONNECTED|preload CSS|dynamically imported module/)
  await context.setOffline(true)
  await page.getByRole('link', { name: 'Erasures' }).click()
  await expect(page.getByText('This part of Muster did not load')).toBeVisible()
  await context.setOffline(false)
  await page.getByRole('button', { name: 'Reload the page' }).click()
  await expect(page.getByRole('heading', { name: 'Erasures', level: 1 })).toBeVisible()
})

test('Shift selects a range, and the server freezes all matching users', async ({ owner: page, app }) => {
  const boxes = page.getByRole('table', { name: 'Users' }).locator('tbody').getByRole('checkbox')
  const bar = page.getByRole('group', { name: 'Selection' })
  await boxes.nth(2).click()
  await boxes.nth(9).click({ modifiers: ['Shift'] })
  await expect(bar.getByText('8 selected')).toBeVisible()
  await bar.getByRole('button', { name: 'Clear' }).click()

  await search(page, '@acme.example', /found/)
  const before = (await (await app.script.get('/api/users?q=%40acme.example')).json()) as Listed
  await boxes.nth(0).click()
  await bar.getByRole('button', { name: `Select all ${before.count.value} matching` }).click()
  await boxes.nth(0).click()
  const chosen = before.count.value - 1
  await bar.getByRole('button', { name: 'Remove…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(`${chosen} selected users.`)).toBeVisible()
  await dialog.getByRole('button', { name: 'See what this will change' }).click()
  await expect(page).toHaveURL(/\/plans\//)
  const planId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const plan = await until<{ state: string; summary: { total: number } }>(
    app.script,
    `/api/plans/${planId}`,
    ({ state }) => state === 'ready',
  )
  expect(plan.summary.total).toBe(chosen)
})

test('"Set exactly" removes other groups; only own roles can be removed, and half a pair is rejected', async ({
  owner: page,
  app,
}) => {
  const before = app.sandbox.control.user(wellKnown.secondMember)
  expect([before?.groups.length, before?.botRoles.length]).toEqual([1, 1])
  const drawer = await openUser(page, wellKnown.secondMember)
  await drawer.getByRole('button', { name: 'Edit access…' }).click()
  const form = page.getByRole('dialog', { name: /^Edit access of/ })
  const field = (name: string) => fieldOf(form, name)
  const held = (
    await form
      .getByText(/^Now: /)
      .first()
      .innerText()
  ).replace('Now: ', '')
  await form.getByRole('radiogroup', { name: 'Groups' }).getByText('Set exactly').click()
  await choose(page, field('Exactly these groups'), 'Legal')
  await choose(page, field('Exactly these groups'), 'Quality')
  // The list starts with the user's own groups. Choosing one again removes it.
  await choose(page, field('Exactly these groups'), held)
  await page.keyboard.press('Escape')
  await field('Remove').click()
  await expect(page.getByRole('option')).toHaveCount(1)
  await page.getByRole('option', { name: / on / }).click()
  await page.keyboard.press('Escape')
  await choose(page, field('Assign: role'), 'Analyst')
  await form.getByRole('button', { name: 'See what this will change' }).click()
  await expect(form.getByText('Choose both the role and the bot')).toBeVisible()
  await choose(page, field('Assign: bot'), 'Billing')
  await expect(form.getByText('Analyst on Billing')).toBeVisible()
  await form.getByRole('button', { name: 'See what this will change' }).click()
  await expectPlan(page, { change: 1 })
  await applyPlan(page)
  await expectOutcomes(page, { changed: 1 })
  const after = app.sandbox.control.user(wellKnown.secondMember)
  expect(after?.groups).toHaveLength(2)
  expect(after?.groups).not.toContain(before?.groups[0])
  expect(after?.botRoles).toHaveLength(1)
  expect(after?.botRoles[0]).not.toEqual(before?.botRoles[0])
})

test('a link with an invalid cursor leads to the first page', async ({ owner: page }) => {
  expectConsoleError(page, /400/)
  await page.goto('/users?after=no-such-place')
  await page.getByRole('button', { name: 'Start at the first page' }).click()
  await expect(page.getByRole('table', { name: 'Users' })).toBeVisible()
  await expect(page).not.toHaveURL(/after=no-such-place/)
})

for (const [path, list] of [
  ['/plans/none', 'plans'],
  ['/jobs/none', 'jobs'],
  ['/uploads/none', 'uploads'],
  ['/erasures/none', 'erasures'],
] as const) {
  test(`a link to an unknown resource leads to the list of ${list}`, async ({ owner: page }) => {
    expectConsoleError(page, /404/)
    await page.goto(path)
    await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0)
    await page.getByRole('link', { name: `Open the list of ${list}` }).click()
    await expect(page).toHaveURL(new RegExp(`/${list}$`))
  })
}

test('a link with a refused search leads back to all users', async ({ owner: page }) => {
  expectConsoleError(page, /400/)
  await page.goto('/users?q=%00')
  await expect(page.getByText('Not searched', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Show all users' }).click()
  await expect(page.getByRole('table', { name: 'Users' })).toBeVisible()
})

test('a slow network shows a loading state, not a blank page', async ({ owner: page }) => {
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
  await page.route('**/api/session', async (route) => {
    await answered
    await route.continue()
  })
  await page.goto('/users')
  await expect(page.getByText('Loading Muster')).toBeAttached()
  answer()
  await expect(page.getByRole('table', { name: 'Users' })).toBeVisible()
})

test('offline, the screen shows no count of an earlier search', async ({ owner: page, context }) => {
  expectConsoleError(page, /ERR_INTERNET_DISCONNECTED/)
  await search(page, wellKnown.invited, 1)
  await context.setOffline(true)
  await search(page, 'garcia')
  await expect(page.getByText('Not searched', { exact: true }).first()).toBeVisible()
  await expect(page.getByText('1 user found')).toHaveCount(0)
  await context.setOffline(false)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText(/^[1-9]\d* users? found$/).first()).toBeVisible()
})

for (const zone of ['Asia/Kolkata', 'America/St_Johns'])
  test.describe(`in the time zone ${zone}`, () => {
    test.use({ timezoneId: zone })

    test('every time on the screens is local', async ({ owner: page }) => {
      for (const [path, heading] of [
        ['/audit', 'Audit'],
        ['/users', 'Users'],
        ['/settings', 'Settings'],
      ] as const) {
        await page.goto(path)
        await expect(page.getByRole('heading', { name: heading, exact: true }).first()).toBeVisible()
        await expect(page.locator('time').first()).toBeVisible()
        const times = await page.locator('time').evaluateAll((elements) =>
          elements.map((element) => ({
            iso: element.getAttribute('datetime') ?? '',
            title: element.getAttribute('title') ?? '',
          })),
        )
        const exact = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'long', timeZone: zone })
        const plain = (text: string) => text.replaceAll(/\s/g, ' ')
        for (const { iso, title } of times) expect(plain(title)).toBe(plain(exact.format(new Date(iso))))
        expect(await page.locator('main').innerText()).not.toMatch(/\bUTC\b|\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/)
      }
    })
  })
