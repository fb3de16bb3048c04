import type { Page } from '@playwright/test'
import { advance, applyByScript, scriptOf, signInScript, sumOf, until, untilOver } from '../fixtures/api.ts'
import { startBackend } from '../fixtures/backend.ts'
import { expectCounts } from '../fixtures/jobs.ts'
import { plainText } from '../fixtures/pseudo-locale.ts'
import { expect, quick, test } from '../fixtures/test.ts'
import { visit } from '../fixtures/visit.ts'

test.use({ backendOptions: { name: 'running', users: 200, env: { KORE_BATCH_SIZE: '4' } } })
test.afterEach(({ app }) => app.sandbox.control.releaseResponses())

interface Users {
  readonly items: readonly { email: string }[]
}

/** Users without special roles. */
async function ordinaryUsers(
  app: { script: { get(path: string): Promise<Response> } },
  many: number,
): Promise<string[]> {
  const { items } = (await (await app.script.get('/api/users?limit=200&sort=-email')).json()) as Users
  return items
    .map(({ email }) => email)
    .filter((email) => !email.endsWith('kore-sandbox.example'))
    .slice(0, many)
}

const flag = (emails: readonly string[], isDeveloper: boolean) => ({
  kind: 'identifiers',
  identifiers: emails.map((value) => ({ by: 'email', value })),
  change: { kind: 'update', isDeveloper, canCreateBot: false },
})

/** Records the notices on the desktop. The headless browser refuses to show any, so the page gets its permission here. */
async function recordNotices(page: Page): Promise<() => Promise<readonly string[]>> {
  const shown: string[] = []
  await page.exposeFunction('noticeShown', (text: string) => shown.push(text))
  await page.addInitScript(() => {
    const Shown = class extends Notification {
      static override get permission(): NotificationPermission {
        return 'granted'
      }
      static override async requestPermission(): Promise<NotificationPermission> {
        return 'granted'
      }
      constructor(title: string, options?: NotificationOptions) {
        super(title, options)
        Reflect.get(window, 'noticeShown')(`${title}: ${options?.body}`)
      }
    }
    Reflect.set(window, 'Notification', Shown)
  })
  await page.reload()
  return async () => shown
}

test('a job updates live, pauses, resumes, and shows on other pages until it ends', async ({ owner: page, app }) => {
  const notices = await recordNotices(page)
  const { control } = app.sandbox
  const emails = await ordinaryUsers(app, 100)
  await untilOver(app.script, await applyByScript(app.script, flag(emails, false)))
  control.holdResponses()
  const jobId = await applyByScript(app.script, flag(emails, true))
  const run = { control, script: app.script, jobId }
  await visit(page, `/jobs/${jobId}`)
  await expect(page.getByText('Running', { exact: true }).first()).toBeVisible()
  const notify = page.getByRole('button', { name: 'Show desktop notices of my jobs' })
  await expect(notify).toHaveAttribute('aria-pressed', 'false')
  await notify.click()
  await expect(notify).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByRole('meter', { name: 'Calls used in the last minute' })).toBeVisible()
  const bar = page
    .getByRole('region', { name: 'Progress', exact: true })
    .getByRole('progressbar', { name: /^Progress of/ })
  const first = Number(await bar.getAttribute('aria-valuenow'))
  const { counts } = await advance(run, (job) => job.counts.changed > 8)
  expect(counts.pending).toBeGreaterThan(0)
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(first)

  await page.getByRole('button', { name: 'Pause' }).click()
  const paused = await advance(run, ({ state }) => state === 'paused')
  await expect(page.getByText('Paused', { exact: true }).first()).toBeVisible()
  expect(paused.counts.pending).toBeGreaterThan(0)
  expect(sumOf(paused.counts)).toBe(100)
  const updates = () => control.calls().filter(({ endpoint }) => endpoint === 'update-users').length
  const calls = updates()
  await page.reload()
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible()
  expect(updates()).toBe(calls)

  await page.getByRole('button', { name: 'Resume' }).click()
  await expect.poll(control.heldResponses).toBeGreaterThan(0)
  await page.getByRole('link', { name: 'Audit', exact: true }).first().click()
  const tray = page.getByRole('complementary', { name: 'Running jobs' })
  await expect(tray).toBeVisible()
  await tray.getByRole('button').click()
  await tray.getByRole('link').first().click()
  await expect(page).toHaveURL(new RegExp(jobId))
  await expect(page.getByRole('list', { name: 'Users by outcome' }).getByText(/pending$/)).toBeVisible()
  await page.getByRole('link', { name: 'Audit', exact: true }).first().click()
  await expect(page.getByRole('heading', { name: 'Audit', level: 1 })).toBeVisible()
  control.releaseResponses()
  await untilOver(app.script, jobId)
  const notice = page.getByRole('complementary', { name: 'Ended or paused job' })
  await expect(notice.getByText('100 changed')).toBeVisible()
  await expect
    .poll(async () => (await notices()).map(plainText))
    .toEqual([expect.stringMatching(/^Muster · Paused: /), 'Muster · Done: 100 changed'])
  await notice.getByRole('link').click()
  await expect(notice).toHaveCount(0)
  await expect(page.getByText('Done', { exact: true }).first()).toBeVisible()
  await expectCounts(page, 'Filter by outcome', { Changed: 100, Failed: 0, User: 100 })
  await expect(tray).toHaveCount(0)
})

