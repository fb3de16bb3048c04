import { advance, applyByScript, type JobSeen, scriptOf, signInScript, until, untilOver } from '../fixtures/api.ts'
import { startBackend } from '../fixtures/backend.ts'
import { expectOutcomes } from '../fixtures/jobs.ts'
import { type App, expect, quick, test } from '../fixtures/test.ts'

const env = { KORE_BATCH_SIZE: '4' }
test.use({ backendOptions: { name: 'credential', users: 200, env } })
test.afterEach(({ app }) => app.sandbox.control.releaseResponses())

const roles = 'role_management:role_management'
const users = 'user_management:user_management'

/** A plan request that sets the developer flag of the last `count` users without sandbox accounts. */
async function flag(script: App['script'], count: number, isDeveloper: boolean) {
  const { items } = (await (await script.get('/api/users?limit=200&sort=-email')).json()) as {
    items: readonly { email: string }[]
  }
  const emails = items.map(({ email }) => email).filter((email) => !email.endsWith('kore-sandbox.example'))
  return {
    kind: 'identifiers',
    identifiers: emails.slice(0, count).map((value) => ({ by: 'email', value })),
    change: { kind: 'update', isDeveloper, canCreateBot: false },
  }
}

const refusedBy = ({ sandbox }: Pick<App, 'sandbox'>): number =>
  sandbox.control.calls().filter(({ status }) => status === 401).length

test('a job pauses when its scope is revoked, sends no more calls, and resumes after a successful connection test', async ({
  owner: page,
  app,
}) => {
  const { control } = app.sandbox
  await untilOver(app.script, await applyByScript(app.script, await flag(app.script, 40, false)))
  control.holdResponses()
  const jobId = await applyByScript(app.script, await flag(app.script, 40, true))
  await page.goto(`/jobs/${jobId}`)
  const run = { control, script: app.script, jobId }
  await advance(run, ({ counts }) => counts.changed > 0)
  control.setScopes([roles])
  await advance(run, ({ state }) => state === 'paused')
  await expect(page.getByText('Paused', { exact: true }).first()).toBeVisible()
  await expect(page.getByText(/Kore\.ai refused Muster's credential\. No user failed/)).toBeVisible()
  const { counts } = await until<JobSeen>(app.script, `/api/jobs/${jobId}`, ({ state }) => state === 'paused')
  expect([counts.failed, counts.not_attempted]).toEqual([0, 0])
  expect(counts.pending).toBeGreaterThan(0)
  const wasted = refusedBy(app)
  expect(wasted).toBeGreaterThan(0)
  expect(wasted).toBeLessThanOrEqual(3)
  control.releaseResponses()
  await page.reload()
  await expect(page.getByText('Paused', { exact: true }).first()).toBeVisible()
  expect(refusedBy(app)).toBe(wasted)
  const banner = page.getByRole('alert').filter({ hasText: 'Kore.ai refuses the credential.' })
  for (const path of ['/users', '/uploads', '/jobs', '/erasures', '/audit', '/settings']) {
    await page.goto(path)
    await expect(banner, path).toBeVisible()
  }
  await expect(page.getByText('Jobs cannot call. Kore.ai refuses the credential.')).toBeVisible()

  app.sandbox.control.setScopes([roles, users])
  await page.getByRole('link', { name: 'Settings', exact: true }).first().click()
  await page.getByRole('button', { name: 'Test the connection' }).click()
  await expect(banner).toHaveCount(0)
  await until<JobSeen>(app.script, `/api/jobs/${jobId}`, ({ state }) => state === 'done')
  await page.goto(`/jobs/${jobId}`)
  await expectOutcomes(page, { changed: 40 })
})

test('a job pauses when the secret is rotated, and resumes by itself when Muster starts with the new secret', async ({
  app,
}) => {
  const kore = app.sandbox
  const first = await startBackend({ kore, keep: true, env: { ...quick, ...env } })
  const script = await signInScript(first.url)
  await until<{ state: string }>(script, '/api/directory', ({ state }) => state === 'ready')
  await untilOver(script, await applyByScript(script, await flag(script, 40, false)))
  kore.control.holdResponses()
  const jobId = await applyByScript(script, await flag(script, 40, true))
  await advance({ control: kore.control, script, jobId }, ({ counts }) => counts.changed > 0)
  await first.terminate(() => kore.control.releaseResponses())

  const wasted = refusedBy(app)
  const at = { dataDir: first.dataDir, port: first.port, env: { ...quick, ...env } }
  const rotated = { url: kore.url, clientId: kore.clientId, clientSecret: 'the client secret before the rotation' }
  const second = await startBackend({ ...at, kore: rotated, keep: true })
  const paused = await until<JobSeen>(
    scriptOf(second.url, script),
    `/api/jobs/${jobId}`,
    (job) => job.state === 'paused',
  )
  expect([paused.counts.failed, paused.counts.pending > 0]).toEqual([0, true])
  await second.kill('SIGTERM')
  // Muster syncs the directory at startup; those refusals are not the job's.
  const byJob = app.sandbox.control
    .calls()
    .filter(({ status, endpoint }) => status === 401 && /users/.test(endpoint) && endpoint !== 'all-user-roles')
  expect(byJob.length - wasted).toBeLessThanOrEqual(3)

  const third = await startBackend({ ...at, kore })
  try {
    const done = await until<JobSeen>(scriptOf(third.url, script), `/api/jobs/${jobId}`, (job) => job.state === 'done')
    expect(done.counts).toMatchObject({ changed: 40, failed: 0 })
  } finally {
    await third.stop()
  }
})
