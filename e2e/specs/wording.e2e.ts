import { wellKnown } from '@muster/kore-sandbox'
import type { Page } from '@playwright/test'
import { applyByScript, until, untilOver } from '../fixtures/api.ts'
import { expect, expectConsoleError, quick, test } from '../fixtures/test.ts'
import { untranslatedSentences, usePseudoLocale } from '../fixtures/untranslated.ts'

// Long enough to keep the check of a lost response pending during the test.
test.use({ backendOptions: { name: 'wording', users: 60, env: { ...quick, KORE_QUIESCE_SECONDS: '3600' } } })

/** Expects no English on a page, once a text of it is on screen: neither of the app nor of the server. */
async function expectPseudo(page: Page, path: string, shown: string): Promise<void> {
  await page.goto(path)
  await expect(page.locator(shown).first()).toBeVisible()
  // One word is data: the name of a file, a value to write into a cell.
  const found = await untranslatedSentences(page.locator('body'))
  expect(
    found.filter((text) => text.trim().includes(' ')),
    path,
  ).toEqual([])
}

test('no screen shows a sentence that the server composed in English', async ({ owner: page, app }) => {
  const { script, sandbox } = app
  const identifiers = [wellKnown.member, wellKnown.secondMember].map((value) => ({ by: 'email', value }))
  const missing = { by: 'email', value: 'missing@kore-sandbox.example' }
  const made = await script.send('POST', '/api/plans', {
    kind: 'identifiers',
    identifiers: [...identifiers, missing],
    change: { kind: 'remove' },
  })
  const plan = (await made.json()) as { id: string }
  const erased = await applyByScript(script, {
    kind: 'identifiers',
    identifiers: [{ by: 'userId', value: wellKnown.customerUserId }, missing],
    change: { kind: 'erase', scope: { kind: 'all_bots' } },
  })
  await untilOver(script, erased)
  const form = new FormData()
  const rows = [
    `Email,Groups,Developer`,
    `${wellKnown.member},Nowhere,perhaps`,
    `${wellKnown.member},,yes`,
    `missing,,`,
  ]
  form.append('file', new File([rows.join('\n')], 'people.csv', { type: 'text/csv' }))
  const sent = await fetch(`${app.url}/api/uploads`, {
    method: 'POST',
    headers: { cookie: script.cookie, origin: app.url, 'x-muster-csrf': script.csrf },
    body: form,
  })
  const upload = (await sent.json()) as { id: string }
  const damaged = new FormData()
  damaged.append('file', new File([new Uint8Array([0x25, 0x50, 0x44, 0x46])], 'people.csv'))
  const refused = await fetch(`${app.url}/api/uploads`, {
    method: 'POST',
    headers: { cookie: script.cookie, origin: app.url, 'x-muster-csrf': script.csrf },
    body: damaged,
  })
  const pdf = (await refused.json()) as { id: string }
  await until<{ state: string }>(script, `/api/uploads/${pdf.id}`, ({ state }) => state === 'refused')
  await until<{ state: string }>(script, `/api/uploads/${upload.id}`, ({ state }) => state === 'checked')
  sandbox.control.addFault({ kind: 'drop-after', endpoint: 'update-users', next: 1 })
  const waiting = await applyByScript(script, {
    kind: 'identifiers',
    identifiers,
    change: { kind: 'update', isDeveloper: true, canCreateBot: true },
  })
  await until<{ waiting: unknown }>(script, `/api/jobs/${waiting}`, (job) => job.waiting !== null)

  await usePseudoLocale(page)
  const table = 'table tbody tr, [role=row]'
  await expectPseudo(page, `/plans/${plan.id}`, table)
  await expectPseudo(page, '/plans', table)
  await expectPseudo(page, `/jobs/${erased}`, table)
  await expectPseudo(page, `/jobs/${erased}?view=report`, 'h2')
  await expectPseudo(page, `/jobs/${waiting}`, table)
  await expectPseudo(page, '/jobs', table)
  await expectPseudo(page, `/uploads/${upload.id}`, '[role=gridcell]')
  await expectPseudo(page, '/uploads', 'h1')
  await expectPseudo(page, '/erasures', table)
  await expectPseudo(page, '/audit', table)
  await expectPseudo(page, `/uploads/${pdf.id}`, '[data-sentence]')
  expectConsoleError(page, /404/)
  await expectPseudo(page, '/plans/none', '[role=alert]:visible')

  // Without the scopes for reading, the connection has reasons to show.
  sandbox.control.setScopes(['delete:delete_user_data'])
  await script.send('POST', '/api/connection/test')
  await expectPseudo(page, '/settings', '[data-sentence]')
})
