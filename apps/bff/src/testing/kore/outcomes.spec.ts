import { listGroups } from '@muster/contracts/access'
import { getJob, getJobFailures, listJobs } from '@muster/contracts/jobs'
import type { PlanSource } from '@muster/contracts/plans'
import { listUsers } from '@muster/contracts/users'
import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Backend, startBackend } from '../backend.ts'

let backend: Backend
let people: readonly string[]
beforeAll(async () => {
  backend = await startBackend({ sandbox: { users: 80 } })
  const { items } = await backend.api.call(listUsers, { query: { limit: 200 } })
  // Users of the sandbox's own domain behave in special ways.
  people = items.map(({ email }) => email).filter((email) => !email.endsWith('kore-sandbox.example'))
}, 120_000)
afterAll(() => backend.stop(), 60_000)

const jobOf = (id: string) => backend.api.call(getJob, { params: { id } })
const reportOf = (id: string) => backend.api.call(getJobFailures, { params: { id } })
const run = async (source: PlanSource) => backend.run(await backend.plan(source))
const refuse = (user: string) =>
  backend.sandbox.control.addFault({
    kind: 'status',
    endpoint: 'update-users',
    user,
    status: 400,
    body: { errors: [{ msg: 'Try again tomorrow', code: 400 }] },
  })
/** Turns developer on for users that were reset to no flags first. */
const turnOn = async (emails: readonly string[]): Promise<PlanSource> => {
  const identifiers = emails.map((value) => ({ by: 'email' as const, value }))
  const off = await backend.plan({
    kind: 'identifiers',
    identifiers,
    change: { kind: 'update', isDeveloper: false, canCreateBot: false },
  })
  if (off.summary.dispositions.change > 0) await backend.run(off)
  return { kind: 'identifiers', identifiers, change: { kind: 'update', isDeveloper: true } }
}
const isDeveloper = (email: string) => backend.sandbox.control.user(email)?.isDeveloper

describe('outcomes of a job', () => {
  test('a blocked row is skipped and an empty row is unchanged: neither needs attention', async () => {
    const [a = '', b = ''] = people
    await turnOn([a])
    const before = backend.sandbox.ledger.effects().length
    const file = await backend.upload(
      'mixed.csv',
      `Email ID,Developer,Add groups\n${a},yes,\nunknown@example.org,yes,\n${b},,\n${b.toUpperCase()},,No such group\n`,
    )
    const job = await backend.run(await backend.planUpload(file.id))
    expect(job).toMatchObject({
      state: 'done',
      total: 4,
      counts: { changed: 1, unchanged: 1, skipped: 2, failed: 0, not_attempted: 0, unknown: 0, pending: 0 },
      open: 0,
    })
    expect(backend.sandbox.ledger.effects().slice(before)).toMatchObject([{ kind: 'updated', user: a, changed: true }])
    const { unresolved } = await backend.api.call(listJobs, { query: { limit: 10 } })
    expect(unresolved).toBe(0)
    const skippedJobs = await backend.api.call(listJobs, { query: { only: 'skipped', limit: 10 } })
    expect(skippedJobs.items.map(({ id }) => id)).toEqual([job.id])
    const { groups } = await reportOf(job.id)
    expect(groups.map(({ code, count, skipped, open }) => [code, count, skipped, open])).toEqual(
      groups.map(({ code }) => [code, 1, 1, 1]),
    )
    expect(groups.map(({ code }) => code)).toContain('user_not_found')
    const lines = (await backend.report(job.id)).toString('utf8').trim().split(/\r?\n/)
    expect(lines.map((line) => /,(changed|unchanged|skipped|failed),/.exec(line)?.[1])).toEqual([
      undefined,
      'changed',
      'skipped',
      'unchanged',
      'skipped',
    ])
  })

  test('skipped users are fixed and retried from the report like failures', async () => {
    const [, , c = ''] = people
    const source = await turnOn([c])
    if (source.kind !== 'identifiers') throw new Error('a list')
    const unknown = { by: 'email' as const, value: 'away@example.org' }
    const first = await run({ ...source, identifiers: [...source.identifiers, unknown] })
    expect(first.counts).toMatchObject({ changed: 1, skipped: 1 })
    const [, , , d = ''] = people
    await turnOn([d])
    const retry = await run({
      kind: 'retry',
      jobId: first.id,
      fix: { kind: 'replace_identifier', seq: 2, to: { by: 'email', value: d } },
    })
    expect(retry.counts).toMatchObject({ changed: 1, failed: 0 })
    expect(isDeveloper(d)).toBe(true)
    expect((await reportOf(first.id)).chainCounts).toMatchObject({ changed: 2, skipped: 0 })
  }, 60_000)
})

