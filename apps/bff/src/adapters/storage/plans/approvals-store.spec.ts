import { noApprovals } from '@muster/core/policy/approval'
import { message } from '@muster/wording/message'
import { expect, test } from 'vitest'
import type { ApprovalMove } from '../../../features/plans/approval-ports.ts'
import { createPlanHash } from '../../../features/plans/plan-hash.ts'
import { aKeptItem, aPlan, summaryOf } from '../../../features/plans/testing/plan-builders.ts'
import { propertyRuns } from '../../../testing/tier.ts'
import type { Db } from '../database/storage.ts'
import { jobInsertion } from '../jobs/jobs-insert.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlApprovalStore, readApproval } from './approvals-store.ts'
import { createSqlPlanStore } from './plans-store.ts'

const at = Date.UTC(2026, 0, 3)
const author = { memberId: 'm-1', email: 'ana@example.com' }
const approver = { memberId: 'm-2', email: 'olga@example.com' }

async function readyPlan(db: Db, id = 'p') {
  const plans = createSqlPlanStore(db, { ...jobInsertion, insert: async () => true })
  await plans.create(aPlan(id))
  const attempt = (await plans.beginAttempt(id)) ?? 0
  const kept = [aKeptItem(1)]
  const digest = createPlanHash()
  for (const one of (await plans.append(id, attempt, kept)) ?? []) digest.add(one)
  const hash = digest.digest()
  await plans.finish(id, attempt, { title: 'T', summary: summaryOf(kept), hash, sentence: 'Ana made the plan "T"' })
  await db
    .insertInto('members')
    .values({
      id: approver.memberId,
      email: approver.email,
      name: 'Olga',
      role: 'approver',
      created_at: new Date(at),
      joined_at: new Date(at),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return { plans, approvals: createSqlApprovalStore(db), hash }
}

const sentence = message('audit.approval_withdrawn', { actor: 'x', title: 'T' })
const request = (hash: string, more: Partial<ApprovalMove> = {}): ApprovalMove => ({
  planId: 'p',
  hash,
  from: [null, 'changes_requested', 'withdrawn'],
  to: 'waiting',
  event: 'requested',
  comment: 'They left.',
  actor: author,
  at,
  sentence,
  ...more,
})
const approve = (hash: string, more: Partial<ApprovalMove> = {}): ApprovalMove =>
  request(hash, { from: ['waiting'], to: 'approved', event: 'approved', comment: '', actor: approver, ...more })

describeOnEachStorage('the store of approvals', (open) => {
  test('keeps a request with its events, and lists it while it waits', async () => {
    const { db } = await open()
    const { approvals, hash } = await readyPlan(db)
    expect(await approvals.find('p')).toBeNull()
    expect(await approvals.move(request('other'))).toEqual({ kind: 'stale' })
    expect(await approvals.move(approve(hash))).toEqual({ kind: 'state', state: null })
    expect(await approvals.move(request(hash))).toEqual({ kind: 'moved' })
    expect(await approvals.find('p')).toMatchObject({ state: 'waiting', requestedBy: author, decidedBy: null })
    const page = { onlyWaiting: true, before: null, limit: 10, own: null }
    expect((await approvals.list(page)).map(({ plan }) => plan.id)).toEqual(['p'])
    expect(await approvals.move(request(hash, { from: ['waiting'], to: null, event: 'commented' }))).toMatchObject({
      kind: 'moved',
    })
    expect(await approvals.move(approve(hash))).toEqual({ kind: 'moved' })
    expect(await approvals.list(page)).toEqual([])
    expect(await approvals.find('p')).toMatchObject({ state: 'approved', decidedBy: approver, decidedAt: at })
    expect((await approvals.events('p')).map(({ kind }) => kind)).toEqual(['requested', 'commented', 'approved'])
    const audit = await db.selectFrom('audit_entries').select('action').orderBy('seq').execute()
    expect(audit.map(({ action }) => action).slice(1)).toEqual([
      'approval.requested',
      'approval.commented',
      'approval.approved',
    ])
  })

  test.each<[string, Readonly<Record<string, string>>]>([
    ['the author issued to the approver', { [approver.memberId]: author.memberId }],
    ['the approver issued to the author', { [author.memberId]: approver.memberId }],
    ['one member issued to both', { [author.memberId]: 'm-3', [approver.memberId]: 'm-3' }],
  ])('does not count an approval within 24 hours of a link that %s', async (_what, issuers) => {
    const { db } = await open()
    const { approvals, hash } = await readyPlan(db)
    await db.updateTable('plans').set({ created_by_id: author.memberId }).execute()
    const row = { id: author.memberId, email: author.email, name: 'Ana', role: 'editor' }
    await db
      .insertInto('members')
      .values({ ...row, created_at: new Date(at), joined_at: new Date(at) })
      .execute()
    await approvals.move(request(hash))
    for (const [id, renewed_by_id] of Object.entries(issuers))
      await db
        .updateTable('members')
        .set({ renewed_by_id, renewed_at: new Date(at) })
        .where('id', '=', id)
        .execute()
    const later = at + 24 * 3_600_000
    expect(await approvals.move(approve(hash, { at: later - 1 }))).toEqual({ kind: 'linked' })
    expect(await approvals.move(approve(hash, { at: later }))).toEqual({ kind: 'moved' })
  })

  test('counts an approval beside links of others', async () => {
    const { db } = await open()
    const { approvals, hash } = await readyPlan(db)
    await approvals.move(request(hash))
    await db
      .updateTable('members')
      .set({ renewed_by_id: 'm-3', renewed_at: new Date(at) })
      .execute()
    expect(await approvals.move(approve(hash))).toEqual({ kind: 'moved' })
  })

  test('reads an approval with what its approver may do now', async () => {
    const { db } = await open()
    const { approvals, hash } = await readyPlan(db)
    await approvals.move(request(hash))
    await approvals.move(approve(hash))
    expect((await readApproval(db, 'p'))?.approver?.permissions).toContain('plans:approve')
    await db.updateTable('members').set({ role: 'viewer' }).execute()
    expect((await readApproval(db, 'p'))?.approver?.permissions).not.toContain('plans:approve')
    await db
      .updateTable('members')
      .set({ disabled_at: new Date(at) })
      .execute()
    expect((await readApproval(db, 'p'))?.approver).toBeNull()
    expect(await approvals.activeMembers()).toEqual([])
  })

  test('of concurrent decisions and an application, one outcome holds', async () => {
    const { db } = await open()
    for (let n = 0; n < propertyRuns({ ci: 20, nightly: 200 }); n += 1) {
      const planId = `p-${n}`
      const { plans, approvals, hash } = await readyPlan(db, planId)
      await approvals.move(request(hash, { planId }))
      const apply = {
        planId,
        hash,
        jobId: `j-${n}`,
        actor: author,
        at,
        provedBy: null,
        idempotency: null,
        judge: ({ approval }: { approval: { state: string } | null }) => {
          if (approval?.state !== 'approved') throw new Error('not approved')
          return { delayMs: 0, shareConfirmed: false }
        },
      }
      const [approved, again, rejected, withdrawn, applied] = await Promise.all([
        approvals.move(approve(hash, { planId })),
        approvals.move(approve(hash, { planId })),
        approvals.move(approve(hash, { planId, to: 'rejected', event: 'rejected' })),
        approvals.move(request(hash, { planId, from: ['waiting'], to: 'withdrawn', event: 'withdrawn' })),
        plans.apply(apply).then(
          ({ kind }) => kind,
          () => 'refused',
        ),
      ])
      const moves = [approved, again, rejected, withdrawn].filter((result) => result?.kind === 'moved')
      expect(moves).toHaveLength(1)
      const state = (await approvals.find(planId))?.state
      if (applied === 'applied') expect(state).toBe('approved')
      // A decision after the application changes nothing.
      if (applied === 'applied')
        expect(await approvals.move(approve(hash, { planId, from: ['approved'], to: 'rejected' }))).toEqual({
          kind: 'stale',
        })
    }
  })

  test('keeps the policy, from nothing', async () => {
    const { db } = await open()
    const approvals = createSqlApprovalStore(db)
    expect(await approvals.policy()).toEqual(noApprovals)
    const policy = { ...noApprovals, remove: { fromUsers: 5, fromPercent: null } }
    await approvals.setPolicy(policy, { email: 'o@example.com', at, sentence })
    await approvals.setPolicy({ ...policy, erase: { fromUsers: 1, fromPercent: 2.5 } }, { email: 'o', at, sentence })
    expect(await approvals.policy()).toEqual({ ...policy, erase: { fromUsers: 1, fromPercent: 2.5 } })
  })
})
