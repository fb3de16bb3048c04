import type { AuditLine } from '@muster/core/audit/audit-line'
import { breakGlassName } from '@muster/core/policy/break-glass'
import type { Kysely, Transaction } from 'kysely'
import type { BreakGlass, BreakGlassStore } from '../../../features/session/breakglass-ports.ts'
import { appendAudit } from '../audit/audit-log.ts'
import type { Tables } from '../database/tables.ts'
import { membershipColumns, signedInOf } from './memberships.ts'

/** The break-glass account in SQL. */
export function createSqlBreakGlass(db: Kysely<Tables>): BreakGlassStore {
  return {
    state: () => readState(db),
    replace: (made, audit) => replaceAccount(db, made, audit),
    memberOf: async (secretHash) => {
      const row = await db
        .selectFrom('break_glass')
        .innerJoin('members', 'members.id', 'break_glass.member_id')
        .select(['members.id', 'members.email', 'members.name', 'members.language'])
        .select(membershipColumns)
        .where('secret_hash', '=', secretHash)
        .executeTakeFirst()
      return row === undefined ? null : signedInOf(row)
    },
    arm: async (memberId, at) => {
      await db
        .updateTable('break_glass')
        .set({ armed_at: new Date(at) })
        .where('member_id', '=', memberId)
        .where('armed_at', 'is', null)
        .execute()
    },
    use: (memberId, used, audit) => db.transaction().execute((trx) => use(trx, memberId, { ...used, audit })),
    remove: (at, audit) =>
      db.transaction().execute(async (trx) => {
        const removed = await trx.deleteFrom('members').where('email', '=', breakGlassName).executeTakeFirst()
        if (removed.numDeletedRows === 0n) return false
        await appendAudit(trx, [audit], new Date(at))
        return true
      }),
  }
}

async function use(
  trx: Transaction<Tables>,
  memberId: string,
  { at, from, audit }: Parameters<BreakGlassStore['use']>[1] & { readonly audit: AuditLine },
): Promise<boolean> {
  const used = await trx
    .updateTable('break_glass')
    .set({ used_at: new Date(at), used_from: from })
    .where('member_id', '=', memberId)
    .where('armed_at', 'is not', null)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  if (used.numUpdatedRows === 0n) return false
  await appendAudit(trx, [audit], new Date(at))
  return true
}

async function readState(db: Kysely<Tables>): Promise<BreakGlass | null> {
  const row = await db.selectFrom('break_glass').selectAll().executeTakeFirst()
  if (row === undefined) return null
  return {
    memberId: row.member_id,
    madeBy: row.made_by,
    madeAt: row.made_at.getTime(),
    armedAt: row.armed_at?.getTime() ?? null,
    usedAt: row.used_at?.getTime() ?? null,
    usedFrom: row.used_from,
  }
}

async function replaceAccount(
  db: Kysely<Tables>,
  { memberId, secretHash, sealedKey, by, at }: Parameters<BreakGlassStore['replace']>[0],
  audit: AuditLine,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('members').where('email', '=', breakGlassName).execute()
    await trx
      .insertInto('members')
      .values({
        id: memberId,
        email: breakGlassName,
        name: 'Break-glass account',
        role: 'owner',
        password_hash: null,
        disabled_at: null,
        totp_key: sealedKey,
        totp_since: new Date(at),
        created_at: new Date(at),
        joined_at: new Date(at),
      })
      .execute()
    await trx
      .insertInto('break_glass')
      .values({ member_id: memberId, secret_hash: secretHash, made_by: by, made_at: new Date(at) })
      .execute()
    await appendAudit(trx, [audit], new Date(at))
  })
}
