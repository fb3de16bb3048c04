import { sentinelEmail, wellKnown } from '@muster/kore-sandbox'
import { applyByScript, type JobSeen, scriptOf, signInScript, sumOf, until, untilOver } from '../fixtures/api.ts'
import { startBackend } from '../fixtures/backend.ts'
import { actOn, expectOutcomes, openReport } from '../fixtures/jobs.ts'
import { expect, quick, test } from '../fixtures/test.ts'
import { visit } from '../fixtures/visit.ts'

test.use({ backendOptions: { name: 'doubt', users: 150 } })
test.afterEach(({ app }) => {
  app.sandbox.control.clearFaults()
  app.sandbox.control.releaseResponses()
})

const creators = (emails: readonly string[], canCreateBot: boolean) => ({
  kind: 'identifiers',
  identifiers: emails.map((value) => ({ by: 'email', value })),
  change: { kind: 'update', isDeveloper: true, canCreateBot },
})
const erase = (value: string) => ({
  kind: 'identifiers',
  identifiers: [{ by: 'orgUserId', value }],
  change: { kind: 'erase', scope: { kind: 'all_bots' } },
})

test('an update with a lost response is verified as done and not repeated', async ({ owner: page, app }) => {
  const email = wellKnown.member
  const before = app.sandbox.control.effects().length
  app.sandbox.control.addFault({ kind: 'drop-after', endpoint: 'update-users', next: 1 })
  const jobId = await applyByScript(app.script, creators([email], true))
  await visit(page, `/jobs/${jobId}`)
  await expectOutcomes(page, { changed: 1 })
  const effects = app.sandbox.control
    .effects()
    .slice(before)
    .filter(({ user }) => user === email)
  expect(effects.filter(({ changed }) => changed)).toHaveLength(1)
  expect(effects).toHaveLength(1)
})

test('a request lost before its effect is retried once', async ({ app }) => {
  app.sandbox.control.addFault({ kind: 'drop-before', endpoint: 'update-users', next: 1 })
  const jobId = await applyByScript(app.script, creators([wellKnown.admin], false))
  expect((await untilOver(app.script, jobId)).counts).toMatchObject({ changed: 1 })
  expect(app.sandbox.control.effects().filter(({ user }) => user === wellKnown.admin)).toHaveLength(1)
})

test('an unparsable response with status 200 is not a success', async ({ app }) => {
  for (const garbage of ['html', 'empty', 'truncated', 'wrong-shape'] as const) {
    const email = sentinelEmail('500')
    app.sandbox.control.clearFaults()
    app.sandbox.control.addFault({ kind: 'garbage', garbage, endpoint: 'remove-users', effect: 'none' })
    const jobId = await applyByScript(app.script, {
      kind: 'identifiers',
      identifiers: [{ by: 'email', value: wellKnown.invited }],
      change: { kind: 'remove' },
    })
    const job = await until<JobSeen>(app.script, `/api/jobs/${jobId}`, ({ state }) => state !== 'queued')
    expect(job.counts.changed, `${garbage} about ${email}`).toBe(0)
    await app.script.send('POST', `/api/jobs/${jobId}/cancel`, {})
    const ended = await untilOver(app.script, jobId, 60)
    expect(ended.counts.changed).toBe(0)
    expect(app.sandbox.control.user(wellKnown.invited)?.isMember).toBe(true)
  }
})

test('an erasure with a lost response is sent again only by decision of a member', async ({ owner: page, app }) => {
  app.sandbox.control.addFault({ kind: 'drop-after', endpoint: 'erase-users-data', next: 1 })
  const jobId = await applyByScript(app.script, erase('C-31'))
  await visit(page, `/jobs/${jobId}`)
  await expectOutcomes(page, { unknown: 1 })
  const sent = () => app.sandbox.control.calls().filter(({ endpoint }) => endpoint === 'erase-users-data').length
  const once = sent()
  await openReport(page)
  await actOn(page.locator('main'), 'Send again…')
  await expect(page.getByRole('dialog').getByText(/Kore.ai may have queued it already/)).toBeVisible()
  await page.getByRole('dialog').getByRole('button', { name: 'Not now' }).click()
  expect(sent()).toBe(once)
  await actOn(page.locator('main'), 'Send again…')
  await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click()
  await expect.poll(sent).toBe(once + 1)
  const job = await until<JobSeen>(app.script, `/api/jobs/${jobId}`, ({ counts }) => counts.changed === 1)
  expect(sumOf(job.counts)).toBe(1)
})

