import type { AuditLine } from '@muster/core/audit/audit-line'
import { type Kysely, sql } from 'kysely'
import type { ChangedPassphrase, FactorStore, StoredFactors } from '../../../features/session/factors-ports.ts'
import { appendAudit } from '../audit/audit-log.ts'
import type { Tables } from '../database/tables.ts'

/** Factors in SQL. */
export function createSqlFactorStore(db: Kysely<Tables>): FactorStore {
  return {
    of: (memberId) => factorsOf(db, memberId),
    startTotp: async (memberId, totp_key) => {
      const started = await db
        .updateTable('members')
        .set({ totp_key, totp_step: null })
        .where('id', '=', memberId)
        .where('totp_since', 'is', null)
        .executeTakeFirst()
      return started.numUpdatedRows === 1n
    },
    confirmTotp: (memberId, confirmed, audit) =>
      db.transaction().execute((trx) => confirmTotp(trx, { memberId, ...confirmed, audit })),
    removeTotp: (memberId, at, audit) => removeTotp(db, { memberId, at, audit }),
    changePassphrase: (memberId, changed) =>
      db.transaction().execute((trx) => changePassphrase(trx, memberId, changed)),
    replaceCodes: (memberId, { codes, at }, audit) =>
      db.transaction().execute(async (trx) => {
        await replaceCodes(trx, memberId, codes)
        await appendAudit(trx, [audit], new Date(at))
      }),
    ...usesOf(db),
  }
}

/** Codes are used once, over all replicas. */
function usesOf(db: Kysely<Tables>): Pick<FactorStore, 'useStep' | 'useRecoveryCode'> {
  return {
    useStep: async (memberId, step) => {
      const used = await db
        .updateTable('members')
        .set({ totp_step: step })
        .where('id', '=', memberId)
        .where(sql<boolean>`coalesce(totp_step, -1) < ${step}`)
        .executeTakeFirst()
      return used.numUpdatedRows === 1n
    },
    useRecoveryCode: async (memberId, hash) => {
      const used = await db
        .deleteFrom('recovery_codes')
        .where('member_id', '=', memberId)
        .where('hash', '=', hash)
        .executeTakeFirst()
      return used.numDeletedRows === 1n
    },
  }
}

type ConfirmedTotp = Parameters<FactorStore['confirmTotp']>[1] & {
  readonly memberId: string
  readonly audit: AuditLine
}

async function confirmTotp(trx: Kysely<Tables>, { memberId, step, codes, at, audit }: ConfirmedTotp): Promise<boolean> {
  const confirmed = await trx
    .updateTable('members')
    .set({ totp_since: new Date(at), totp_step: step })
    .where('id', '=', memberId)
    .where('totp_since', 'is', null)
    .where('totp_key', 'is not', null)
    .executeTakeFirst()
  if (confirmed.numUpdatedRows === 0n) return false
  await replaceCodes(trx, memberId, codes)
  await appendAudit(trx, [audit], new Date(at))
  return true
}

async function factorsOf(db: Kysely<Tables>, memberId: string): Promise<StoredFactors | null> {
  const row = await db
    .selectFrom('members')
    .select(['email', 'password_hash', 'totp_key', 'totp_since'])
    .select(sql<number>`(select count(*)::int from recovery_codes where member_id = members.id)`.as('codes'))
    .select(sql<number>`(select count(*)::int from passkeys where member_id = members.id)`.as('passkeys'))
    .where('id', '=', memberId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined) return null
  const { email, password_hash: passwordHash, totp_key: totpKey, totp_since, codes: recoveryCodes, passkeys } = row
  return { email, passwordHash, totpKey, totpSince: totp_since?.getTime() ?? null, recoveryCodes, passkeys }
}

interface RemovedTotp {
  readonly memberId: string
  readonly at: number
  readonly audit: AuditLine
}

async function removeTotp(db: Kysely<Tables>, { memberId, at, audit }: RemovedTotp): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const removed = await trx
      .updateTable('members')
      .set({ totp_key: null, totp_since: null, totp_step: null })
      .where('id', '=', memberId)
      .where('totp_since', 'is not', null)
      .executeTakeFirst()
    if (removed.numUpdatedRows === 0n) return false
    // Passkeys need the codes as well.
    const left = await trx.selectFrom('passkeys').select('id').where('member_id', '=', memberId).limit(1).execute()
    if (left.length === 0) await replaceCodes(trx, memberId, [])
    await appendAudit(trx, [audit], new Date(at))
    return true
  })
}

async function changePassphrase(
  trx: Kysely<Tables>,
  memberId: string,
  { passwordHash, replaces, at, sessionId, deviceId, audit }: ChangedPassphrase,
): Promise<number | null> {
  const changed = await trx
    .updateTable('members')
    .set({ password_hash: passwordHash })
    .where('id', '=', memberId)
    .where('password_hash', '=', replaces)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  if (changed.numUpdatedRows === 0n) return null
  const ended = await trx
    .deleteFrom('sessions')
    .where('member_id', '=', memberId)
    .where('id', '<>', sessionId)
    .executeTakeFirst()
  await trx.deleteFrom('sign_in_links').where('member_id', '=', memberId).execute()
  await trx
    .deleteFrom('known_devices')
    .where('member_id', '=', memberId)
    .where('id', '<>', deviceId ?? '')
    .execute()
  const sessions = Number(ended.numDeletedRows)
  await appendAudit(trx, [audit(sessions)], new Date(at))
  return sessions
}

async function replaceCodes(trx: Kysely<Tables>, member_id: string, codes: readonly string[]): Promise<void> {
  // The member's row orders concurrent renewals, so one set of codes remains.
  await trx.selectFrom('members').select('id').where('id', '=', member_id).forUpdate().execute()
  await trx.deleteFrom('recovery_codes').where('member_id', '=', member_id).execute()
  if (codes.length > 0)
    await trx
      .insertInto('recovery_codes')
      .values(codes.map((hash) => ({ member_id, hash })))
      .execute()
}
