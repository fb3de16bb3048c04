import { cpSync, renameSync, rmSync } from 'node:fs'
import { advance, applyByScript, signInScript, until, untilOver } from '../fixtures/api.ts'
import { startBackend } from '../fixtures/backend.ts'
import { openUnproved, prove } from '../fixtures/jobs.ts'
import { expect, quick, test } from '../fixtures/test.ts'
import { untranslatedTexts } from '../fixtures/untranslated.ts'

test.use({ backendOptions: { name: 'hold', users: 60, filled: false } })
test.afterEach(({ app }) => app.sandbox.control.releaseResponses())

test('a restored database holds its jobs, every page shows it, and an owner releases them in Settings', async ({
  page,
  app,
}) => {
  const env = { ...quick, KORE_BATCH_SIZE: '1' }
  const first = await startBackend({ kore: app.sandbox, keep: true, env })
  const script = await signInScript(first.url)
  await until<{ state: string }>(script, '/api/directory', ({ state }) => state === 'ready', 60)
  const { control } = app.sandbox
  control.holdResponses()
  const identifiers = Array.from({ length: 30 }, (_, n) => ({ by: 'orgUserId', value: `C-${n + 1}` }))
  const change = { kind: 'erase', scope: { kind: 'all_bots' } }
  const jobId = await applyByScript(script, { kind: 'identifiers', identifiers, change })
  await advance({ control, script, jobId }, ({ counts }) => counts.changed > 2)
  await first.terminate(() => control.releaseResponses())
  const backup = `${first.dataDir}-backup`
  cpSync(first.dataDir, backup, { recursive: true })
  rmSync(first.dataDir, { recursive: true })
  renameSync(backup, first.dataDir)

  const erasures = () => control.calls().filter(({ endpoint }) => endpoint === 'erase-users-data').length
  const sent = erasures()
  const second = await startBackend({ kore: app.sandbox, dataDir: first.dataDir, port: first.port, env })
  try {
    const session = await signInScript(second.url)
    const cookie = { name: 'sid', value: session.cookie.slice('sid='.length), url: second.url, httpOnly: true }
    await page.context().addCookies([cookie])
    const banner = page.getByText('All jobs are held.')
    for (const path of ['/', '/jobs']) {
      await page.goto(second.url + path)
      await expect(banner).toBeVisible()
    }
    // Settings has the notice in its place, and one primary button: the release.
    await page.goto(`${second.url}/settings`)
    const notice = page.getByText(/^All jobs are held since/)
    await expect(notice).toBeVisible()
    await expect(banner).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Test the connection' })).toHaveAttribute('data-variant', 'default')
    await expect(page.getByRole('button', { name: 'Release held jobs…' })).not.toHaveAttribute('data-variant')
    await expect(page.getByText(/The data folder is a copy/)).toBeVisible()
    await expect(page.getByText('Jobs can call now.')).toHaveCount(0)
    await expect(page.getByText(/Jobs cannot call\. All jobs are held/)).toBeVisible()
    await expect(page.getByText(/Held: 1 unfinished job\. The erasure of \d+ people/)).toBeVisible()
    await page.evaluate(() => localStorage.setItem('muster-language', 'pseudo'))
    await page.goto(`${second.url}/jobs`)
    await expect(page.getByText('Åļļ ĵöƀš åŕé ĥéļð.')).toBeVisible()
    expect(await untranslatedTexts(page.getByRole('status').first())).toEqual([])
    await page.evaluate(() => localStorage.removeItem('muster-language'))
    await openUnproved(page, `${second.url}/settings`)
    await page.getByRole('button', { name: 'Release held jobs…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Release held jobs' }).click()
    await prove(page)
    await expect(notice).toHaveCount(0)
    await expect(page.getByText('Jobs can call now.')).toBeVisible()
    const job = await untilOver(await signInScript(second.url), jobId, 60)
    expect(job.counts.changed + job.counts.unknown).toBe(30)
    expect(erasures()).toBe(sent)
  } finally {
    // An open page would report the lost connection.
    await page.close()
    await second.stop()
  }
})
