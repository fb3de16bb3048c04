import { wellKnown } from '@muster/kore-sandbox'
import { applyByScript, type JobSeen, until } from '../fixtures/api.ts'
import { expect, quick, test } from '../fixtures/test.ts'
import { visit } from '../fixtures/visit.ts'

// Long enough to keep the check of a lost response pending during the test.
test.use({ backendOptions: { name: 'waiting', users: 60, env: { ...quick, KORE_QUIESCE_SECONDS: '3600' } } })

test('a job with a lost response shows why it waits, until when and for how many users, on every page', async ({
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
  const words = /2 users are waiting\. Continues at .*\d{1,2}:\d\d/
  await visit(page, `/jobs/${jobId}`)
  const progress = page.getByRole('region', { name: 'Progress' })
  await expect(progress.getByText(words)).toBeVisible()
  await expect(progress.getByText(/users per hour|about .* left/)).toHaveCount(0)
  await expect(page.getByText('Waiting', { exact: true }).first()).toBeVisible()
  const tray = page.getByRole('complementary', { name: 'Running jobs' })
  await expect(tray.getByRole('button', { name: /^Waiting, 0%/ })).toBeVisible()
  await tray.getByRole('button').click()
  await expect(tray.getByText(words)).toBeVisible()
  await visit(page, '/jobs')
  await expect(page.getByRole('table', { name: 'Jobs' }).getByText(words)).toBeVisible()
})
