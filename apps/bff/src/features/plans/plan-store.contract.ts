import { titleSearch } from '@muster/core/search/title-search'
import { foldText } from '@muster/core/text/fold-text'
import { describe, expect, test } from 'vitest'
import { createPlanHash } from './plan-hash.ts'
import type { ApplyRequest, NewJob, PlanPage, PlanRecord, PlanStore } from './ports.ts'
import { aKeptItem, aPlan, aUser, summaryOf } from './testing/plan-builders.ts'

export interface OpenPlanStore {
  readonly store: PlanStore
  /** Jobs created so far. */
  readonly jobs: readonly NewJob[]
}

const digestOf = (digests: readonly (string | null)[]): string => {
  const hash = createPlanHash()
  for (const digest of digests) hash.add(digest ?? '')
  return hash.digest()
}

const request = (hash: string, more: Partial<ApplyRequest> = {}): ApplyRequest => ({
  planId: 'p',
  hash,
  jobId: 'j-1',
  actor: { memberId: 'm-1', email: 'ana@example.com' },
  at: Date.UTC(2026, 0, 3),
  provedBy: null,
  judge: () => ({ delayMs: 0, shareConfirmed: false }),
  idempotency: null,
  ...more,
})

/** Returns its hash. */
async function ready(store: PlanStore, id = 'p', more: Partial<PlanRecord> = {}): Promise<string> {
  await store.create(aPlan(id, more))
  const attempt = (await store.beginAttempt(id)) ?? 0
  const kept = [aKeptItem(1), aKeptItem(2, aUser(2, { groups: ['e-support'] })), aKeptItem(3, null)]
  const hash = digestOf((await store.append(id, attempt, kept)) ?? [])
  await store.finish(id, attempt, { title: 'T', summary: summaryOf(kept), hash, sentence: 'Ana made a plan' })
  return hash
}

type Open = () => Promise<OpenPlanStore>

/** Contract of every plan store; runs against the fake and the real one. */
export function planStoreContract(open: Open): void {
  describe('keeping a plan', () => {
    keepsPlans(open)
    listsPlans(open)
    replacesDrafts(open)
  })
  describe('attempts', () => {
    countsAttempts(open)
  })
  describe('applying', () => {
    appliesOnce(open)
    remembersKeys(open)
  })
}

function keepsPlans(open: Open): void {
  test('returns it unchanged, and null for an unknown one', async () => {
    const { store } = await open()
    const plan = aPlan('p', { source: { kind: 'undo', jobId: 'j-0' }, parentJobId: 'j-0' })
    await store.create(plan)
    expect(await store.get('p')).toEqual(plan)
    expect(await store.get('q')).toBeNull()
    expect(await store.computing()).toEqual(['p'])
  })

  test('keeps items, counts them, and freezes', async () => {
    const { store } = await open()
    const hash = await ready(store)
    expect(await store.get('p')).toMatchObject({ state: 'ready', title: 'T', hash, progress: 3 })
    expect((await store.get('p'))?.summary.dispositions).toEqual({ change: 1, unchanged: 1, blocked: 1 })
    const items = await store.items('p', { afterSeq: 0, limit: 10 })
    expect(items[0]).toEqual(aKeptItem(1).item)
    expect(items.map((item) => item.seq)).toEqual([1, 2, 3])
    expect(await store.computing()).toEqual([])
  })

  test.each([
    [{ disposition: 'change' }, [1]],
    [{ disposition: 'blocked' }, [3]],
    [{ effect: 'group:e-support' }, [1]],
    [{ effect: 'group:e-' }, []],
    [{ cause: 'user_not_found' }, [3]],
    [{ q: 'PERSON2@' }, [2]],
    [{ q: 'zoë' }, [1, 2]],
    [{ q: '%' }, []],
    [{ q: "o'neil", disposition: 'unchanged' }, [2]],
    [{ afterSeq: 1 }, [2, 3]],
    [{ limit: 2 }, [1, 2]],
  ] as const)('lists items by %j', async (filter, seqs) => {
    const { store } = await open()
    await ready(store)
    const items = await store.items('p', { afterSeq: 0, limit: 10, ...filter })
    expect(items.map((item) => item.seq)).toEqual(seqs)
  })
}

const line = { action: 'plan.renamed', actor: 'ana@example.com', sentence: 'Ana named the plan' } as const

