import type { ProviderProof } from '@muster/core/policy/provider-proof'
import { type Kysely, sql } from 'kysely'
import type {
  GuessLedger,
  ListedSession,
  NewSession,
  Renewal,
  SessionStore,
  StoredSession,
} from '../../../features/session/ports.ts'
import { storeFailure } from '../../../store-failure.ts'
import { storableText } from '../database/storable-json.ts'
import type { Tables } from '../database/tables.ts'
import { membershipColumns, membershipOf } from './memberships.ts'

const firstWaitMs = 1000
const longestWaitMs = 15 * 60_000

/** The key of the tags in bearers. */
export async function readBearerKey(db: Kysely<Tables>): Promise<Buffer> {
  const { key } = await db.selectFrom('bearer_key').select('key').executeTakeFirstOrThrow()
  return Buffer.from(key, 'base64url')
}

/** Sessions in SQL. Members disabled meanwhile have none. */
export function createSqlSessionStore(db: Kysely<Tables>): SessionStore {
  return {
    add: (session, limit) => addSession(db, session, limit),
    find: (id) => find(db, id),
    markUsed: async (id, at) => {
      const use = db
        .updateTable('sessions')
        .set({ used_at: new Date(at) })
        .where('id', '=', id)
      // On a full disk members must still be able to read why nothing changes.
      await use.execute().catch((error: unknown) => {
        if (storeFailure(error) !== 'full') throw error
      })
    },
    remove: async (id) => {
      await db.deleteFrom('sessions').where('id', '=', id).execute()
    },
    renew: (id, newId, renewal) => renewSession(db, { id, newId, ...renewal }),
    ofMember: (memberId) => sessionsOf(db, memberId),
    end: async (memberId, which) => {
      const ended = await db
        .deleteFrom('sessions')
        .where('member_id', '=', memberId)
        .where((where) =>
          'ref' in which ? where('ref', '=', storableText(which.ref)) : where('id', '<>', which.allBut),
        )
        .executeTakeFirst()
      return Number(ended.numDeletedRows)
    },
    purge: (before) => purgeExpired(db, before),
  }
}

async function addSession(db: Kysely<Tables>, session: NewSession, limit: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const at = new Date(session.at)
    await trx
      .insertInto('sessions')
      .values({
        id: session.id,
        ref: session.ref,
        agent: session.agent,
        member_id: session.memberId,
        created_at: at,
        used_at: at,
        authenticated_at: new Date(session.proof?.authenticatedAt ?? session.at),
        ...proofColumns(session.proof),
      })
      .execute()
    await trx.updateTable('members').set({ last_sign_in_at: at }).where('id', '=', session.memberId).execute()
    await sql`delete from sessions where member_id = ${session.memberId} and id <> ${session.id} and id not in (
      select id from sessions where member_id = ${session.memberId} and id <> ${session.id}
      order by created_at desc, id limit ${limit - 1})`.execute(trx)
  })
}

/** Without a proof the columns keep their values. */
const proofColumns = (proof: ProviderProof | undefined) =>
  proof === undefined
    ? {}
    : {
        provider_issuer: proof.issuer,
        provider_sid: proof.sid === null ? null : storableText(proof.sid),
        provider_factors: storableText(proof.factors.join(' ')),
        provider_stated_at: new Date(proof.statedAt),
      }

/** One authentication at a provider proves once: the next one is later. */
const notProvedBefore = (proof: ProviderProof | undefined) =>
  proof === undefined
    ? sql<boolean>`true`
    : sql<boolean>`(provider_issuer is distinct from ${proof.issuer} 
        or coalesce(provider_stated_at, authenticated_at) < ${new Date(proof.statedAt)})`

interface RenewedSession extends Renewal {
  readonly id: string
  readonly newId: string
}

