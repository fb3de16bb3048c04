import { sentinelEmail, wellKnown } from '@muster/kore-sandbox'
import type { Page } from '@playwright/test'
import { applyByScript, until, untilOver } from '../fixtures/api.ts'
import { expectAccessible } from '../fixtures/axe.ts'
import { type App, expect, expectConsoleError, test } from '../fixtures/test.ts'
import { openAsViewer, refusedActs } from '../fixtures/viewer.ts'
import { visit } from '../fixtures/visit.ts'

test.use({ backendOptions: { name: 'accessible', users: 120 } })
test.describe.configure({ timeout: 480_000 })

interface Screen {
  readonly name: string
  readonly open: (page: Page, made: Records) => Promise<void>
}

/** Data of every kind, because no screen may be empty. */
async function history(app: App) {
  const { script } = app
  const update = await applyByScript(script, {
    kind: 'identifiers',
    identifiers: [wellKnown.member, sentinelEmail('reason-string')].map((value) => ({ by: 'email', value })),
    change: { kind: 'update', isDeveloper: true, canCreateBot: true },
  })
  await untilOver(script, update)
  const erase = await applyByScript(script, {
    kind: 'identifiers',
    identifiers: [{ by: 'orgUserId', value: 'C-1' }],
    change: { kind: 'erase', scope: { kind: 'all_bots' } },
  })
  await untilOver(script, erase)
  const made = await script.send('POST', '/api/plans', {
    kind: 'identifiers',
    identifiers: [wellKnown.admin, wellKnown.owner, 'absent@nowhere.example'].map((value) => ({ by: 'email', value })),
    change: { kind: 'remove' },
  })
  const { id: plan } = (await made.json()) as { id: string }
  await until<{ state: string }>(script, `/api/plans/${plan}`, ({ state }) => state === 'ready')
  const { items } = (await (await script.get('/api/erasures')).json()) as { items: readonly { id: string }[] }
  const { items: users } = (await (await script.get(`/api/users?q=${wellKnown.member}`)).json()) as {
    items: readonly { id: string }[]
  }
  return { update, plan, erasure: items[0]?.id ?? '', user: users[0]?.id ?? '' }
}

const heading = (page: Page, name: string | RegExp) =>
  expect(page.getByRole('heading', { level: 1, name })).toBeVisible()

async function named(page: Page, item: RegExp): Promise<void> {
  await page.goto('/users')
  await page.getByRole('button', { name: 'Paste a list' }).click()
  await page.getByRole('menuitem', { name: item }).click()
  await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Email addresses' })).toBeVisible()
}

type Records = Awaited<ReturnType<typeof history>>

const at = (
  name: string,
  path: string | ((made: Records) => string),
  ready: (page: Page) => Promise<void>,
): Screen => ({
  name,
  open: async (page, made) => {
    await visit(page, typeof path === 'string' ? path : path(made))
    await ready(page)
  },
})
const table = (name: string) => (page: Page) => expect(page.getByRole('table', { name })).toBeVisible()

const userScreens: readonly Screen[] = [
  at('users', '/users', table('Users')),
  at('no match', '/users?q=absent-user', (page) => expect(page.getByText('No users found')).toBeVisible()),
  at(
    'drawer',
    ({ user }) => `/users?user=${user}`,
    (page) => expect(page.getByRole('dialog').getByRole('heading', { name: 'History' })).toBeVisible(),
  ),
  {
    name: 'edit form',
    open: async (page, { user }) => {
      await page.goto(`/users?user=${user}`)
      await page.getByRole('dialog').getByRole('button', { name: 'Edit access…' }).click()
      await expect(page.getByRole('dialog', { name: /^Edit access of/ }).getByText('Flags')).toBeVisible()
    },
  },
  { name: 'removal form', open: (page) => named(page, /^Remove users by ID/) },
  { name: 'erasure form', open: (page) => named(page, /^Queue erasure/) },
]

