import type { AuditLine } from '@muster/core/audit/audit-line'
import { type Kysely, sql } from 'kysely'
import type { LiveToken, NewToken, TokenRecord, TokenStore } from '../../../features/tokens/ports.ts'
import { storeFailure } from '../../../store-failure.ts'
import { appendAudit } from '../audit/audit-log.ts'
import { storableJson, storableText } from '../database/storable-json.ts'
import type { Tables } from '../database/tables.ts'
import { type JoinedMember, memberOf } from './member-records.ts'
import { membershipColumns, membershipOf, membershipSql } from './memberships.ts'

const columns = ['id', 'name', 'permissions', 'created_at', 'expires_at', 'last_used_at', 'last_used_from'] as const

/** Tokens for scripts in SQL. */
export function createSqlTokenStore(db: Kysely<Tables>): TokenStore {
  return {
    ofMember: async (memberId) => {
      const rows = await db
        .selectFrom('tokens')
        .select(columns)
        .where('member_id', '=', storableText(memberId))
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute()
      return rows.map(recordOf)
    },
    add: (token, limit, audit) => addToken(db, token, { limit, audit }),
    revoke: (of, audit) => db.transaction().execute((trx) => revoke(trx, of, audit)),
    find: (hash, now) => find(db, hash, now),
    findCounted: (hash, now, lookup) => find(db, hash, now, lookup),
    markUsed: async (hash, { at, from }) => {
      const use = { last_used_at: new Date(at), last_used_from: from }
      // On a full disk scripts must still be able to read.
      await db
        .updateTable('tokens')
        .set(use)
        .where('hash', '=', hash)
        .execute()
        .catch((error: unknown) => {
          if (storeFailure(error) !== 'full') throw error
        })
    },
  }
}

async function revoke(
  trx: Kysely<Tables>,
  ...[{ id, memberId, at }, audit]: Parameters<TokenStore['revoke']>
): Promise<boolean> {
  const row = await trx
    .deleteFrom('tokens')
    .using('members')
    .whereRef('members.id', '=', 'tokens.member_id')
    .where('tokens.id', '=', storableText(id))
    .where('tokens.member_id', '=', storableText(memberId))
    .returning(['tokens.name', 'members.email', ...membershipColumns])
    .executeTakeFirst()
  if (row === undefined) return false
  const { name, email } = row
  await appendAudit(trx, [audit({ name, member: { email, ...membershipOf(row) } })], new Date(at))
  return true
}

async function addToken(
  db: Kysely<Tables>,
  token: NewToken,
  { limit, audit }: { readonly limit: number; readonly audit: AuditLine },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    // The member's row orders concurrent additions, so they share one limit.
    await trx.selectFrom('members').select('id').where('id', '=', token.memberId).forUpdate().execute()
    const { count } = await trx
      .selectFrom('tokens')
      .select(sql<number>`count(*)::int`.as('count'))
      .where('member_id', '=', token.memberId)
      .executeTakeFirstOrThrow()
    if (count >= limit) return false
    await trx
      .insertInto('tokens')
      .values({
        id: token.id,
        hash: token.hash,
        member_id: token.memberId,
        name: storableText(token.name),
        permissions: storableJson(token.permissions),
        created_at: new Date(token.createdAt),
        expires_at: new Date(token.expiresAt),
      })
      .execute()
    await appendAudit(trx, [audit], new Date(token.createdAt))
    return true
  })
}

/** In one statement, also with a look-up to count. */
async function find(
  db: Kysely<Tables>,
  hash: string,
  now: number,
  lookup?: Parameters<TokenStore['findCounted']>[2],
): Promise<LiveToken | null> {
  const counted =
    lookup === undefined
      ? sql``
      : sql`with counted as (insert into token_lookups as l (network, minute, count)
          values (${lookup.network}, ${lookup.minute}, 1)
          on conflict (network, minute) do update set count = l.count + 1 returning count)`
  const isWithin = lookup === undefined ? sql`true` : sql`(select count from counted) <= ${lookup.most}`
  const { rows } = await sql<Row & JoinedMember>`
    ${counted} select ${sql.join(columns.map((column) => sql.ref(`tokens.${column}`)))},
      members.id as member_id, members.email, members.name as member_name, members.language,
      ${membershipSql}
    from tokens join members on members.id = tokens.member_id
    where tokens.hash = ${hash} and tokens.expires_at > ${new Date(now)} and members.disabled_at is null
      and ${isWithin}`.execute(db)
  const [row] = rows
  if (row === undefined) return null
  return { ...recordOf(row), member: memberOf(row) }
}

type Row = Pick<TokenRecord, 'id' | 'name' | 'permissions'> & {
  readonly created_at: Date
  readonly expires_at: Date
  readonly last_used_at: Date | null
  readonly last_used_from: string | null
}

const recordOf = (row: Row): TokenRecord => ({
  id: row.id,
  name: row.name,
  permissions: row.permissions,
  createdAt: row.created_at.getTime(),
  expiresAt: row.expires_at.getTime(),
  lastUsedAt: row.last_used_at?.getTime() ?? null,
  lastUsedFrom: row.last_used_from,
})
