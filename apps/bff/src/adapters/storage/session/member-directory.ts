import { isBuiltIn, permissionsOfMember } from '@muster/core/permission'
import { isBreakGlass } from '@muster/core/policy/break-glass'
import { message } from '@muster/wording/message'
import type { Kysely, Transaction } from 'kysely'
import type { MemberChange, MemberDirectory, MemberFacts, NewInvitation } from '../../../features/members/ports.ts'
import { ProblemError } from '../../../problem-error.ts'
import { appendAudit } from '../audit/audit-log.ts'
import { storableText } from '../database/storable-json.ts'
import type { Tables } from '../database/tables.ts'
import { keepLimitOf, pauseJobsOf } from '../jobs/jobs-of-member.ts'
import { readMembers } from './member-records.ts'
import { membershipColumns, membershipOf, scopeColumns } from './memberships.ts'
import { setRole } from './set-role.ts'

type Trx = Transaction<Tables>

const one = async (from: Kysely<Tables>, id: string, now: number) => (await readMembers(from, now, id))[0] ?? null

/** The members in SQL. */
export function createSqlMemberDirectory(db: Kysely<Tables>): MemberDirectory {
  return {
    list: (now) => readMembers(db, now),
    get: (id, now) => one(db, storableText(id), now),
    invite: (...invited) => db.transaction().execute((trx) => invite(trx, ...invited)),
    change: ({ actorId, memberId, at }, decide) =>
      db.transaction().execute(async (trx) => {
        const facts = await lockFacts(trx, { actorId, memberId: storableText(memberId), at })
        if (facts === null) return null
        const change = decide(facts)
        const endedSessions = await applyChange(trx, facts.member, change, at)
        await appendAudit(trx, change.audit, new Date(at))
        return { endedSessions, member: await one(trx, facts.member.id, at) }
      }),
    renew: ({ actorId, memberId }, invitation, decide) =>
      db.transaction().execute(async (trx) => {
        const facts = await lockFacts(trx, { actorId, memberId: storableText(memberId), at: invitation.at })
        if (facts === null) return null
        const audit = decide(facts)
        await trx.deleteFrom('sign_in_links').where('member_id', '=', facts.member.id).execute()
        await addInvitation(trx, facts.member.id, invitation)
        await appendAudit(trx, [audit], new Date(invitation.at))
        return await one(trx, facts.member.id, invitation.at)
      }),
  }
}

async function invite(
  trx: Trx,
  ...[member, invitation, audit]: Parameters<MemberDirectory['invite']>
): ReturnType<MemberDirectory['invite']> {
  const created_at = new Date(invitation.at)
  await keepRole(trx, member.role)
  const { scope, ...named } = member
  const row = { ...named, ...scopeColumns(scope), password_hash: null, disabled_at: null, created_at }
  const added = await trx
    .insertInto('members')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (added.numInsertedOrUpdatedRows !== 1n) return null
  await addInvitation(trx, member.id, invitation)
  await appendAudit(trx, [audit], created_at)
  return await one(trx, member.id, invitation.at)
}

const addInvitation = (trx: Trx, member_id: string, { linkId, issuedById, expiresAt }: NewInvitation) =>
  trx
    .insertInto('sign_in_links')
    .values({ id: linkId, member_id, issued_by_id: issuedById, kind: 'invitation', expires_at: new Date(expiresAt) })
    .execute()

/** Locks the rows that a change of a member depends on, in the order of their ids. */
export async function lockFacts(
  trx: Trx,
  { actorId, memberId, at }: { actorId: string; memberId: string; at: number },
): Promise<MemberFacts | null> {
  const locked = await trx
    .selectFrom('members')
    .select(['id', 'email', 'joined_at', 'disabled_at'])
    .select(membershipColumns)
    .where((where) => where.or([where('id', 'in', [actorId, memberId]), where('role', '=', 'owner')]))
    .orderBy('id')
    .forUpdate()
    .execute()
  const active = locked.filter((row) => row.disabled_at === null && row.joined_at !== null)
  const actor = active.find(({ id }) => id === actorId)
  const [member] = await readMembers(trx, at, memberId)
  if (actor === undefined || member === undefined) return null
  const otherOwners = active.filter((row) => row.role === 'owner' && row.id !== memberId && !isBreakGlass(row)).length
  return { actor: { id: actor.id, permissions: permissionsOfMember(membershipOf(actor)) }, member, otherOwners }
}

/** Locks a custom role, so it is not removed before a member has it. */
async function keepRole(trx: Trx, role: string): Promise<void> {
  if (isBuiltIn(role)) return
  const kept = await trx.selectFrom('roles').select('id').where('id', '=', role).forShare().executeTakeFirst()
  if (kept === undefined) throw new ProblemError('conflict', message('problem.no_role'))
}

/** Applies a change to a locked member. Returns how many sessions it ended. */
export async function applyChange(
  trx: Trx,
  member: { readonly id: string; readonly email: string },
  change: MemberChange,
  at: number,
): Promise<number> {
  const { id } = member
  let ended = 0
  if (change.endsSessions) {
    const sessions = await trx.deleteFrom('sessions').where('member_id', '=', id).executeTakeFirst()
    ended = Number(sessions.numDeletedRows)
    await trx.deleteFrom('sign_in_links').where('member_id', '=', id).execute()
  }
  if (change.endsTokens === true) await trx.deleteFrom('tokens').where('member_id', '=', id).execute()
  if (change.disabled === true) await trx.deleteFrom('known_devices').where('member_id', '=', id).execute()
  const paused = change.disabled === true || change.removed === true ? [...(await pauseJobsOf(trx, member))] : []
  if (change.removed === true) {
    await keepLimitOf(trx, id)
    await trx.deleteFrom('members').where('id', '=', id).execute()
  }
  if (change.role !== undefined) {
    await keepRole(trx, change.role)
    paused.push(...(await setRole(trx, id, change.role)))
  }
  if (change.scope !== undefined)
    await trx.updateTable('members').set(scopeColumns(change.scope)).where('id', '=', id).execute()
  if (change.disabled !== undefined) {
    const disabled_at = change.disabled ? new Date(at) : null
    await trx.updateTable('members').set({ disabled_at }).where('id', '=', id).execute()
  }
  // Last, because others wait for the audit with locks on what is deleted here.
  await appendAudit(trx, paused, new Date(at))
  return ended
}