test('a lost erasure can be kept as unknown', async ({ owner: page, app }) => {
  app.sandbox.control.addFault({ kind: 'drop-after', endpoint: 'erase-users-data', next: 1 })
  const jobId = await applyByScript(app.script, erase('C-32'))
  await visit(page, `/jobs/${jobId}`)
  await expectOutcomes(page, { unknown: 1 })
  const sent = app.sandbox.control.calls().filter(({ endpoint }) => endpoint === 'erase-users-data').length
  await visit(page, `/jobs/${jobId}?view=report`)
  const decided = page.waitForResponse(/\/decision$/)
  await actOn(page.locator('main'), 'Keep as unknown')
  expect((await decided).status()).toBe(200)
  expect(app.sandbox.control.calls().filter(({ endpoint }) => endpoint === 'erase-users-data')).toHaveLength(sent)
  const job = await until<JobSeen>(app.script, `/api/jobs/${jobId}`, () => true)
  expect(job.counts.unknown).toBe(1)
})

test('one decision covers all erasures of a lost response', async ({ owner: page, app }) => {
  // The first call of a job erases one person alone. The response to the second call, for the other three, is lost.
  app.sandbox.control.addFault({ kind: 'drop-after', endpoint: 'erase-users-data', user: 'C-34', next: 1 })
  const identifiers = ['C-33', 'C-34', 'C-35', 'C-36'].map((value) => ({ by: 'orgUserId', value }))
  const jobId = await applyByScript(app.script, { ...erase('C-33'), identifiers })
  await visit(page, `/jobs/${jobId}`)
  await expectOutcomes(page, { changed: 1, unknown: 3 })
  const sent = () => app.sandbox.control.calls().filter(({ endpoint }) => endpoint === 'erase-users-data').length
  const once = sent()
  await openReport(page)
  await expect(page.getByRole('button', { name: /^(Retry|Dismiss)/ })).toHaveCount(0)
  await page.getByRole('button', { name: 'Send 3 erasures again…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Send 3 erasures again' }).click()
  const job = await until<JobSeen>(app.script, `/api/jobs/${jobId}`, ({ counts }) => counts.changed === 4)
  expect([sumOf(job.counts), sent()]).toEqual([4, once + 1])
})

test('a shutdown waits for calls in progress and leaves no item in doubt', async ({ app }) => {
  // A quiesce time of an hour keeps every doubt open: the job ends only without one.
  const env = { ...quick, KORE_BATCH_SIZE: '3', KORE_QUIESCE_SECONDS: '3600' }
  const first = await startBackend({ kore: app.sandbox, keep: true, env })
  const script = await signInScript(first.url)
  await until<{ state: string }>(script, '/api/directory', ({ state }) => state === 'ready')
  const { items } = (await (await script.get('/api/users?limit=100&sort=-email')).json()) as {
    items: readonly { email: string }[]
  }
  const emails = items.map(({ email }) => email).filter((email) => !email.endsWith('kore-sandbox.example'))
  const { control } = app.sandbox
  const updated = () => control.effects().filter(({ kind }) => kind === 'updated').length
  const before = updated()
  control.holdResponses()
  const jobId = await applyByScript(script, creators(emails.slice(0, 30), true))
  // Responses before the first update pass one by one; the response to the update stays held.
  await expect
    .poll(() => {
      if (updated() === before && control.heldResponses() > 0) control.releaseResponses(1)
      return updated()
    })
    .toBeGreaterThan(before)
  await first.terminate(() => control.releaseResponses())
  const second = await startBackend({ kore: app.sandbox, dataDir: first.dataDir, port: first.port, env })
  try {
    const job = await untilOver(scriptOf(second.url, script), jobId, 60)
    expect([job.state, sumOf(job.counts), job.counts.unknown]).toEqual(['done', 30, 0])
  } finally {
    await second.stop()
  }
})

test.describe('Kore.ai limits the rate of calls', () => {
  for (const [name, wait] of [
    ['with a time to wait', { retryAfter: 2 }],
    ['without a time to wait', {}],
  ] as const)
    test(name, async ({ owner: page, app }) => {
      app.sandbox.control.addFault({ kind: 'rate-limit', endpoint: 'update-users', next: 1, ...wait })
      const jobId = await applyByScript(
        app.script,
        'retryAfter' in wait ? creators([wellKnown.secondMember], true) : creators([wellKnown.coDeveloper], false),
      )
      await untilOver(app.script, jobId)
      await visit(page, `/jobs/${jobId}`)
      await expectOutcomes(page, { changed: 1 })
      const { items } = (await (await app.script.get(`/api/jobs/${jobId}/items`)).json()) as {
        items: readonly { outcome: string; cause: string | null }[]
      }
      expect(items.map(({ outcome, cause }) => [outcome, cause])).toEqual([['changed', null]])
    })
})
