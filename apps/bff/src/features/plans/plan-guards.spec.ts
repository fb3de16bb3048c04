import type { Identifier, User } from '@muster/core/account/user'
import type { Change } from '@muster/core/change/change'
import { defaultGuardLimits } from '@muster/core/policy/limits'
import type { AccountFacts } from '@muster/core/policy/volume'
import { englishText } from '@muster/wording/english'
import { message } from '@muster/wording/message'
import { expect, test } from 'vitest'
import { anActor } from '../../http/testing/an-actor.ts'
import { applyPlan } from './apply-plan.ts'
import { createPlan } from './create-plan.ts'
import type { PlanDeps } from './plan-deps.ts'
import { judgeNow, onlyUser, refuseAndRecord } from './plan-guards.ts'
import { openPlanApp } from './testing/plan-app.ts'
import { aUser } from './testing/plan-builders.ts'

const actor = anActor()
const { signal } = new AbortController()
const removal = { kind: 'remove' } as const
const flags = { kind: 'update', isDeveloper: true } as const
const facts: AccountFacts = { users: 10, removedToday: 0, erasedToday: 0 }

/** A plan of this change for these users, in an account with these facts. */
async function planned(change: Change, users: readonly User[], guards: Partial<PlanDeps['guards']> = {}) {
  const app = openPlanApp({ users })
  const deps = { ...app.deps, guards: { ...app.deps.guards, facts: async () => facts, ...guards } }
  const source = { kind: 'selection', selectionId: 's', change } as const
  const plan = await createPlan(deps, { source, actor, signal })
  return { ...app, deps, plan }
}
const many = (count: number) => Array.from({ length: count }, (_, n) => aUser(n + 1))

test.each<[string, readonly User[], string | null]>([
  ['by name and address', [aUser(1)], "Zoë O'Neil 1 (person1@example.com)"],
  ['by address without a name', [aUser(1, { firstName: '', lastName: ' ' })], 'person1@example.com'],
  ['by its ID without an address', [aUser(1, { firstName: '', lastName: '', email: '' })], 'u-1'],
  ['by no name of several', many(2), null],
  ['by the one that changes', [aUser(1, { isDeveloper: true }), aUser(2)], "Zoë O'Neil 2 (person2@example.com)"],
  ['by no name if none changes', [aUser(1, { isDeveloper: true })], null],
])('a plan names its user %s', async (_how, users, expected) => {
  const { deps, plan } = await planned(flags, users)
  expect(await onlyUser(deps, plan)).toBe(expected)
  expect((await judgeNow(deps, plan)).only).toBe(expected)
})

test('a plan names its user by address, also where a request names the ID', async () => {
  const { deps } = await planned(flags, [aUser(1)])
  const identifiers: Identifier[] = [{ by: 'userId', value: 'u-1' }]
  const source = { kind: 'identifiers', identifiers, change: flags } as const
  const plan = await createPlan(deps, { source, actor, signal })
  expect(await onlyUser(deps, plan)).toBe("Zoë O'Neil 1 (person1@example.com)")
})

test('half of the account may be removed, one user more may not, and more today counts', async () => {
  const judged = async (removed: number, more: Partial<AccountFacts> = {}) => {
    const { deps, plan } = await planned(removal, many(removed), { facts: async () => ({ ...facts, ...more }) })
    const { refusal, verdict } = await judgeNow(deps, plan)
    expect(refusal === null).toBe(verdict !== 'refused')
    return refusal?.code ?? null
  }
  expect(await judged(5)).toBeNull()
  expect(await judged(6)).toBe('guard.too_many')
  expect(await judged(5, { removedToday: 1 })).toBe('guard.too_many_today')
  expect(await judged(6, { users: 0 })).toBeNull()
})

test('a refusal names the share, the account and the limit', async () => {
  const { deps, plan } = await planned(removal, many(6))
  const { refusal } = await judgeNow(deps, plan)
  expect(refusal).toEqual(message('guard.too_many', { percent: 60, users: 10, most: 50 }))
})

test('a large removal waits as configured, a small one does not', async () => {
  const limits = { ...defaultGuardLimits, delayMs: 600_000, delayFromUsers: 1 }
  const delayOf = async (change: Change, count: number) => {
    const { deps, plan } = await planned(change, many(count), { limits })
    return (await judgeNow(deps, plan)).delayMs
  }
  expect([await delayOf(removal, 2), await delayOf(removal, 1), await delayOf(flags, 5)]).toEqual([600_000, 0, 0])
})

test('a refused application makes no job, and is recorded with its author, its title and its reason', async () => {
  const account = { ...facts, users: 1000 }
  const { deps, plan, store, refusals } = await planned(removal, many(501), { facts: async () => account })
  const typed = (await judgeNow(deps, plan)).confirmation
  const request = { planId: plan.id, hash: plan.hash ?? '', idempotencyKey: null, actor, proof: 'token' } as const
  const confirmation = 'text' in typed ? typed.text : undefined
  const applied = applyPlan(deps, { ...request, confirmation })
  await expect(applied).rejects.toMatchObject({ code: 'guard_refused' })
  expect(store.jobs).toEqual([])
  expect(refusals).toEqual([
    expect.stringMatching(/^Muster refused ana@example\.com "Remove 501 users": .* 50\.1% of 1,000 users/),
  ])
})

test('a refusal has the code of its reason', async () => {
  const { deps, plan } = await planned(flags, many(1))
  const why = message('guard.stopped')
  const refused = refuseAndRecord(deps, plan, { email: 'ana@example.com', why, code: 'approval_required' })
  await expect(refused).rejects.toMatchObject({ code: 'approval_required', message: englishText(why) })
})
