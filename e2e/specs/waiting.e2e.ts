import { wellKnown } from '@muster/kore-sandbox'
import { applyByScript, type JobSeen, until } from '../fixtures/api.ts'
import { expect, quick, test } from '../fixtures/test.ts'

// Long enough that the re-read of a lost response never comes due while the test looks.
test.use({ backendOptions: { name: 'waiting', users: 60, env: { ...quick, KORE_QUIESCE_SECONDS: '3600' } } })

test('a job that lost a response says what it waits for, until when and for how many users, wherever it is shown', async ({
  owner: page,
  app,
}) => {
  app.sandbox.control.addFault({ kind: 'drop-after', endpoint: 'update-users', next: 1 })
  const people = [wellKnown.member, wellKnown.secondMember]
  const jobId = await applyByScript(app.script, {
    kind: 'identifiers',
    identifiers: people.map((value) => ({ by: 'email', value })),
    change: { kind: 'update', isDeveloper: true, canCreateBot: true },
  })
  await until<JobSeen & { waiting: unknown }>(app.script, `/api/jobs/${jobId}`, ({ waiting }) => waiting !== null)
  // The reader's time, to the second.
  const words = /Checking 2 users again at .*\d{1,2}:\d\d.* after lost responses/
  await page.goto(`/jobs/${jobId}`)
  const progress = page.getByRole('region', { name: 'Progress' })
  await expect(progress.getByText(words)).toBeVisible()
  await expect(progress.getByText(/users a minute|about .* left/)).toHaveCount(0)
  await expect(page.getByText('Waiting', { exact: true }).first()).toBeVisible()
  const tray = page.getByRole('complementary', { name: 'Running jobs' })
  await expect(tray.getByRole('button', { name: /^Waiting, 0%/ })).toBeVisible()
  await tray.getByRole('button').click()
  await expect(tray.getByText(words)).toBeVisible()
  await page.goto('/jobs')
  await expect(page.getByRole('table', { name: 'Jobs' }).getByText(words)).toBeVisible()
})