function listsPlans(open: Open): void {
  test('lists plans, newest first, in pages, with or without the applied ones', async () => {
    const { store } = await open()
    const hashes = []
    for (const id of ['p-1', 'p-3', 'p-2']) hashes.push(await ready(store, id))
    await store.apply(request(hashes[2] ?? '', { planId: 'p-2' }))
    const createdAt = aPlan('p').createdAt
    const idsOf = async (page: Partial<PlanPage>) =>
      (await store.list({ before: null, only: null, liveFrom: createdAt, limit: 9, own: null, ...page })).map(
        ({ id }) => id,
      )
    expect(await idsOf({ limit: 2 })).toEqual(['p-3', 'p-2'])
    expect(await idsOf({ before: 'p-2' })).toEqual(['p-1'])
    expect(await idsOf({ only: 'not_applied' })).toEqual(['p-3', 'p-1'])
    expect(await idsOf({ only: 'applied' })).toEqual(['p-2'])
    expect(await idsOf({ only: 'draft' })).toEqual(['p-3', 'p-1'])
    expect(await idsOf({ only: 'draft', liveFrom: createdAt + 1 })).toEqual([])
    expect(await idsOf({ only: 'expired', liveFrom: createdAt + 1 })).toEqual(['p-3', 'p-1'])
    expect(await idsOf({ only: 'waiting' })).toEqual([])
    await store.rename('p-1', 'Night shift', line)
    expect(await idsOf({ q: titleSearch('SHIFT  night') })).toEqual(['p-1'])
    expect(await idsOf({ q: titleSearch('p-3') })).toEqual(['p-3'])
    expect(await idsOf({ q: titleSearch(`${aPlan('p').createdBy.email} `) })).toEqual(['p-3', 'p-2', 'p-1'])
    expect(await idsOf({ q: titleSearch('shift _') })).toEqual([])
    // As names are compared: with or without accents, in any case.
    const names = ['Müller', 'Łódź Straße', 'Işık İzmir', 'Ærø', 'Νίκος', 'Алёна', 'أَحمد', 'می\u200cخواهم', 'ﬁle Ⅳ']
    for (const name of names) {
      await store.rename('p-1', name, line)
      for (const q of new Set([name, name.toUpperCase(), name.normalize('NFD'), name.normalize('NFC'), foldText(name)]))
        expect([q, await idsOf({ q: titleSearch(q) })]).toEqual([q, ['p-1']])
    }
    await store.rename('p-1', 'Й и', line)
    expect(await idsOf({ q: titleSearch('им') })).toEqual([])
    // A title is also found by its codes.
    await store.create(aPlan('p-4'))
    expect(await idsOf({ q: titleSearch('Gruppe', () => ['title.retry', 'title.add_to_groups']) })).toEqual(['p-4'])
    expect(await idsOf({ q: titleSearch('Gruppe', () => ['title.add_to_group', 'add_to_groups']) })).toEqual([])
    expect(await store.rename('p-2', 'Day shift', line)).toBe(true)
    expect(await idsOf({ q: titleSearch('day'), only: 'applied' })).toEqual(['p-2'])
  })
}

function replacesDrafts(open: Open): void {
  test('an edit replaces the draft of the same member, which is then not applied', async () => {
    const { store, jobs } = await open()
    const hash = await ready(store, 'p')
    const edit: PlanRecord['source'] = { kind: 'edit', planId: 'p', change: { kind: 'remove' }, without: [], add: [] }
    expect(await store.rename('p', 'Night shift', line)).toBe(true)
    expect(await store.rename('p', 'Night shift', line)).toBe(false)
    expect(await store.rename('unknown', 'Night shift', line)).toBe(false)
    await ready(store, 'q', { source: edit, createdBy: { memberId: 'm-2', email: 'ben@example.com' } })
    expect(await store.get('p')).toMatchObject({ replacedBy: null })
    await ready(store, 'r', { source: edit })
    await ready(store, 's', { source: edit })
    expect(await store.get('p')).toMatchObject({ replacedBy: 'r', state: 'ready', hash, name: 'Night shift' })
    const names = await Promise.all(['q', 'r', 's'].map(async (id) => (await store.get(id))?.name))
    expect(names).toEqual([null, 'Night shift', null])
    expect(await store.apply(request(hash))).toEqual({ kind: 'not_applicable' })
    expect(jobs).toEqual([])
    const page = { before: null, only: 'draft', liveFrom: aPlan('p').createdAt, limit: 9, own: null } as const
    expect((await store.list(page)).map(({ id }) => id)).toEqual(['s', 'r', 'q'])
  })

  test('an edit keeps the name it got while it was computed', async () => {
    const { store } = await open()
    await ready(store, 'p')
    await store.create(
      aPlan('q', { source: { kind: 'edit', planId: 'p', change: { kind: 'remove' }, without: [], add: [] } }),
    )
    await store.rename('q', 'Night shift', line)
    const attempt = (await store.beginAttempt('q')) ?? 0
    const hash = digestOf((await store.append('q', attempt, [aKeptItem(1)])) ?? [])
    await store.finish('q', attempt, {
      title: 'T',
      summary: summaryOf([aKeptItem(1)]),
      hash,
      sentence: 'Ana made a plan',
    })
    expect([await store.get('p'), await store.get('q')]).toMatchObject([{ replacedBy: 'q' }, { name: 'Night shift' }])
  })
}

