import type { PlanSource } from '@muster/contracts/plans'
import { idOfAddress } from '@muster/core/account/user'
import { englishText } from '@muster/wording/english'
import { describe, expect, test } from 'vitest'
import { anActor } from '../../http/testing/an-actor.ts'
import { computePlan, giveUpPlan } from './compute-plan.ts'
import { createPlan, readyAtOnce, startPlanWork } from './create-plan.ts'
import { blockSize } from './ports.ts'
import { openPlanApp } from './testing/plan-app.ts'
import { aKeptItem, aUser } from './testing/plan-builders.ts'

const actor = anActor()
const { signal } = new AbortController()
const people = (count: number) => Array.from({ length: count }, (_, n) => aUser(n + 1))
const joinSupport = { kind: 'update', groups: { mode: 'edit', add: ['e-support'], remove: [] } } as const
const everyone: PlanSource = {
  kind: 'selection',
  selectionId: 's-1',
  change: { kind: 'update', groups: { mode: 'edit', add: ['e-support'], remove: [] } },
}

const many = 40 * blockSize

async function* manyPeople() {
  for (let n = 0; n < many; n += blockSize) yield Array.from({ length: blockSize }, (_, m) => aUser(n + m))
}

describe('a small plan', () => {
  test('is returned ready, with counts, title, hash and a line in the audit', async () => {
    const { deps, store, events, sent } = openPlanApp({ users: people(readyAtOnce) })
    const plan = await createPlan(deps, { source: everyone, actor, signal })
    expect(plan).toMatchObject({ state: 'ready', progress: readyAtOnce })
    expect(englishText(plan.title)).toBe('Support · 1,000 users')
    const labelMessage = { code: 'effect.group', facts: { group: 'Support' } }
    const effect = { key: 'group:e-support', label: 'group Support', labelMessage, added: 1000, removed: 0 }
    expect(plan.summary.effects).toEqual([effect])
    const items = await store.items(plan.id, { afterSeq: 0, limit: 5000 })
    expect(items.map((item) => item.seq)).toEqual(Array.from({ length: readyAtOnce }, (_, n) => n + 1))
    expect(plan.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(store.audit).toEqual(['ana@example.com made the plan "Support · 1,000 users"'])
    expect(sent).toEqual([])
    expect(events.at(-1)).toEqual({ kind: 'plan', planId: plan.id, state: 'ready', progress: readyAtOnce })
  })

  test('is refused during the first sync: users not synced yet would be unknown', async () => {
    const { deps } = openPlanApp({ users: people(2) })
    const reading = async (syncedAt: string | null) => {
      const state = { ...(await deps.directory.state()), state: 'loading' as const, syncedAt }
      return { ...deps, directory: { ...deps.directory, state: async () => state } }
    }
    const first = createPlan(await reading(null), { source: everyone, actor, signal })
    await expect(first).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('first sync') })
    const later = createPlan(await reading('2026-11-25T10:00:00.000Z'), { source: everyone, actor, signal })
    expect(await later).toMatchObject({ state: 'ready' })
  })

  test('counts a user once, however often and by any identifier', async () => {
    const { deps, store } = openPlanApp({ users: people(2) })
    const source: PlanSource = {
      kind: 'identifiers',
      identifiers: [
        { by: 'orgUserId', value: 'E1' },
        { by: 'email', value: 'PERSON1@example.com' },
        { by: 'email', value: 'absent@example.com' },
        { by: 'email', value: 'Absent@Example.com' },
        ...Array.from({ length: 600 }, () => ({ by: 'userId' as const, value: 'u-1' })),
        { by: 'userId', value: 'u-2' },
      ],
      change: { kind: 'remove' },
    }
    const plan = await createPlan(deps, { source, actor, signal })
    expect(plan.summary.dispositions).toEqual({ change: 2, unchanged: 0, blocked: 603 })
    expect(plan.summary.blockers).toEqual({ duplicate_in_plan: 602, user_not_found: 2 })
    const items = await store.items(plan.id, { afterSeq: 0, limit: 1000 })
    expect(items[1]?.blockers).toEqual([{ code: 'duplicate_in_plan', details: { first: '1' } }])
    expect(items[604]).toMatchObject({ seq: 605, disposition: 'change' })
  })

  test('of a file keeps every row once, with its number, and does not merge two rows without a user', async () => {
    const requested = { change: { kind: 'remove' }, blockers: [] } as const
    const unread = { change: { kind: 'update' }, blockers: [{ code: 'row_invalid', details: {} }] } as const
    const rows = [
      { row: 2, identifier: { by: 'email', value: '' }, ...unread },
      { row: 3, identifier: { by: 'email', value: 'person1@example.com' }, ...requested },
      { row: 5, identifier: { by: 'email', value: '' }, ...unread },
    ] as const
    const { deps, store } = openPlanApp({ users: people(1), rows })
    const plan = await createPlan(deps, { source: { kind: 'upload', uploadId: 'f-1' }, actor, signal })
    expect(englishText(plan.title)).toBe('Change the access of 2 users and remove 1 user · hr.csv')
    expect(plan.summary.blockers).toEqual({ row_invalid: 2 })
    const items = await store.items(plan.id, { afterSeq: 0, limit: 10 })
    expect(items.map((item) => [item.seq, item.row, item.disposition])).toEqual([
      [1, 2, 'blocked'],
      [2, 3, 'change'],
      [3, 5, 'blocked'],
    ])
  })

  test('of a file gives one reason to a row that repeats a user', async () => {
    const identifier = { by: 'email', value: 'person1@example.com' } as const
    const change = { kind: 'remove' } as const
    const repeated = [{ code: 'duplicate_in_plan', details: { row: '2' } }] as const
    const rows = [
      { row: 2, identifier, change, blockers: [] },
      { row: 3, identifier, change, blockers: repeated },
    ]
    const { deps, store } = openPlanApp({ users: people(1), rows })
    const plan = await createPlan(deps, { source: { kind: 'upload', uploadId: 'f-1' }, actor, signal })
    const items = await store.items(plan.id, { afterSeq: 0, limit: 10 })
    expect(items.map(({ blockers }) => blockers)).toEqual([[], repeated])
  })

  test.each([
    ['not_found', { ...everyone, selectionId: 'gone' }],
    ['conflict', everyone],
    ['conflict', { kind: 'undo', jobId: 'j-0' }],
  ] as const)('is refused as %s when there is no user to plan for', async (code, source) => {
    const { deps } = openPlanApp({ users: [] })
    await expect(createPlan(deps, { source, actor, signal })).rejects.toMatchObject({ code })
  })

  test('retries only the selected items, fixed', async () => {
    const change = { kind: 'update', groups: { mode: 'edit', add: ['e-old'], remove: [] } } as const
    const retry = [1, 2].map((seq) => ({
      seq,
      row: seq + 10,
      identifier: { by: 'email' as const, value: `person${seq}@example.com` },
      user: null,
      change,
      outcome: 'failed' as const,
      cause: seq === 1 ? ('group_not_found' as const) : ('kore_refused' as const),
    }))
    const { deps, store } = openPlanApp({ users: people(2), retry })
    const source: PlanSource = {
      kind: 'retry',
      jobId: 'j-0',
      cause: 'group_not_found',
      fix: { kind: 'replace_group', from: 'e-old', to: 'e-support' },
    }
    const plan = await createPlan(deps, { source, actor, signal })
    expect(plan.parentJobId).toBe('j-0')
    expect(englishText(plan.title)).toBe("Retry: Support · Zoë O'Neil 1")
    const items = await store.items(plan.id, { afterSeq: 0, limit: 10 })
    expect(items).toMatchObject([{ seq: 1, row: 11, change: joinSupport, disposition: 'change' }])
  })

  test('retries and edits follow a user whose ID a directory from a file lacks, and keep the ID', async () => {
    const known = aUser(1, { orgUserId: null })
    const identity = { firstName: '', lastName: '', orgUserId: null }
    const retried = (seq: number, id: string) => ({
      seq,
      row: null,
      identifier: { by: 'email' as const, value: `person${seq}@example.com` },
      user: { ...identity, id, email: `person${seq}@example.com` },
      change: joinSupport,
      outcome: 'failed' as const,
      cause: 'kore_refused' as const,
    })
    const ofFile = { ...known, id: idOfAddress(known.email) }
    // Another user has the second address by now, and the directory knows the ID.
    const newcomer = aUser(3, { email: 'person2@example.com' })
    const users = [known]
    const retry = [retried(1, 'u-1'), retried(2, 'u-2'), retried(4, 'u-4')]
    const { deps, store } = openPlanApp({ users, retry })
    const identifiers = [{ by: 'email' as const, value: known.email }]
    const listed: PlanSource = { kind: 'identifiers', identifiers, change: joinSupport }
    const draft = await createPlan(deps, { source: listed, actor, signal })
    users.splice(0, 1, ofFile, newcomer)
    const plan = await createPlan(deps, { source: { kind: 'retry', jobId: 'j-0' }, actor, signal })
    const items = await store.items(plan.id, { afterSeq: 0, limit: 10 })
    expect(items.map(({ user, identifier, disposition }) => [user?.id, identifier.value, disposition])).toEqual([
      ['u-1', 'person1@example.com', 'change'],
      [undefined, 'u-2', 'blocked'],
      [undefined, 'u-4', 'blocked'],
    ])
    const source: PlanSource = { kind: 'edit', planId: draft.id, change: { kind: 'remove' }, without: [], add: [] }
    const edited = await createPlan(deps, { source, actor, signal })
    expect(await store.items(edited.id, { afterSeq: 0, limit: 10 })).toMatchObject([
      { user: { id: 'u-1' }, identifier: { by: 'email', value: 'person1@example.com' }, change: { kind: 'remove' } },
    ])
  })

  test('edits a draft: another change, without some of its users, with others, for a user under a new address', async () => {
    const users = people(4)
    const { deps, store } = openPlanApp({ users })
    const identifiers = [1, 2, 3].map((n) => ({ by: 'email' as const, value: `person${n}@example.com` }))
    const draft = await createPlan(deps, {
      source: { kind: 'identifiers', identifiers, change: joinSupport },
      actor,
      signal,
    })
    users[2] = aUser(3, { email: 'married@example.com' })
    const source: PlanSource = {
      kind: 'edit',
      planId: draft.id,
      change: { kind: 'remove' },
      without: [1],
      add: [{ by: 'orgUserId', value: 'E4' }],
    }
    const plan = await createPlan(deps, { source, actor, signal })
    expect(englishText(plan.title)).toBe('Remove 3 users')
    const items = await store.items(plan.id, { afterSeq: 0, limit: 10 })
    expect(items.map(({ user, change, identifier }) => [user?.id, change.kind, identifier.value])).toEqual([
      ['u-2', 'remove', 'person2@example.com'],
      ['u-3', 'remove', 'married@example.com'],
      ['u-4', 'remove', 'E4'],
    ])
    // The draft itself is as it was, and can no longer be applied or edited.
    expect(await store.get(draft.id)).toEqual({ ...draft, replacedBy: plan.id })
    await expect(createPlan(deps, { source, actor, signal })).rejects.toMatchObject({ code: 'conflict' })
    const everyoneOut = { ...source, planId: plan.id, without: [1, 2, 3], add: [] }
    await expect(createPlan(deps, { source: everyoneOut, actor, signal })).rejects.toMatchObject({ code: 'conflict' })
  })

  test.each([
    ['conflict', { kind: 'undo', jobId: 'j-0' }],
    ['not_found', null],
  ] as const)('is refused as %s for the edit of %j', async (code, made) => {
    const { deps } = openPlanApp({ users: people(2), undo: [aKeptItem(1).item] })
    const draft = made === null ? null : await createPlan(deps, { source: made, actor, signal })
    const source = { kind: 'edit', planId: draft?.id ?? 'no-plan', change: joinSupport, without: [], add: [] } as const
    const edit = createPlan(deps, { source: { ...source, without: [], add: [] }, actor, signal })
    await expect(edit).rejects.toMatchObject({ code })
  })

  test('undoes a job for the user, even under a new address', async () => {
    const now = aUser(1, { email: 'married@example.com', groups: ['e-support'] })
    const { deps, store } = openPlanApp({ users: [now], undo: [aKeptItem(7, aUser(1)).item] })
    const plan = await createPlan(deps, { source: { kind: 'undo', jobId: 'j-0' }, actor, signal })
    expect(plan.parentJobId).toBe('j-0')
    expect(englishText(plan.title)).toBe('Undo "Give Tester on Billing to 1 user"')
    const [item] = await store.items(plan.id, { afterSeq: 0, limit: 1 })
    expect(item).toMatchObject({ seq: 1, user: { email: 'married@example.com' }, after: { groups: [] } })
  })
})

