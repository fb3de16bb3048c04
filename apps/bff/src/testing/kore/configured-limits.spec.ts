import { getJob } from '@muster/contracts/jobs'
import { listUsers } from '@muster/contracts/users'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Backend, startBackend } from '../backend.ts'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend({
    sandbox: { users: 60, limits: { windows: [{ calls: 60, seconds: 60 }] } },
    env: { KORE_RATE_PER_MINUTE: '60', KORE_RATE_PER_HOUR: '1800', KORE_BATCH_SIZE: '1' },
  })
}, 240_000)
afterAll(() => backend.stop())

test('the configured limits hold, and Kore.ai refuses no call', { timeout: 300_000 }, async () => {
  const { items } = await backend.api.call(listUsers, { query: { limit: 200 } })
  const identifiers = items
    .filter(({ email, canCreateBot }) => !(canCreateBot ?? true) && !email.endsWith('kore-sandbox.example'))
    .map(({ email }) => ({ by: 'email' as const, value: email }))
  const ready = await backend.plan({ kind: 'identifiers', identifiers, change: { kind: 'update', canCreateBot: true } })
  const id = await backend.apply(ready)
  // More calls than one minute allows, some of them the job's. A slow machine may end the job within them.
  const job = await backend.api.until(
    () => backend.api.call(getJob, { params: { id } }),
    ({ counts }) => counts.changed > 5 && backend.sandbox.control.calls().length > 65,
    240,
  )
  expect(job.counts.failed).toBe(0)
  const refused = backend.sandbox.control.calls().filter(({ status }) => status === 429)
  expect(refused).toEqual([])
})
