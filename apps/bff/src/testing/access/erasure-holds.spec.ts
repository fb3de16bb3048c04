import { listAudit } from '@muster/contracts/audit'
import * as cases from '@muster/contracts/cases'
import { decideLostErasures, getJob, resumeJob } from '@muster/contracts/jobs'
import { addMemberRole } from '@muster/contracts/members'
import { applyPlan, getPlan, type PlanEntry, type PlanSource } from '@muster/contracts/plans'
import { listUsers } from '@muster/contracts/users'
import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Backend, startBackend } from '../backend.ts'
import { joinMember } from '../join-member.ts'

let muster: Backend
beforeAll(async () => {
  muster = await startBackend({ sandbox: { eraseDelayMs: 0 } })
}, 240_000)
afterAll(() => muster.stop(), 60_000)

const erase = { kind: 'erase', scope: { kind: 'all_bots' } } as const
const body = JSON.stringify
const json = 'application/json'

let opened = 0
/** A case of people with these identifiers, which plans, holds, releases and closes. */
async function openCase(people: readonly { by: 'orgUserId' | 'email'; value: string }[]) {
  opened += 1
  const facts = { reference: `DSR-${opened}`, requester: 'Counsel', receivedOn: '2026-01-01', people: [...people] }
  const { id } = await muster.api.call(cases.openCase, { body: facts })
  const params = { id }
  return {
    entry: () => muster.api.call(cases.getCase, { params }),
    plan: async (kind: 'erase' | 'remove' = 'erase') => {
      const { planId } = await muster.api.call(cases.planCase, { params, body: { kind } })
      return muster.api.call(getPlan, { params: { id: planId } })
    },
    hold: () => muster.api.call(cases.holdCase, { params, body: { reason: 'a court' } }),
    release: () => muster.api.call(cases.releaseCase, { params }),
    close: () => muster.api.call(cases.closeCase, { params, body: { note: 'withdrawn' } }),
  }
}

const strangers = (...ids: readonly string[]) => ids.map((value) => ({ by: 'orgUserId' as const, value }))
const effects = () => muster.sandbox.control.effects().filter(({ changed }) => changed).length
const edited = ({ id }: PlanEntry): PlanSource => ({ kind: 'edit', planId: id, change: erase, without: [], add: [] })

/** Expects that a plan is refused, with this in the reason, and that Kore.ai received nothing of it. */
async function refused({ id, hash, confirmation }: PlanEntry, why: RegExp): Promise<void> {
  const before = effects()
  const typed = 'text' in confirmation ? { confirmation: confirmation.text } : {}
  const sent = { contentType: json, body: body({ hash: hash ?? '', ...typed }) }
  const answer = await muster.api.send(applyPlan.method, applyPlan.path.replace(':id', id), sent)
  expect([answer.status, answer.bytes.toString()]).toEqual([409, expect.stringMatching(why)])
  expect(effects()).toBe(before)
}

/** The latest entries of the audit; requests that Muster follows have entries at any time. */
const latest = async () => (await muster.api.call(listAudit, { query: { limit: 5 } })).items

/** Applies a plan whose erasure Kore.ai answers so, and waits for the end of its job. */
async function endWith(plan: PlanEntry, fault: { status: number; effect?: 'applied' }): Promise<string> {
  const answer = { errors: [{ msg: 'Not now', code: fault.status }] }
  muster.sandbox.control.addFault({ kind: 'status', endpoint: 'erase-users-data', next: 1, ...fault, body: answer })
  const id = await muster.apply(plan)
  const read = () => muster.api.call(getJob, { params: { id } })
  const { state } = await muster.api.until(read, (job) => job.state === 'done' || job.state === 'paused')
  if (state === 'paused') await muster.api.call(resumeJob, { params: { id } })
  await muster.api.until(read, (job) => job.state === 'done')
  return id
}

