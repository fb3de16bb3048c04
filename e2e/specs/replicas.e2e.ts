import { startSandbox } from '@muster/kore-sandbox'
import { advance, applyByScript, scriptOf, signInScript, sumOf, until, untilOver } from '../fixtures/api.ts'
import { type Backend, owner, startBackend } from '../fixtures/backend.ts'
import { type Postgres, startPostgres } from '../fixtures/postgres.ts'
import { expect, quick, test } from '../fixtures/test.ts'

test.use({ backendOptions: { name: 'replicas', users: 60, filled: false } })

// The topology of docker-compose.yml as processes: one database, two replicas, one sandbox.
let postgres: Postgres
test.beforeAll(async () => {
  postgres = await startPostgres()
})
test.afterAll(() => postgres.stop())

test('a session of one replica works on the other, and a job continues after its replica dies', async ({ page }) => {
  const sandbox = await startSandbox({ users: 200, limits: null })
  const env = { DATABASE_URL: postgres.url, KORE_BATCH_SIZE: '4', ...quick }
  const backends: Backend[] = []
  try {
    const first = await startBackend({ kore: sandbox, env })
    backends.push(first)
    const second = await startBackend({ kore: sandbox, env })
    backends.push(second)
    const here = await signInScript(first.url)
    const there = scriptOf(second.url, here)
    await until<{ state: string }>(there, '/api/directory', ({ state }) => state === 'ready', 60)
    const session = (await (await there.get('/api/session')).json()) as { member: { email: string } | null }
    expect(session.member?.email).toBe(owner.email)

    const { items } = (await (await there.get('/api/users?limit=200&sort=-email')).json()) as {
      items: { email: string; roles: readonly { botId: string | null; roleId: string }[] }[]
    }
    const { items: roles } = (await (await there.get('/api/access/roles?q=owner')).json()) as {
      items: { id: string }[]
    }
    // Owners of a bot cannot be removed, and too many failures pause a job.
    const owning = new Set(roles.map(({ id }) => id))
    const emails = items
      .filter((user) => !user.roles.some(({ roleId }) => owning.has(roleId)))
      .map(({ email }) => email)
      .filter((email) => !email.endsWith('kore-sandbox.example'))
      .slice(0, 80)
    sandbox.control.holdResponses()
    const jobId = await applyByScript(here, {
      kind: 'identifiers',
      identifiers: emails.map((value) => ({ by: 'email', value })),
      change: { kind: 'remove' },
    })
    // The browser follows the job on one replica while the other may run it.
    await page.context().addCookies([{ name: 'sid', value: here.cookie.slice('sid='.length), url: second.url }])
    await page.goto(`${second.url}/jobs/${jobId}`)
    const { control } = sandbox
    await advance({ control, script: there, jobId }, ({ counts }) => counts.changed + counts.failed > 0)
    await first.kill('SIGKILL')
    control.releaseResponses()
    const job = await untilOver(there, jobId)
    expect(sumOf(job.counts)).toBe(emails.length)
    const removed = sandbox.control
      .effects()
      .filter(({ kind }) => kind === 'removed')
      .map(({ user }) => user)
    expect(new Set(removed).size).toBe(removed.length)
    expect(removed).toHaveLength(job.counts.changed)
    expect(job.counts.unknown + job.counts.not_attempted).toBe(0)
    await expect(page.getByText('Done', { exact: true }).first()).toBeVisible()
  } finally {
    // An open page logs errors without its backend.
    await page.close()
    for (const backend of backends) await backend.stop()
    await sandbox.stop()
  }
})
