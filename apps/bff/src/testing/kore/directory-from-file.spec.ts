import { getDirectory, listUsers, syncDirectory } from '@muster/contracts/users'
import type { Change } from '@muster/core/change/change'
import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Backend, startBackend } from '../backend.ts'

const { member, secondMember, invited } = wellKnown
const userManagement = 'user_management:user_management'

describe('over a directory loaded from a file of addresses', () => {
  let backend: Backend
  beforeAll(async () => {
    backend = await startBackend({
      sandbox: { users: 30 },
      prepare: (control) => control.setScopes([userManagement, 'delete:delete_user_data']),
    })
    const body = `Email ID\n"Member, Mina <${member}>"\n“${secondMember.toUpperCase()}”\nmailto:${invited}\n`
    const { status } = await backend.api.send('POST', '/api/directory/csv', { body, contentType: 'text/csv' })
    expect(status).toBe(200)
  })
  afterAll(() => backend.stop())

  const group = () => backend.sandbox.control.user(wellKnown.groupMember)?.groups[0] ?? ''
  const groupsOf = (email: string) => backend.sandbox.control.user(email)?.groups
  const planOf = (change: Change, ...emails: readonly string[]) =>
    backend.plan({
      kind: 'identifiers',
      identifiers: emails.map((value) => ({ by: 'email' as const, value })),
      change,
    })
  const addToGroup = (): Change => ({ kind: 'update', groups: { mode: 'edit', add: [group()], remove: [] } })
  const listed = async () => {
    const { items } = await backend.api.call(listUsers, { query: { limit: 50 } })
    return items.map(({ email }) => email.toLowerCase())
  }

  test('its addresses are read without what surrounds them; a cell with two, and a file that loses letters, are refused', async () => {
    expect(await listed()).toEqual([invited, member, secondMember].toSorted())
    const load = async (body: string | Uint8Array<ArrayBuffer>) => {
      const { status, bytes } = await backend.api.send('POST', '/api/directory/csv', { body, contentType: 'text/csv' })
      return [status, bytes.toString()]
    }
    expect(await load(`Email ID\n${member}; ${invited}\n`)).toEqual([
      422,
      expect.stringContaining('not an email address'),
    ])
    const latin = new Uint8Array(Buffer.from(`Email ID,Last Name\n${member},Müller\n`, 'latin1'))
    expect(await load(latin)).toEqual([422, expect.stringContaining('The file is not UTF-8')])
    expect(await listed()).toEqual([invited, member, secondMember].toSorted())
  })

  test('an update reaches its users, and its undo too', async () => {
    const before = [groupsOf(member), groupsOf(secondMember)]
    const job = await backend.run(await planOf(addToGroup(), member, secondMember))
    expect(job).toMatchObject({ state: 'done', counts: { changed: 2, failed: 0, unknown: 0 } })
    expect(groupsOf(member)).toContain(group())
    expect(groupsOf(secondMember)).toContain(group())
    expect(await listed()).toEqual([invited, member, secondMember].toSorted())
    expect((await planOf(addToGroup(), member, secondMember)).summary.dispositions).toMatchObject({ blocked: 0 })
    const undone = await backend.run(await backend.plan({ kind: 'undo', jobId: job.id }))
    expect(undone.counts).toMatchObject({ changed: 2, failed: 0, unknown: 0 })
    expect([groupsOf(member), groupsOf(secondMember)]).toEqual(before)
  })

  test('a removal takes its user from the account and from the directory', async () => {
    const plan = await planOf({ kind: 'remove' }, invited)
    // The confirmation of one removal names its user.
    expect(plan.confirmation).toMatchObject({ prompt: expect.stringContaining(invited) })
    const job = await backend.run(plan)
    expect(job.counts).toMatchObject({ changed: 1, failed: 0, unknown: 0 })
    expect(backend.sandbox.control.user(invited)?.isMember).toBe(false)
    expect(await listed()).toEqual([member, secondMember].toSorted())
  })

  test('a job from before the first sync is undone after it', async () => {
    const job = await backend.run(await planOf(addToGroup(), member))
    backend.sandbox.control.setScopes([userManagement, 'role_management:role_management'])
    await backend.api.call(syncDirectory)
    await backend.api.until(
      () => backend.api.call(getDirectory),
      ({ state, source }) => state === 'ready' && source === 'kore',
    )
    expect((await listed()).filter((email) => email === member)).toEqual([member])
    const undone = await backend.run(await backend.plan({ kind: 'undo', jobId: job.id }))
    expect(undone.counts).toMatchObject({ changed: 1, failed: 0, unknown: 0 })
    expect(groupsOf(member)).not.toContain(group())
  })

  test('a plan and an undo from before a file of addresses replaced the IDs reach their users', async () => {
    const job = await backend.run(await planOf(addToGroup(), secondMember))
    const removal = await planOf({ kind: 'remove' }, member)
    backend.sandbox.control.setScopes([userManagement, 'delete:delete_user_data'])
    await backend.api.call(syncDirectory)
    await backend.api.until(
      () => backend.api.call(getDirectory),
      ({ state }) => state === 'forbidden',
    )
    const others = [secondMember, wellKnown.groupMember, wellKnown.coDeveloper, wellKnown.botOwner]
    const body = `Email ID\n${[member, ...others].join('\n')}\n`
    const { status } = await backend.api.send('POST', '/api/directory/csv', { body, contentType: 'text/csv' })
    expect(status).toBe(200)
    const undone = await backend.run(await backend.plan({ kind: 'undo', jobId: job.id }))
    expect(undone.counts).toMatchObject({ changed: 1, failed: 0, unknown: 0 })
    expect(groupsOf(secondMember)).not.toContain(group())
    expect((await backend.run(removal)).counts).toMatchObject({ changed: 1 })
    expect(await listed()).toEqual(others.toSorted())
  })
})