describe('an undo', () => {
  test('of 4 in 5 reports it and offers the fifth; a redo clears it; failures close only with the whole', async () => {
    const five = people.slice(10, 15)
    const [refused = '', stuck = ''] = [people[15], five[2]]
    const source = await turnOn([...five, refused])
    refuse(refused)
    const job = await run(source)
    expect(job).toMatchObject({ counts: { changed: 5, failed: 1 }, undone: 0, undoneBy: null, canUndo: true, open: 1 })
    backend.sandbox.control.clearFaults()

    refuse(stuck)
    const undo = await run({ kind: 'undo', jobId: job.id })
    backend.sandbox.control.clearFaults()
    expect(undo).toMatchObject({ title: `Undo "${job.title}"`, counts: { changed: 4, failed: 1 } })
    expect(await jobOf(job.id)).toMatchObject({ undone: 4, undoneBy: undo.id, canUndo: true, open: 1 })

    const rest = await run({ kind: 'undo', jobId: job.id })
    expect(rest).toMatchObject({ total: 1, counts: { changed: 1 } })
    expect(five.map(isDeveloper)).toEqual(five.map(() => false))
    expect(await jobOf(job.id)).toMatchObject({ undone: 5, undoneBy: rest.id, canUndo: false, open: 0 })

    const redo = await run({ kind: 'undo', jobId: undo.id })
    expect(redo).toMatchObject({ title: `Redo "${job.title}"`, counts: { changed: 4 } })
    expect(await jobOf(undo.id)).toMatchObject({ undone: 4, undoneBy: redo.id, canUndo: false })
    expect(await jobOf(job.id)).toMatchObject({ undone: 1, undoneBy: rest.id, canUndo: true, open: 1 })
    expect(five.map(isDeveloper)).toEqual(five.map((email) => email !== stuck))

    const again = await run({ kind: 'undo', jobId: job.id })
    expect(again.counts).toMatchObject({ changed: 4 })
    expect(await jobOf(job.id)).toMatchObject({ undone: 5, undoneBy: again.id, canUndo: false, open: 0 })
  }, 120_000)

  test('is completed by a retry of its failures', async () => {
    const two = people.slice(20, 22)
    const job = await run(await turnOn(two))
    refuse(two[0] ?? '')
    const undo = await run({ kind: 'undo', jobId: job.id })
    backend.sandbox.control.clearFaults()
    expect(await jobOf(job.id)).toMatchObject({ undone: 1, canUndo: true })
    const retry = await run({ kind: 'retry', jobId: undo.id })
    expect(retry.counts).toMatchObject({ changed: 1 })
    expect(await jobOf(job.id)).toMatchObject({ undone: 2, undoneBy: undo.id, canUndo: false })
  }, 120_000)

  test('counts changes reverted by others as undone', async () => {
    const two = people.slice(24, 26)
    const job = await run(await turnOn(two))
    await run({
      kind: 'identifiers',
      identifiers: [{ by: 'email', value: two[0] ?? '' }],
      change: { kind: 'update', isDeveloper: false },
    })
    const undo = await run({ kind: 'undo', jobId: job.id })
    expect(undo.counts).toMatchObject({ changed: 1, unchanged: 1 })
    expect(await jobOf(job.id)).toMatchObject({ undone: 2, canUndo: false })
  }, 120_000)
})

