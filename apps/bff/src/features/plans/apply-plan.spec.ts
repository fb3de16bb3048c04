import type { PlanSource } from '@muster/contracts/plans'
import { permissionsOf } from '@muster/core/permission'
import { message } from '@muster/wording/message'
import { describe, expect, test } from 'vitest'
import { anActor } from '../../http/testing/an-actor.ts'
import { type ApplyInput, applyPlan } from './apply-plan.ts'
import { createPlan } from './create-plan.ts'
import { listPlanItems } from './list-plan-items.ts'
import { planEntry, planLifeMs } from './plan-entry.ts'
import { judgeNow } from './plan-guards.ts'
import { openPlanApp } from './testing/plan-app.ts'
import { aUser } from './testing/plan-builders.ts'

const actor = anActor()
const { signal } = new AbortController()
type Requested = Extract<PlanSource, { kind: 'selection' }>['change']
const removal: Requested = { kind: 'remove' }
const flags: Requested = { kind: 'update', isDeveloper: true }

/** A ready plan for this many users, and a request that would apply it. */
async function reviewed(change: Requested, count: number, confirmation?: string) {
  const app = openPlanApp({ users: Array.from({ length: count }, (_, n) => aUser(n + 1)) })
  const plan = await createPlan(app.deps, { source: { kind: 'selection', selectionId: 's', change }, actor, signal })
  const input: ApplyInput = {
    planId: plan.id,
    hash: plan.hash ?? '',
    confirmation,
    idempotencyKey: null,
    actor,
    proof: 'token',
  }
  return {
    ...app,
    plan,
    input,
    apply: (more: Partial<ApplyInput> = {}) => applyPlan(app.deps, { ...input, ...more }),
  }
}

describe('applying a plan', () => {
  test('creates one job and enqueues it', async () => {
    const { apply, store, readyJobs, plan } = await reviewed(removal, 12, 'remove 12 in ACME')
    const { jobId, repeated } = await apply()
    expect(repeated).toBe(false)
    expect(store.jobs).toMatchObject([
      {
        id: jobId,
        planId: plan.id,
        title: message('title.phrases', { phrases: [message('title.remove', { count: 12 })] }),
      },
    ])
    expect(readyJobs).toEqual([jobId])
    await expect(apply()).rejects.toMatchObject({ code: 'plan_already_applied' })
    expect(store.jobs).toHaveLength(1)
  })

  test('notifies other tabs, which then no longer offer it', async () => {
    const { apply, events, plan } = await reviewed(flags, 1)
    await apply()
    expect(events.at(-1)).toEqual({ kind: 'plan', planId: plan.id, state: 'applied', progress: 1 })
  })

  test('of one update needs no confirmation', async () => {
    const { apply, store } = await reviewed(flags, 1)
    await apply()
    expect(store.jobs).toHaveLength(1)
  })

  test.each([
    ['the count is off by one', removal, 12, 'remove 11 in ACME'],
    ['nothing is typed', removal, 12, undefined],
    ['the wrong word is typed', removal, 12, 'erase 12 in ACME'],
    ['the count of many updates is missing', flags, 2, undefined],
  ])('is refused when %s, and returns what to type and where', async (_, change, count, typed) => {
    const { apply, store } = await reviewed(change, count, typed)
    await expect(apply()).rejects.toMatchObject({
      code: 'confirmation_mismatch',
      message: expect.stringContaining('ACME (sandbox)'),
    })
    expect(store.jobs).toEqual([])
  })

  test.each([
    ['conflict', { hash: 'another' }],
    ['not_found', { planId: 'no-plan' }],
    ['forbidden', { actor: { ...actor, permissions: permissionsOf('viewer') } }],
    ['invalid_request', { idempotencyKey: 'k'.repeat(256) }],
  ] as const)('is refused as %s', async (code, more) => {
    const { apply, store } = await reviewed(removal, 1, 'remove 1 in ACME')
    await expect(apply(more)).rejects.toMatchObject({ code })
    expect(store.jobs).toEqual([])
  })

  test('is refused a day later', async () => {
    const { apply, time, deps, store, plan } = await reviewed(flags, 1)
    time.now = plan.createdAt + planLifeMs + 1
    await expect(apply()).rejects.toMatchObject({ code: 'plan_not_ready' })
    const record = await store.get(plan.id)
    expect(record && planEntry(record, { guarded: await judgeNow(deps, record), now: time.now }).state).toBe('expired')
  })

  test('is refused when it changes no user', async () => {
    const { apply } = await reviewed({ kind: 'update', isDeveloper: false }, 3)
    await expect(apply()).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('an Idempotency-Key', () => {
  test('returns the same job for the same request, a hundred times at once and a day later', async () => {
    const { apply, store, time } = await reviewed(removal, 2, 'remove 2 in ACME')
    const answers = await Promise.all(Array.from({ length: 100 }, () => apply({ idempotencyKey: 'k' })))
    expect(store.jobs).toHaveLength(1)
    expect(new Set(answers.map((answer) => answer.jobId))).toEqual(new Set([store.jobs[0]?.id]))
    expect(answers.filter((answer) => !answer.repeated)).toHaveLength(1)
    time.now += planLifeMs
    expect(await apply({ idempotencyKey: 'k' })).toEqual({ jobId: store.jobs[0]?.id, repeated: true })
  })

  test('is refused with another request', async () => {
    const { apply } = await reviewed(removal, 2, 'remove 2 in ACME')
    await apply({ idempotencyKey: 'k' })
    await expect(apply({ idempotencyKey: 'k', hash: 'other' })).rejects.toMatchObject({ code: 'idempotency_mismatch' })
    await expect(apply({ idempotencyKey: 'new' })).rejects.toMatchObject({ code: 'plan_already_applied' })
  })
})

test('items are paged, and a foreign cursor is refused', async () => {
  const { deps, plan } = await reviewed(flags, 5)
  const page = (cursor?: string) =>
    listPlanItems(deps, {
      planId: plan.id,
      cursor,
      limit: 2,
      disposition: 'change',
      effect: undefined,
      cause: undefined,
      q: undefined,
    })
  const seqs: number[] = []
  for (let next: string | null | undefined; next !== null; ) {
    const { items, next: following } = await page(next)
    seqs.push(...items.map((item) => item.seq))
    next = following
  }
  expect(seqs).toEqual([1, 2, 3, 4, 5])
  await expect(page("1'; drop table plans")).rejects.toMatchObject({ code: 'invalid_request' })
})