const accessScreens: readonly Screen[] = [
  at('home', '/home', table('Users by status')),
  at('groups', '/access', table('Group')),
  at('roles by bot', '/access?view=matrix', table('Roles by bot')),
  at('elevated access', '/access?view=elevated', table('Elevated access')),
]

const jobScreens: readonly Screen[] = [
  at('plan', ({ plan }) => `/plans/${plan}`, table('Users of this plan')),
  at('job', ({ update }) => `/jobs/${update}`, table('Users of this job')),
  at(
    'report',
    ({ update }) => `/jobs/${update}?view=report`,
    (page) => expect(page.getByRole('navigation', { name: 'Causes' })).toBeVisible(),
  ),
  at('jobs', '/jobs', table('Jobs')),
]

const recordScreens: readonly Screen[] = [
  at('erasures', '/erasures', table('Erasures')),
  at('erasure cases', '/erasures/cases', (page) => expect(page.getByText('No open cases')).toBeVisible()),
  at('erasure', ({ erasure }) => `/erasures/${erasure}`, table('People of this request')),
  at('audit', '/audit', table('Audit')),
  at('settings', '/settings', table('Endpoints')),
  at('page not found', '/nowhere', (page) => heading(page, 'Page not found')),
]

const screens: readonly (readonly [area: string, screens: readonly Screen[]])[] = [
  ['users', userScreens],
  ['access', accessScreens],
  ['plans and jobs', jobScreens],
  ['erasures, audit and settings', recordScreens],
]

/** The page, if it scrolls sideways. */
const sidewaysPage = (): readonly string[] =>
  document.documentElement.scrollWidth > document.documentElement.clientWidth ? [document.title] : []

/** The page, or the parts of it, that scroll sideways. */
const sidewaysParts = (): readonly string[] =>
  [document.documentElement, ...document.querySelectorAll('body *')]
    .filter((part) => part.scrollWidth > part.clientWidth && part.clientWidth > 0)
    .filter((part) => part.parentElement === null || /auto|scroll/.test(getComputedStyle(part).overflowX))
    .map((part) => part.outerHTML.slice(0, 120))

/** Made once in the app that all tests of this file share. */
let made: Promise<Records> | undefined

test('a viewer finds no enabled act that the API refuses', async ({ app, browser }) => {
  made ??= history(app)
  const records = await made
  const viewer = await openAsViewer(app, browser)
  expectConsoleError(viewer, /status of 4\d\d/)
  const readable = screens.flatMap(([, all]) => all).filter(({ name }) => !name.endsWith('form'))
  const opened = readable.map(({ name, open }) => ({ name, open: (page: Page) => open(page, records) }))
  expect(await refusedActs(viewer, opened)).toEqual([])
  await viewer.context().close()
})

for (const [area, all] of screens)
  test(`axe finds no issue on the screens of ${area}, light and dark, and none scrolls sideways on a small screen`, async ({
    owner: page,
    app,
  }) => {
    made ??= history(app)
    const records = await made
    for (const { name, open } of all)
      await test.step(name, async () => {
        await open(page, records)
        await expectAccessible(page)
        for (const width of [1024, 768, 390]) {
          await page.setViewportSize({ width, height: 844 })
          // A wide table may scroll on its own where there is room for two columns; a phone shows a list.
          const parts = width > 390 ? sidewaysPage : sidewaysParts
          await expect.poll(() => page.evaluate(parts), { message: `${name} at ${width} px` }).toEqual([])
        }
        await page.setViewportSize({ width: 1440, height: 900 })
      })
  })

test('the sign-in page is accessible', async ({ page }) => {
  await page.goto('/sign-in')
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await expectAccessible(page)
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
})

test('these tests notice an accessibility issue', async ({ owner: page }) => {
  await page.evaluate(() => {
    const picture = document.createElement('img')
    picture.src = 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>'
    document.querySelector('main')?.append(picture)
  })
  await expect(expectAccessible(page)).rejects.toThrow(/image-alt/)
})
