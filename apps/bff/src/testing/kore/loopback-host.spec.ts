import { getConnection } from '@muster/contracts/connection'
import { getSession } from '@muster/contracts/session'
import { listUsers } from '@muster/contracts/users'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Backend, startBackend } from '../backend.ts'

describe.each([
  ['without KORE_ENVIRONMENT', '', 'production'],
  ['with KORE_ENVIRONMENT=sandbox', 'sandbox', 'sandbox'],
] as const)('a KORE_HOST on loopback %s, like a tunnel,', (_what, KORE_ENVIRONMENT, environment) => {
  let backend: Backend
  beforeAll(async () => {
    backend = await startBackend({ env: { KORE_ENVIRONMENT } })
  }, 240_000)
  afterAll(() => backend.stop(), 60_000)

  test(`is ${environment} in the session, in Settings and in confirmations`, async () => {
    expect(await backend.api.call(getSession)).toMatchObject({
      environment,
      accountName: expect.stringMatching(/^127\.0\.0\.1:/),
    })
    expect(await backend.api.call(getConnection)).toMatchObject({ environment, isBuiltIn: false })
    const { items } = await backend.api.call(listUsers, { query: { limit: 200 } })
    const identifiers = items.slice(-2).map(({ email: value }) => ({ by: 'email' as const, value }))
    const plan = await backend.plan({ kind: 'identifiers', identifiers, change: { kind: 'remove' } })
    expect(plan.confirmation).toMatchObject({ prompt: expect.stringContaining('127.0.0.1') })
    expect(plan.confirmation).toMatchObject({ prompt: expect.stringContaining(environment) })
  })
})