describe('between plan and apply', () => {
  test('a flag outside the plan may change: the user is not set aside, and keeps the new flag', async () => {
    const [email = ''] = people.slice(30)
    await run(await turnOn([email]))
    const id = (name: string) =>
      backend.api.call(listGroups).then(({ items }) => items.find((one) => one.name === name))
    const legal = (await id('Legal'))?.id ?? ''
    const identifiers = [{ by: 'email' as const, value: email }]
    const groups = (add: string[], remove: string[]) =>
      backend.plan({
        kind: 'identifiers',
        identifiers,
        change: { kind: 'update', groups: { mode: 'edit', add, remove } },
      })
    const out = await groups([], [legal])
    if (out.summary.dispositions.change > 0) await backend.run(out)
    const plan = await groups([legal], [])
    backend.sandbox.control.update({
      users: [{ userInfo: { emailId: email }, canCreateBot: true, isDeveloper: true }],
    })
    const job = await backend.run(plan)
    expect(job.counts).toMatchObject({ changed: 1, failed: 0 })
    const after = backend.sandbox.control.user(email)
    expect(after).toMatchObject({ canCreateBot: true, isDeveloper: true })
    expect(after?.groups).toContain(legal)
  }, 60_000)

  test('the plan blocks removing the owner of a bot, and sends nothing for them', async () => {
    const plan = await backend.plan({
      kind: 'identifiers',
      identifiers: [
        { by: 'email', value: wellKnown.botOwner },
        { by: 'email', value: wellKnown.invited },
      ],
      change: { kind: 'remove' },
    })
    expect(plan.summary).toMatchObject({ dispositions: { change: 1, blocked: 1 }, blockers: { owns_bot: 1 } })
    const [owner] = await backend.planItems(plan.id)
    expect(owner?.blockers).toMatchObject([{ code: 'owns_bot', details: { bots: '"Support"' } }])
    const job = await backend.run(plan)
    expect(job.counts).toMatchObject({ changed: 1, skipped: 1, failed: 0 })
    expect(backend.sandbox.control.user(wellKnown.botOwner)?.isMember).toBe(true)
  })
})

describe('a report sent again', () => {
  const reportOn = async (emails: readonly string[]) => {
    const off = await turnOn(emails)
    if (off.kind !== 'identifiers') throw new Error('a list')
    const file = await backend.upload(
      'people.csv',
      `Email ID,Developer\n${emails.map((one) => `${one},yes`).join('\n')}\n`,
    )
    const job = await backend.run(await backend.planUpload(file.id))
    expect(job.counts.changed).toBe(emails.length)
    return { job, report: (await backend.report(job.id)).toString('utf8') }
  }
  const effectsOn = (email: string) => backend.sandbox.ledger.effects().filter(({ user }) => user === email).length

  test('skips what is done and unchanged', async () => {
    const { report } = await reportOn(people.slice(32, 34))
    expect((await backend.upload('report.csv', report)).counts).toMatchObject({ rows: 2, done: 2, ready: 0 })
  }, 60_000)

  test('requests again what was undone since', async () => {
    const [email = '', other = ''] = people.slice(34, 36)
    const { job, report } = await reportOn([email, other])
    await run({ kind: 'undo', jobId: job.id })
    expect(isDeveloper(email)).toBe(false)
    const again = await backend.upload('report.csv', report)
    expect(again.counts).toMatchObject({ rows: 2, done: 0, ready: 2 })
    expect((await backend.rows(again.id)).flatMap(({ issues }) => issues.map(({ code }) => code))).toEqual([
      'done_no_longer',
      'done_no_longer',
    ])
    expect((await backend.run(await backend.planUpload(again.id))).counts).toMatchObject({ changed: 2 })
    expect(isDeveloper(email)).toBe(true)
  }, 60_000)

  test('with an edited address of another user is for that user', async () => {
    const [email = '', other = ''] = people.slice(36, 38)
    await turnOn([other])
    const { report } = await reportOn([email])
    const [before, beforeOther] = [effectsOn(email), effectsOn(other)]
    const again = await backend.upload('report.csv', report.replace(email, other))
    expect(again.counts).toMatchObject({ rows: 1, done: 0, ready: 1 })
    await backend.run(await backend.planUpload(again.id))
    expect(isDeveloper(other)).toBe(true)
    expect([effectsOn(email), effectsOn(other)]).toEqual([before, beforeOther + 1])
  }, 60_000)
})