test('an edit of the plan of a case is the plan of the case, and its hold refuses it', async () => {
  const one = await openCase(strangers('H-1', 'H-2'))
  const draft = await one.plan()
  const plan = await muster.plan(edited(draft))
  expect(await one.entry()).toMatchObject({ state: 'planned', planId: plan.id })
  await one.hold()
  await refused(plan, /put on hold/)
  await one.release()
  await refused(plan, /put on hold/)
  const again = await muster.plan(edited(await one.plan()))
  const { id: jobId } = await muster.run(again)
  expect(await one.entry()).toMatchObject({ planId: again.id, jobId })
  expect((await one.entry()).erasures.length).toBeGreaterThan(0)
})

test('an edit of an applied plan is refused while its case is on hold, and once it is closed', async () => {
  const one = await openCase(strangers('H-11'))
  const applied = await one.plan()
  await muster.run(applied)
  await one.hold()
  const plan = await muster.plan(edited(applied))
  await refused(plan, /on hold/)
  const refusal = { action: 'guard.refused', sentence: expect.stringContaining('on hold') }
  expect(await latest()).toContainEqual(expect.objectContaining(refusal))
  await one.release()
  await one.close()
  await refused(await muster.plan(edited(applied)), /closed/)
})

test('a retry of the erasures of a case is refused while the case is on hold, and is evidence of it', async () => {
  const one = await openCase([{ by: 'email', value: wellKnown.customer }])
  const jobId = await endWith(await one.plan(), { status: 400 })
  const before = await muster.plan({ kind: 'retry', jobId })
  await one.hold()
  await refused(before, /put on hold/)
  const during = await muster.plan({ kind: 'retry', jobId })
  await refused(during, /on hold/)
  await one.release()
  const { id } = await muster.run(during)
  await muster.api.until(one.entry, ({ state }) => state === 'erased')
  expect(await one.entry()).toMatchObject({ planId: during.id, jobId: id })
})

test('a removal that was planned in a case is refused while the case is on hold', async () => {
  const { items } = await muster.api.call(listUsers, { query: { limit: 50 } })
  const user = items.find(({ roles, email }) => !email.includes('+') && roles.every(({ botId }) => botId !== null))
  const one = await openCase([{ by: 'email', value: user?.email ?? '' }])
  const removal = await one.plan('remove')
  const planned = { sentence: expect.stringMatching(/planned the removal .* DSR-/) }
  expect(await latest()).toContainEqual(expect.objectContaining(planned))
  expect(await one.entry()).toMatchObject({ state: 'open', planId: null })
  await one.hold()
  await refused(removal, /put on hold/)
  expect(muster.sandbox.control.user(user?.email ?? '')).toBeDefined()
})

test('a case shows no user, and makes no plan, to members who may not see users or make plans', async () => {
  const one = await openCase(strangers('H-41'))
  const { id } = await one.entry()
  const permissions = ['erasures:read', 'users:erase'] as const
  const role = await muster.api.call(addMemberRole, { body: { name: 'Clerk', permissions: [...permissions] } })
  const { api } = await joinMember(muster, 'cleo@example.com', role.id)
  const [read, plan] = [
    await api.send('GET', cases.getCase.path.replace(':id', id)),
    await api.send('POST', cases.planCase.path.replace(':id', id), {
      contentType: json,
      body: body({ kind: 'erase' }),
    }),
  ]
  expect([read.status, plan.status]).toEqual([403, 403])
  expect(await one.entry()).toMatchObject({ planId: null })
  api.close()
})

test('a refusal to send a lost erasure again is in the audit', async () => {
  const one = await openCase(strangers('H-31'))
  const id = await endWith(await one.plan(), { status: 401, effect: 'applied' })
  await one.hold()
  const path = decideLostErasures.path.replace(':id', id)
  const before = effects()
  const answer = await muster.api.send('POST', path, { contentType: json, body: body({ decision: 'resend' }) })
  expect([answer.status, answer.bytes.toString()]).toEqual([409, expect.stringContaining('on hold')])
  expect(effects()).toBe(before)
  const refusal = { action: 'request.refused', sentence: expect.stringContaining(decideLostErasures.path) }
  expect(await latest()).toContainEqual(expect.objectContaining(refusal))
})
