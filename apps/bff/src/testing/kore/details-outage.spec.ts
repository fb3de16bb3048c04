import { getJob } from '@muster/contracts/jobs'
import { getDirectory, listUsers } from '@muster/contracts/users'
import type { ListChange } from '@muster/core/change/change'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Backend, startBackend } from '../backend.ts'
import { firstInCi } from '../tier.ts'
import { startTamperingProxy } from './tampering-proxy.ts'

const outages = [
  ['a page of a proxy', { status: 200, body: '<!doctype html><title>Sign in</title>' }],
  ['a server error', { status: 500, body: '{"errors":[{"msg":"Internal error","code":500}]}' }],
] as const

describe.each(firstInCi(outages))('while Get User Information responds with %s for every user', (_what, response) => {
  let backend: Backend
  let isOut = true
  beforeAll(async () => {
    backend = await startBackend({
      sandbox: { users: 30 },
      between: (sandboxUrl) =>
        startTamperingProxy(sandboxUrl, ({ path }) => (isOut && /usersInfo/i.test(path) ? response : undefined)),
    })
  }, 240_000)
  afterAll(() => backend.stop(), 60_000)

  test('users are in the directory as listed, unknown details are unknown, and one sentence reports it', async () => {
    const directory = await backend.api.call(getDirectory)
    expect(directory).toMatchObject({ state: 'ready', unreadable: 1, omitted: 0 })
    expect(directory.users).toBeGreaterThanOrEqual(30)
    expect(directory.reason).toMatch(
      /^Get User Information fails for every user, .+\. Muster retries within an hour\.$/,
    )
    const { items } = await backend.api.call(listUsers, { query: { limit: 200 } })
    expect(items.map(({ status }) => status)).toEqual(items.map(() => 'unknown'))
  })

  test('a job waits instead of failing users, and continues once reads succeed', { timeout: 240_000 }, async () => {
    const { items } = await backend.api.call(listUsers, { query: { limit: 200 } })
    const known = items.filter(({ email }) => !email.endsWith('kore-sandbox.example')).slice(0, 3)
    const identifiers = known.map(({ email: value }) => ({ by: 'email' as const, value }))
    const [first] = known
    const change = { kind: 'update', canCreateBot: first?.canCreateBot !== true, isDeveloper: true } as const
    const plan = await backend.plan({ kind: 'identifiers', identifiers, change })
    const id = await backend.apply(plan)
    const jobUntil = (state: string) =>
      backend.api.until(
        () => backend.api.call(getJob, { params: { id } }),
        (job) => job.state === state,
        120,
      )
    const waiting = await jobUntil('waiting')
    expect(waiting.counts.failed).toBe(0)
    expect(waiting.reason).toMatch(response.status === 200 ? /does not respond to reads of users/ : /cannot be reached/)
    expect(backend.sandbox.control.effects()).toEqual([])
    isOut = false
    expect((await jobUntil('done')).counts).toMatchObject({ failed: 0, unknown: 0, pending: 0 })
    expect(backend.sandbox.control.effects().length).toBeGreaterThan(0)
  })

  test('groups that were never read are no match: a removal is sent, a replacement is blocked', async () => {
    const { items } = await backend.api.call(listUsers, { query: { limit: 200 } })
    const inGroup = (email: string) => (backend.sandbox.control.user(email)?.groups.length ?? 0) > 0
    const ordinary = ({ email, status }: (typeof items)[number]) =>
      status === 'unknown' && !email.endsWith('kore-sandbox.example') && inGroup(email)
    const { email = '' } = items.find(ordinary) ?? {}
    const [group = ''] = backend.sandbox.control.user(email)?.groups ?? []
    const planOf = (groups: ListChange<string>) =>
      backend.plan({
        kind: 'identifiers',
        identifiers: [{ by: 'email', value: email }],
        change: { kind: 'update', groups },
      })
    const replacement = await planOf({ mode: 'set', to: [] })
    expect(replacement.summary.dispositions).toEqual({ change: 0, unchanged: 0, blocked: 1 })
    const removal = await planOf({ mode: 'edit', add: [], remove: [group] })
    expect(removal.summary.dispositions).toEqual({ change: 1, unchanged: 0, blocked: 0 })
    expect((await backend.run(removal)).counts).toMatchObject({ changed: 1 })
    expect(backend.sandbox.control.user(email)?.groups).not.toContain(group)
    // The job read them.
    expect((await planOf({ mode: 'set', to: [] })).summary.dispositions).toMatchObject({ blocked: 0 })
  })
})