describe('a large plan', () => {
  test('is computed in the queue, reports its progress, and is the same after a stop in the middle', async () => {
    const stored = 4 * blockSize
    const { deps, store, events, sent, runQueue } = openPlanApp({ users: people(stored + 1) })
    await startPlanWork(deps)
    const plan = await createPlan(deps, { source: everyone, actor, signal })
    expect(plan).toMatchObject({ state: 'computing', hash: null })
    expect(sent).toMatchObject([{ name: 'plans.compute', key: plan.id }])

    const stop = new AbortController()
    const stopInTheMiddle: typeof deps.events = {
      ...deps.events,
      publish: (event) => {
        if (event.kind === 'plan' && event.progress === stored) stop.abort(new Error('the process stops'))
      },
    }
    const stopping = openPlanApp({ users: people(stored + 1) })
    await startPlanWork({ ...stopping.deps, store, events: stopInTheMiddle })
    stopping.sent.push({ name: 'plans.compute', data: { planId: plan.id }, key: plan.id })
    await expect(stopping.runQueue(stop.signal)).rejects.toThrow('the process stops')
    expect(await store.get(plan.id)).toMatchObject({ state: 'computing', progress: stored })

    await runQueue()
    expect(await store.get(plan.id)).toMatchObject({ state: 'ready', progress: stored + 1 })
    expect(events.map((event) => event.progress)).toEqual([512, 1024, 1536, 2048, 2049, 2049])
    const { hash } = (await store.get(plan.id)) ?? {}
    await runQueue()
    expect((await store.get(plan.id))?.hash).toBe(hash)
  })

  test('fails with its reason after processes died under it, and releases its upload', async () => {
    const { deps, store, events } = openPlanApp({ users: people(readyAtOnce + 1) })
    const freed: string[] = []
    const uploads = { ...deps.uploads, freeFromPlan: async (id: string) => void freed.push(id) }
    const limited = { ...deps, uploads }
    const plan = await createPlan(limited, { source: everyone, actor, signal })
    await store.create({ ...plan, id: 'p-upload', source: { kind: 'upload', uploadId: 'u-1' } })
    for (const id of [plan.id, 'p-upload']) await giveUpPlan(limited, id)
    const { state, problem } = (await store.get(plan.id)) ?? {}
    expect([state, englishText(problem ?? '')]).toEqual(['failed', expect.stringContaining('twice')])
    expect(freed).toEqual(['u-1'])
    expect(events.at(-1)).toMatchObject({ planId: 'p-upload', state: 'failed' })
  })

  test('still computing when its process died is enqueued again at start', async () => {
    const { deps, sent } = openPlanApp({ users: people(readyAtOnce + 1) })
    const plan = await createPlan(deps, { source: everyone, actor, signal })
    sent.splice(0)
    await startPlanWork(deps)
    expect(sent).toEqual([{ name: 'plans.compute', data: { planId: plan.id }, key: plan.id }])
  })

  test('fails with a message, and a defect reveals no details', async () => {
    const { deps, store, runQueue } = openPlanApp({ users: people(readyAtOnce + 1) })
    const broken = { ...deps.directory, lookups: () => Promise.reject(new Error('password=hunter2')) }
    const plan = await createPlan(deps, { source: everyone, actor, signal })
    await startPlanWork({ ...deps, directory: broken })
    await expect(runQueue()).rejects.toThrow('hunter2')
    const failed = await store.get(plan.id)
    expect(failed?.state).toBe('failed')
    expect(englishText(failed?.problem ?? '')).toMatch(/Plan again/)
    expect(JSON.stringify(failed?.problem)).not.toContain('hunter2')
  })

  test('of many items is held in batches, never as a whole', async () => {
    const { deps, store } = openPlanApp({ users: [] })
    let largest = 0
    let kept = 0
    const plans = {
      ...deps,
      directory: { ...deps.directory, streamSelection: manyPeople },
      store: {
        ...store,
        append: async (_id: string, _attempt: number, items: readonly unknown[]) => {
          largest = Math.max(largest, items.length)
          kept += items.length
          return ['digest']
        },
      },
    }
    const plan = await createPlan(plans, { source: everyone, actor, signal })
    await computePlan(plans, { planId: plan.id, signal })
    expect({ largest, kept }).toEqual({ largest: 4 * blockSize, kept: many })
    expect((await store.get(plan.id))?.summary.dispositions).toEqual({ change: many, unchanged: 0, blocked: 0 })
  })
})
