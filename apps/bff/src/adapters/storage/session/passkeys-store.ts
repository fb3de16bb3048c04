import { type Kysely, type Selectable, sql } from 'kysely'
import type { PasskeyStore, StoredPasskey } from '../../../features/session/passkeys-ports.ts'
import { appendAudit } from '../audit/audit-log.ts'
import { storableText } from '../database/storable-json.ts'
import type { Tables } from '../database/tables.ts'
import { joinedMember, memberOf } from './member-records.ts'

const columns = [
  'id',
  'credential_id',
  'name',
  'public_key',
  'counter',
  'transports',
  'synced',
  'added_at',
  'last_used_at',
] as const

/** Passkeys and their challenges in SQL. */
export function createSqlPasskeyStore(db: Kysely<Tables>): PasskeyStore {
  return {
    ofMember: async (memberId) => {
      const rows = await db
        .selectFrom('passkeys')
        .select(columns)
        .where('member_id', '=', memberId)
        .orderBy('id')
        .execute()
      return rows.map(passkeyOf)
    },
    any: async () => {
      const found = await db
        .selectFrom('passkeys')
        .innerJoin('members', 'members.id', 'passkeys.member_id')
        .select('passkeys.id')
        .where('members.disabled_at', 'is', null)
        .limit(1)
        .executeTakeFirst()
      return found !== undefined
    },
    find: (credentialId) => find(db, credentialId),
    add: (passkey, limits, audit) => db.transaction().execute((trx) => add(trx, passkey, limits, audit)),
    remove: (of, audit) => db.transaction().execute((trx) => remove(trx, of, audit)),
    markUsed: async (id, { counter, at }) => {
      const used = await db
        .updateTable('passkeys')
        .set({ counter, last_used_at: new Date(at) })
        .where('id', '=', id)
        .where(sql<boolean>`counter < ${counter} or (counter = 0 and ${counter} = 0)`)
        .executeTakeFirst()
      return used.numUpdatedRows === 1n
    },
    ...challengesOf(db),
  }
}

function challengesOf(db: Kysely<Tables>): Pick<PasskeyStore, 'addChallenge' | 'takeChallenge'> {
  return {
    addChallenge: async ({ id, purpose, holder, expiresAt }) => {
      await db
        .insertInto('passkey_challenges')
        .values({ id, purpose, holder, expires_at: new Date(expiresAt) })
        .execute()
    },
    takeChallenge: async ({ id, purpose, holder, now }) => {
      const taken = await db
        .deleteFrom('passkey_challenges')
        .where('id', '=', id)
        .where('purpose', '=', purpose)
        .where('holder', '=', holder)
        .where('expires_at', '>', new Date(now))
        .executeTakeFirst()
      return taken.numDeletedRows === 1n
    },
  }
}

type Row = Pick<Selectable<Tables['passkeys']>, (typeof columns)[number]>

const passkeyOf = (row: Row): StoredPasskey => ({
  id: row.id,
  credentialId: row.credential_id,
  name: row.name,
  publicKey: row.public_key,
  counter: Number(row.counter),
  transports: row.transports,
  synced: row.synced,
  addedAt: row.added_at.getTime(),
  lastUsedAt: row.last_used_at?.getTime() ?? null,
})

async function find(db: Kysely<Tables>, credentialId: string): ReturnType<PasskeyStore['find']> {
  const row = await db
    .selectFrom('passkeys')
    .innerJoin('members', 'members.id', 'passkeys.member_id')
    .select(columns.map((column) => `passkeys.${column}` as const))
    .select(joinedMember)
    .where('credential_id', '=', credentialId)
    .where('members.disabled_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined) return null
  return { passkey: passkeyOf(row), member: memberOf(row) }
}

/** The member's row orders concurrent changes of their factors. */
const lockMember = (trx: Kysely<Tables>, memberId: string) =>
  trx.selectFrom('members').select('totp_since').where('id', '=', memberId).forUpdate().executeTakeFirstOrThrow()

async function add(
  trx: Kysely<Tables>,
  { memberId, ...passkey }: Parameters<PasskeyStore['add']>[0],
  { limit, codes }: Parameters<PasskeyStore['add']>[1],
  audit: Parameters<PasskeyStore['add']>[2],
): ReturnType<PasskeyStore['add']> {
  await lockMember(trx, memberId)
  const own = await trx.selectFrom('passkeys').select('id').where('member_id', '=', memberId).execute()
  if (own.length >= limit) return 'refused'
  const added = await trx
    .insertInto('passkeys')
    .values({
      id: passkey.id,
      member_id: memberId,
      credential_id: passkey.credentialId,
      name: storableText(passkey.name),
      public_key: passkey.publicKey,
      counter: passkey.counter,
      transports: JSON.stringify(passkey.transports),
      synced: passkey.synced,
      added_at: new Date(passkey.addedAt),
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .executeTakeFirst()
  if (added.numInsertedOrUpdatedRows !== 1n) return 'refused'
  const left = await trx
    .selectFrom('recovery_codes')
    .select('hash')
    .where('member_id', '=', memberId)
    .limit(1)
    .execute()
  const hasCodes = left.length > 0 || codes.length === 0
  if (!hasCodes)
    await trx
      .insertInto('recovery_codes')
      .values(codes.map((hash) => ({ member_id: memberId, hash })))
      .execute()
  await appendAudit(trx, [audit], new Date(passkey.addedAt))
  return hasCodes ? 'added' : 'added_with_codes'
}

async function remove(
  trx: Kysely<Tables>,
  { id, memberId, at }: Parameters<PasskeyStore['remove']>[0],
  audit: Parameters<PasskeyStore['remove']>[1],
): Promise<boolean> {
  const { totp_since } = await lockMember(trx, memberId)
  const removed = await trx
    .deleteFrom('passkeys')
    .where('id', '=', storableText(id))
    .where('member_id', '=', memberId)
    .returning('name')
    .executeTakeFirst()
  if (removed === undefined) return false
  const left = await trx.selectFrom('passkeys').select('id').where('member_id', '=', memberId).limit(1).execute()
  if (totp_since === null && left.length === 0)
    await trx.deleteFrom('recovery_codes').where('member_id', '=', memberId).execute()
  await appendAudit(trx, [audit(removed.name)], new Date(at))
  return true
}
