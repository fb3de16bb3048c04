import { permissionsOfMember } from '@muster/core/permission'
import { type ApprovalPolicy, type GivenApproval, noApprovals } from '@muster/core/policy/approval'
import { breakGlassName } from '@muster/core/policy/break-glass'
import { type Selectable, sql, type Transaction } from 'kysely'
import type { ApprovalMove, ApprovalRecord, ApprovalStore, MoveResult } from '../../../features/plans/approval-ports.ts'
import { appendAudit } from '../audit/audit-log.ts'
import { storableJson, storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import type { Tables } from '../database/tables.ts'
import { lockGuards } from '../guards/guard-facts.ts'
import { membershipColumns, membershipOf } from '../session/memberships.ts'
import { isOwn } from '../session/own-records.ts'
import type { ApprovalsTables } from '../tables/approvals.ts'
import { planOfRow } from './plan-rows.ts'

/** How long the issuer of a new link counts as someone who may act as the member that used it. */
const renewalMs = 24 * 3_600_000

const line = { subject: null, outcome: null, jobId: null } as const

/** The approval policy and the requests for approval, in SQL. */
export function createSqlApprovalStore(db: Db): ApprovalStore {
  return {
    policy: () => readPolicy(db),
    setPolicy: (policy, by) => db.transaction().execute((trx) => setPolicy(trx, policy, by)),
    find: async (planId) => {
      const row = await db.selectFrom('approvals').selectAll().where('plan_id', '=', planId).executeTakeFirst()
      return row === undefined ? null : approvalOfRow(row)
    },
    events: async (planId) => {
      const rows = await db
        .selectFrom('approval_events')
        .select(['at', 'actor', 'kind', 'comment'])
        .where('plan_id', '=', planId)
        .orderBy('seq')
        .execute()
      return rows.map((row) => ({ ...row, at: row.at.getTime() }))
    },
    move: (move) => db.transaction().execute(async (trx) => moveApproval(trx, move)),
    list: (page) => listApprovals(db, page),
    activeMembers: () => activeMembers(db),
  }
}

async function activeMembers(db: Db): ReturnType<ApprovalStore['activeMembers']> {
  const rows = await db
    .selectFrom('members')
    .select(['id', 'email', 'name', 'language'])
    .select(membershipColumns)
    .where('email', '<>', breakGlassName)
    .where('disabled_at', 'is', null)
    .where('joined_at', 'is not', null)
    .orderBy('email')
    .execute()
  return rows.map((row) => ({
    memberId: row.id,
    email: row.email,
    name: row.name,
    language: row.language,
    permissions: permissionsOfMember(membershipOf(row)),
  }))
}

async function setPolicy(
  trx: Transaction<Tables>,
  policy: ApprovalPolicy,
  { email, at, sentence }: Parameters<ApprovalStore['setPolicy']>[1],
): Promise<void> {
  await lockGuards(trx)
  const values = { policy: storableJson(policy) }
  await trx
    .insertInto('approval_policy')
    .values(values)
    .onConflict((conflict) => conflict.column('one').doUpdateSet(values))
    .execute()
  await appendAudit(trx, [{ ...line, action: 'policy.changed', actor: email, sentence }], new Date(at))
}

/** The policy; nothing needs approval until one is set. */
export async function readPolicy(db: Db): Promise<ApprovalPolicy> {
  const row = await db.selectFrom('approval_policy').select('policy').executeTakeFirst()
  return row?.policy ?? noApprovals
}

/** The request for a plan, with what its approver may do now. */
export async function readApproval(db: Db, planId: string): Promise<GivenApproval | null> {
  const row = await db
    .selectFrom('approvals')
    .leftJoin('members', (join) =>
      join.onRef('members.id', '=', 'approvals.decided_by_id').on('members.disabled_at', 'is', null),
    )
    .select(['approvals.state', 'hash', 'requested_by_id', 'decided_by_id', 'members.id as approver_id'])
    .select(membershipColumns)
    .where('plan_id', '=', planId)
    .executeTakeFirst()
  if (row === undefined) return null
  return {
    state: row.state,
    hash: row.hash,
    requestedById: row.requested_by_id,
    decidedById: row.decided_by_id,
    approver:
      row.approver_id === null || row.role === null
        ? null
        : { permissions: permissionsOfMember(membershipOf({ ...row, role: row.role })) },
  }
}

function approvalOfRow(row: Selectable<ApprovalsTables['approvals']>): ApprovalRecord {
  return {
    planId: row.plan_id,
    hash: row.hash,
    state: row.state,
    requestedBy: { memberId: row.requested_by_id, email: row.requested_by },
    requestedAt: row.requested_at.getTime(),
    decidedBy:
      row.decided_by_id === null ? null : { memberId: row.decided_by_id, email: row.decided_by ?? row.decided_by_id },
    decidedAt: row.decided_at?.getTime() ?? null,
  }
}

/** The plan's row is locked first, as an application of the plan does. */
async function moveApproval(trx: Transaction<Tables>, move: ApprovalMove): Promise<MoveResult> {
  const plan = await trx
    .selectFrom('plans')
    .select(['hash', 'state', 'replaced_by', 'created_by_id'])
    .where('id', '=', move.planId)
    .forUpdate()
    .executeTakeFirst()
  if (plan?.state !== 'ready' || plan.replaced_by !== null || plan.hash !== move.hash) return { kind: 'stale' }
  const held = await trx.selectFrom('approvals').select('state').where('plan_id', '=', move.planId).executeTakeFirst()
  const state = held?.state ?? null
  if (!move.from.includes(state)) return { kind: 'state', state }
  if (move.to === 'approved' && (await areLinked(trx, plan.created_by_id, move))) return { kind: 'linked' }
  await keepMove(trx, move)
  await trx
    .insertInto('approval_events')
    .values({
      plan_id: move.planId,
      seq: sql`(select count(*) + 1 from approval_events where plan_id = ${move.planId})`,
      at: new Date(move.at),
      actor: move.actor.email,
      kind: move.event,
      comment: storableText(move.comment),
    })
    .execute()
  const entry = { ...line, action: `approval.${move.event}` as const, actor: move.actor.email, sentence: move.sentence }
  await appendAudit(trx, [entry], new Date(move.at))
  return { kind: 'moved' }
}

/** Whether one member may be behind author and approver: the issuer of a new link of a member can sign in as them. */
async function areLinked(trx: Transaction<Tables>, authorId: string, { actor, at }: ApprovalMove): Promise<boolean> {
  const issuerOf = (id: string) =>
    sql`(select renewed_by_id from members where id = ${id} and renewed_at > ${new Date(at - renewalMs)})`
  const { rows } = await sql<{ linked: boolean }>`select
    array[${authorId}, ${issuerOf(authorId)}] && array[${actor.memberId}, ${issuerOf(actor.memberId)}] as linked`.execute(
    trx,
  )
  return rows[0]?.linked === true
}

async function keepMove(trx: Transaction<Tables>, { planId, hash, to, actor, at }: ApprovalMove): Promise<void> {
  if (to === null) return
  const when = new Date(at)
  if (to !== 'waiting') {
    const decision = { state: to, decided_by: actor.email, decided_by_id: actor.memberId, decided_at: when }
    await trx.updateTable('approvals').set(decision).where('plan_id', '=', planId).execute()
    return
  }
  const request = {
    hash,
    state: to,
    requested_by: actor.email,
    requested_by_id: actor.memberId,
    requested_at: when,
    decided_by: null,
    decided_by_id: null,
    decided_at: null,
  }
  await trx
    .insertInto('approvals')
    .values({ plan_id: planId, ...request })
    .onConflict((conflict) => conflict.column('plan_id').doUpdateSet(request))
    .execute()
}

async function listApprovals(
  db: Db,
  { onlyWaiting, before, limit, own }: Parameters<ApprovalStore['list']>[0],
): Promise<Awaited<ReturnType<ApprovalStore['list']>>> {
  const rows = await db
    .selectFrom('approvals')
    .selectAll()
    .$if(onlyWaiting, (query) => query.where('state', '=', 'waiting'))
    .$if(own !== null, (query) =>
      query.where(
        sql<boolean>`exists (select from plans where plans.id = approvals.plan_id and ${isOwn(own, 'plans')})`,
      ),
    )
    .$if(before !== null, (query) => query.where('plan_id', '<', storableText(before ?? '')))
    .orderBy('plan_id', 'desc')
    .limit(limit)
    .execute()
  if (rows.length === 0) return []
  const plans = await db
    .selectFrom('plans')
    .selectAll()
    .where(
      'id',
      'in',
      rows.map((row) => row.plan_id),
    )
    .execute()
  const byId = new Map(plans.map((row) => [row.id, planOfRow(row)]))
  return rows.flatMap((row) => {
    const plan = byId.get(row.plan_id)
    return plan === undefined ? [] : [{ approval: approvalOfRow(row), plan }]
  })
}