test('the cancel dialog lists what is done and what is left; the rest is not attempted', async ({
  owner: page,
  app,
}) => {
  const { control } = app.sandbox
  const emails = await ordinaryUsers(app, 140)
  control.holdResponses()
  const jobId = await applyByScript(app.script, flag(emails, false))
  await advance({ control, script: app.script, jobId }, ({ counts }) => counts.changed > 0)
  await visit(page, `/jobs/${jobId}`)
  await page.getByRole('button', { name: 'Cancel job…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/users? changed\. The changes? remains?\./)).toBeVisible()
  await expect(dialog.getByText(/will not be attempted\.$/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Cancel job' }).click()
  await advance({ control, script: app.script, jobId }, ({ state }) => state === 'cancelled')
  await expect(page.getByText('Canceled', { exact: true }).first()).toBeVisible()
  const job = await untilOver(app.script, jobId)
  expect(job.counts.not_attempted).toBeGreaterThan(0)
  expect(job.counts.changed).toBeGreaterThan(0)
  expect(job.counts.pending).toBe(0)
  expect(sumOf(job.counts)).toBe(140)
  const changed = emails.filter((email) => app.sandbox.control.user(email)?.isDeveloper === false)
  expect(changed).toHaveLength(job.counts.changed + job.counts.unchanged)
})

test('a kill in the middle of a removal removes no user twice and loses none', async ({ owner: page, app }) => {
  const { control } = app.sandbox
  const first = await startBackend({ kore: app.sandbox, keep: true, env: { KORE_BATCH_SIZE: '4', ...quick } })
  const script = await signInScript(first.url)
  await until<{ state: string }>(script, '/api/directory', ({ state }) => state === 'ready')
  const emails = (await ordinaryUsers(app, 80)).slice(20)
  control.holdResponses()
  const jobId = await applyByScript(script, {
    kind: 'identifiers',
    identifiers: emails.map((value) => ({ by: 'email', value })),
    change: { kind: 'remove' },
  })
  await advance({ control, script, jobId }, ({ counts }) => counts.changed + counts.failed > 0)
  await first.kill('SIGKILL')
  const mark = app.sandbox.control.effects().filter(({ kind }) => kind === 'removed').length
  expect(mark).toBeLessThan(emails.length)
  control.releaseResponses()
  const second = await startBackend({
    kore: app.sandbox,
    dataDir: first.dataDir,
    port: first.port,
    env: { KORE_BATCH_SIZE: '4', ...quick },
  })
  try {
    const job = await untilOver(scriptOf(second.url, script), jobId)
    expect(sumOf(job.counts)).toBe(emails.length)
    const removed = app.sandbox.control
      .effects()
      .filter(({ kind }) => kind === 'removed')
      .map(({ user }) => user)
    const requested = removed.filter((user) => emails.includes(user))
    expect(new Set(requested).size).toBe(requested.length)
    expect(requested).toHaveLength(job.counts.changed)
    expect(emails.filter((email) => app.sandbox.control.user(email)?.isMember === false)).toHaveLength(
      job.counts.changed,
    )
    expect(job.counts.unknown + job.counts.not_attempted).toBe(0)
    await page.goto('/users')
  } finally {
    await second.stop()
  }
})
