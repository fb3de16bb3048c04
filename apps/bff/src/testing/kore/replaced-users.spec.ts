import { getDirectory, syncDirectory } from '@muster/contracts/users'
import type { Change } from '@muster/core/change/change'
import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Backend, startBackend } from '../backend.ts'
import { startTamperingProxy } from './tampering-proxy.ts'

const { member, secondMember, coDeveloper, botOwner, groupMember } = wellKnown

describe('users whose addresses others have by now', () => {
  let backend: Backend
  /** The IDs of newcomers by those of the users who had their addresses before. */
  const newcomers = new Map<string, string>()
  beforeAll(async () => {
    backend = await startBackend({
      sandbox: { users: 30 },
      between: (sandboxUrl) =>
        startTamperingProxy(sandboxUrl, ({ body }) => {
          let now = body
          for (const [before, id] of newcomers) now = now.replaceAll(before, id)
          return { body: now }
        }),
    })
  })
  afterAll(() => backend.stop())

  const userOf = (email: string) => backend.sandbox.control.user(email)
  const replace = (email: string) => {
    const { userId = '' } = userOf(email) ?? {}
    newcomers.set(userId, userId.replace(/.{4}$/, 'ffff'))
  }
  const planOf = (change: Change, ...emails: readonly string[]) => {
    const identifiers = emails.map((value) => ({ by: 'email' as const, value }))
    return backend.plan({ kind: 'identifiers', identifiers, change })
  }
  const sync = async () => {
    const { syncedAt } = await backend.api.call(getDirectory)
    await backend.api.call(syncDirectory)
    await backend.api.until(
      () => backend.api.call(getDirectory),
      (directory) => directory.state === 'ready' && directory.syncedAt !== syncedAt,
    )
  }
  const expectBlocked = async (jobId: string) => {
    const plan = await backend.plan({ kind: 'retry', jobId })
    const items = await backend.planItems(plan.id)
    expect(items.map(({ blockers }) => blockers.map(({ code }) => code))).toEqual([['user_not_found']])
  }
  const addToGroup = (): Change => {
    const group = userOf(groupMember)?.groups[0] ?? ''
    return { kind: 'update', groups: { mode: 'edit', add: [group], remove: [] } }
  }

  test.each([
    ['a removal', (): Change => ({ kind: 'remove' }), member],
    ['an update', addToGroup, secondMember],
  ])('%s is set aside, and its retry does not find the newcomer', async (_what, change, email) => {
    const plan = await planOf(change(), email)
    replace(email)
    const newcomer = userOf(email)
    const job = await backend.run(plan)
    expect((await backend.jobItems(job.id)).map(({ cause }) => cause)).toEqual(['changed_since_plan'])
    // Also before the next sync: the first user is gone from the directory.
    await expectBlocked(job.id)
    await sync()
    await expectBlocked(job.id)
    expect(userOf(email)).toEqual(newcomer)
  })

  test('neither does the retry of an undo, which found the first user gone', async () => {
    const job = await backend.run(await planOf(addToGroup(), coDeveloper, botOwner))
    expect(job.counts).toMatchObject({ changed: 2 })
    replace(coDeveloper)
    const newcomer = userOf(coDeveloper)
    await sync()
    const undo = await backend.run(await backend.plan({ kind: 'undo', jobId: job.id }))
    expect(undo.counts).toMatchObject({ changed: 1, skipped: 1 })
    await expectBlocked(undo.id)
    expect(userOf(coDeveloper)).toEqual(newcomer)
  })
})