function countsAttempts(open: Open): void {
  test('a new one starts over and the old one writes nothing more', async () => {
    const { store } = await open()
    await store.create(aPlan('p'))
    const first = (await store.beginAttempt('p')) ?? 0
    expect(await store.append('p', first, [aKeptItem(1)])).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)])
    const second = (await store.beginAttempt('p')) ?? 0
    expect(await store.get('p')).toMatchObject({ progress: 0 })
    expect(await store.items('p', { afterSeq: 0, limit: 10 })).toEqual([])
    expect(await store.append('p', first, [aKeptItem(1)])).toBeNull()
    const frozen = { title: 'T', summary: summaryOf([]), hash: 'x', sentence: 's' }
    expect(await store.finish('p', first, frozen)).toBe(false)
    expect(await store.fail('p', first, 'late')).toBe(false)
    expect(await store.append('p', second, [aKeptItem(1)])).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)])
  })

  test('a final plan has none', async () => {
    const { store } = await open()
    await ready(store)
    expect(await store.beginAttempt('p')).toBeNull()
    expect(await store.append('p', 1, [aKeptItem(4)])).toBeNull()
    await store.create(aPlan('q'))
    const attempt = (await store.beginAttempt('q')) ?? 0
    expect(await store.fail('q', attempt, 'The selection is gone.')).toBe(true)
    expect(await store.get('q')).toMatchObject({ state: 'failed', problem: 'The selection is gone.' })
    expect(await store.beginAttempt('q')).toBeNull()
    expect(await store.beginAttempt('no-plan')).toBeNull()
  })
}

function appliesOnce(open: Open): void {
  test("creates one job of a plan, with the plan's content", async () => {
    const { store, jobs } = await open()
    const hash = await ready(store)
    expect(await store.apply(request(hash))).toEqual({ kind: 'applied', jobId: 'j-1', delayMs: 0 })
    expect(await store.get('p')).toMatchObject({ state: 'applied', jobId: 'j-1' })
    expect(jobs).toMatchObject([{ id: 'j-1', planId: 'p', title: 'T', source: 'identifiers', summary: { total: 3 } }])
    expect(await store.apply(request(hash, { jobId: 'j-2' }))).toEqual({ kind: 'already_applied', jobId: 'j-1' })
    expect(jobs).toHaveLength(1)
  })

  test('refuses another hash, and a plan that is not ready', async () => {
    const { store, jobs } = await open()
    const hash = await ready(store)
    await store.create(aPlan('q'))
    const idempotency = { key: 'k', digest: 'd' }
    expect(await store.apply(request('other', { idempotency }))).toEqual({ kind: 'not_applicable' })
    expect(await store.apply(request(hash, { planId: 'q' }))).toEqual({ kind: 'not_applicable' })
    expect(await store.apply(request(hash, { planId: 'no-plan' }))).toEqual({ kind: 'not_applicable' })
    expect(jobs).toEqual([])
    // A refusal does not consume the key.
    expect(await store.repeated('m-1', 'k')).toBeNull()
    expect(await store.apply(request(hash, { idempotency }))).toEqual({ kind: 'applied', jobId: 'j-1', delayMs: 0 })
  })
}

function remembersKeys(open: Open): void {
  test('a hundred times at once with one key creates one job, and all receive it', async () => {
    const { store, jobs } = await open()
    const hash = await ready(store)
    const idempotency = { key: 'k', digest: 'd' }
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => store.apply(request(hash, { jobId: `j-${n}`, idempotency }))),
    )
    expect(jobs).toHaveLength(1)
    const jobId = jobs[0]?.id
    expect(answers.filter((answer) => answer.kind === 'applied')).toEqual([{ kind: 'applied', jobId, delayMs: 0 }])
    expect(answers.filter((answer) => answer.kind === 'repeated')).toHaveLength(99)
    expect(answers.every((answer) => 'jobId' in answer && answer.jobId === jobId)).toBe(true)
    expect(await store.repeated('m-1', 'k')).toEqual({ digest: 'd', jobId })
    expect(await store.apply(request(hash, { idempotency: { key: 'k', digest: 'e' } }))).toEqual({
      kind: 'key_reused',
    })
  })

  test('a key belongs to its owner alone', async () => {
    const { store } = await open()
    const hash = await ready(store)
    await store.apply(request(hash, { idempotency: { key: 'k', digest: 'd' } }))
    expect(await store.repeated('m-2', 'k')).toBeNull()
  })
}