async function renewSession(db: Kysely<Tables>, { id, newId, at, planHash, proof }: RenewedSession): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const provedAt = new Date(proof?.authenticatedAt ?? at)
    const renewed = await trx
      .updateTable('sessions')
      .set({ id: newId, used_at: new Date(at) })
      // A proof for a plan counts for that plan only.
      .set(planHash === null ? { authenticated_at: provedAt } : {})
      .set(proofColumns(proof))
      .where('id', '=', id)
      .where(notProvedBefore(proof))
      .executeTakeFirst()
    if (renewed.numUpdatedRows !== 1n) return false
    if (planHash !== null)
      await trx
        .insertInto('plan_proofs')
        .values({ session_id: newId, plan_hash: planHash, at: provedAt })
        .onConflict((conflict) => conflict.columns(['session_id', 'plan_hash']).doUpdateSet({ at: provedAt }))
        .execute()
    return true
  })
}

async function sessionsOf(db: Kysely<Tables>, memberId: string): Promise<readonly ListedSession[]> {
  const rows = await db
    .selectFrom('sessions')
    .select(['id', 'ref', 'agent', 'created_at', 'used_at'])
    .where('member_id', '=', memberId)
    .orderBy('used_at', 'desc')
    .execute()
  return rows.map(({ created_at, used_at, ...row }) => ({
    ...row,
    createdAt: created_at.getTime(),
    usedAt: used_at.getTime(),
  }))
}

/** Deletes what has expired: sessions, links, challenges, devices, lookups and guesses. */
async function purgeExpired(db: Kysely<Tables>, before: Parameters<SessionStore['purge']>[0]): Promise<void> {
  await db
    .deleteFrom('sessions')
    .where((where) =>
      where.or([where('used_at', '<', new Date(before.used)), where('created_at', '<', new Date(before.created))]),
    )
    .execute()
  await db.deleteFrom('sign_in_links').where('expires_at', '<', new Date(before.now)).execute()
  await db.deleteFrom('passkey_challenges').where('expires_at', '<', new Date(before.now)).execute()
  await db.deleteFrom('known_devices').where('used_at', '<', new Date(before.device)).execute()
  await db
    .deleteFrom('token_lookups')
    .where('minute', '<', Math.floor(before.now / 60_000) - 5)
    .execute()
  const day = new Date(before.now - 24 * 3_600_000)
  await db.deleteFrom('sign_in_guesses').where('wait_until', '<', day).execute()
}

async function find(db: Kysely<Tables>, id: string): Promise<StoredSession | null> {
  const row = await db
    .selectFrom('sessions')
    .innerJoin('members', 'members.id', 'sessions.member_id')
    .select([
      'sessions.id',
      'sessions.created_at',
      'sessions.used_at',
      'sessions.authenticated_at',
      'sessions.provider_issuer',
      'members.id as member_id',
    ])
    .select(['members.email', 'members.name', 'members.language'])
    .select(membershipColumns)
    .where('sessions.id', '=', id)
    .where('members.disabled_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined) return null
  return {
    id: row.id,
    createdAt: row.created_at.getTime(),
    usedAt: row.used_at.getTime(),
    authenticatedAt: row.authenticated_at.getTime(),
    providerIssuer: row.provider_issuer,
    member: {
      id: row.member_id,
      email: row.email,
      name: row.name,
      language: row.language,
      ...membershipOf(row),
    },
  }
}

/** Guesses in SQL: one statement reserves, so concurrent guesses share one turn. Waits 1 s, doubling to 15 min. */
export function createSqlGuessLedger(db: Kysely<Tables>): GuessLedger {
  return {
    reserve: async (id, now) => {
      const at = new Date(now)
      const { rows } = await sql<{ failures: number }>`
        insert into sign_in_guesses as g (id, failures, wait_until)
        values (${id}, 1, ${new Date(now + firstWaitMs)})
        on conflict (id) do update set
          failures = g.failures + 1,
          wait_until = ${at}::timestamptz
            + least(${longestWaitMs}::float8, ${firstWaitMs}::float8 * power(2, least(g.failures, 20))) * interval '1 millisecond'
        where g.wait_until <= ${at}::timestamptz
        returning failures`.execute(db)
      if (rows.length > 0) return null
      const row = await db.selectFrom('sign_in_guesses').select('wait_until').where('id', '=', id).executeTakeFirst()
      return row === undefined ? firstWaitMs : Math.max(1, row.wait_until.getTime() - now)
    },
    clear: async (id) => {
      await db.deleteFrom('sign_in_guesses').where('id', '=', id).execute()
    },
  }
}
