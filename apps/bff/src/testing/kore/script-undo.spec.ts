import { listJobs } from '@muster/contracts/jobs'
import { getDirectory, listUsers, syncDirectory } from '@muster/contracts/users'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Backend, startBackend } from '../backend.ts'

let backend: Backend
let group: string
/** Users without an admin role, and not in the group. */
let people: readonly string[]
beforeAll(async () => {
  backend = await startBackend()
  const { items } = await backend.api.call(listUsers, { query: { limit: 200 } })
  const plain = items.filter(
    ({ email, roles }) => !email.endsWith('@kore-sandbox.example') && roles.every(({ botId }) => botId !== null),
  )
  group = plain.flatMap(({ groups }) => groups)[0] ?? ''
  people = plain.filter(({ groups }) => !groups.includes(group)).map(({ email }) => email)
}, 120_000)
afterAll(() => backend.stop(), 60_000)

const isMember = (email: string) => backend.sandbox.control.user(email)?.groups.includes(group)
const flagsOf = (email: string) => {
  const { canCreateBot, isDeveloper } = backend.sandbox.control.user(email) ?? {}
  return { canCreateBot, isDeveloper }
}

/** Sends one update of a script for these users. Returns its job. */
async function script(emails: readonly string[], more: object, profile: object = {}) {
  const users = emails.map((emailId) => ({ userInfo: { emailId, ...profile }, ...flagsOf(emailId), ...more }))
  const sent = { body: JSON.stringify({ users }), contentType: 'application/json' }
  expect(await backend.api.send('PUT', '/api/kore/users', sent)).toMatchObject({ status: 200 })
  const [job] = (await backend.api.call(listJobs, { query: { limit: 1 } })).items
  if (job === undefined) throw new Error('the script has no job')
  return job
}
const addToGroup = () => ({ groups: { addTo: [group] } })

async function sync() {
  const { syncedAt } = await backend.api.call(getDirectory)
  await backend.api.call(syncDirectory)
  await backend.api.until(
    () => backend.api.call(getDirectory),
    (directory) => directory.state === 'ready' && directory.syncedAt !== syncedAt,
  )
}
const undoOf = (jobId: string) => backend.plan({ kind: 'undo', jobId })
const dispositions = async (planId: string) =>
  (await backend.planItems(planId)).map(({ identifier, disposition }) => [identifier.value, disposition])

describe("the undo of a script's job", () => {
  test.each([
    ['at once', async () => {}],
    ['after a sync', sync],
  ])(
    'takes away %s only what the script gave',
    async (when, wait) => {
      const [had = '', gained = ''] = people.slice(when === 'at once' ? 0 : 2)
      await backend.run(
        await backend.plan({
          kind: 'identifiers',
          identifiers: [{ by: 'email', value: had }],
          change: { kind: 'update', groups: { mode: 'edit', add: [group], remove: [] } },
        }),
      )
      const job = await script([had, gained], addToGroup())
      expect([had, gained].map(isMember)).toEqual([true, true])
      await wait()
      const plan = await undoOf(job.id)
      expect(await dispositions(plan.id)).toEqual([
        [had, 'unchanged'],
        [gained, 'change'],
      ])
      expect(await backend.run(plan)).toMatchObject({ counts: { changed: 1, unchanged: 1 } })
      expect([had, gained].map(isMember)).toEqual([true, false])
    },
    60_000,
  )

  test('is blocked for a user changed by an earlier script and not synced since', async () => {
    const [email = ''] = people.slice(4)
    const first = await script([email], addToGroup())
    const second = await script([email], addToGroup())
    expect(await dispositions((await undoOf(second.id)).id)).toEqual([[email, 'blocked']])
    await backend.run(await undoOf(first.id))
    expect(isMember(email)).toBe(false)
  }, 60_000)

  test('of a profile alone is blocked', async () => {
    const [email = ''] = people.slice(5)
    const job = await script([email], {}, { firstName: 'Other' })
    const { items } = await backend.api.call(listUsers, { query: { q: email } })
    expect(items).toHaveLength(1)
    expect(await dispositions((await undoOf(job.id)).id)).toEqual([[email, 'blocked']])
  }, 60_000)
})

test('a plan after a script keeps steps that the directory of before shows as done', async () => {
  const [email = ''] = people.slice(6)
  await script([email], addToGroup())
  const plan = await backend.plan({
    kind: 'identifiers',
    identifiers: [{ by: 'email', value: email }],
    change: { kind: 'update', groups: { mode: 'edit', add: [], remove: [group] } },
  })
  expect(await dispositions(plan.id)).toEqual([[email, 'change']])
  expect(await backend.run(plan)).toMatchObject({ counts: { changed: 1 } })
  expect(isMember(email)).toBe(false)
}, 60_000)
