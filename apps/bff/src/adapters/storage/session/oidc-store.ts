import { createHash } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Attempt, OidcStore, SignedInMember } from '../../../features/oidc/ports.ts'
import { appendAudit } from '../audit/audit-log.ts'
import { storableText } from '../database/storable-json.ts'
import type { Tables } from '../database/tables.ts'
import { identify } from './identify.ts'

/** A logout token that expires later than this is remembered no longer: it is not accepted any more either. */
const rememberMs = 24 * 3_600_000

/** Sign-in through an identity provider, in SQL. */
export function createSqlOidcStore(db: Kysely<Tables>): OidcStore {
  return {
    addAttempt: async (attempt, expiredBefore) => {
      await db.deleteFrom('oidc_attempts').where('created_at', '<', new Date(expiredBefore)).execute()
      await db.insertInto('oidc_attempts').values(rowOf(attempt)).execute()
    },
    takeAttempt: (of) => takeAttempt(db, of),
    identify: (identity, decide) => db.transaction().execute((trx) => identify(trx, identity, decide)),
    memberOf: async (issuer, subject) => {
      const row = await db
        .selectFrom('member_identities')
        .innerJoin('members', 'members.id', 'member_identities.member_id')
        .select(['members.id', 'members.email', 'members.name'])
        .where('issuer', '=', issuer)
        .where('subject', '=', subject)
        .where('members.disabled_at', 'is', null)
        .executeTakeFirst()
      return row ?? null
    },
    endProviderSessions: (of, audit) => db.transaction().execute((trx) => endProviderSessions(trx, of, audit)),
  }
}

async function endProviderSessions(
  trx: Transaction<Tables>,
  ...[of, audit]: Parameters<OidcStore['endProviderSessions']>
): Promise<number | null> {
  const at = new Date(of.at)
  if (!(await useToken(trx, of))) return null
  const ended = await endSessions(trx, of)
  const lines = [...Map.groupBy(ended, ({ id }) => id).values()].flatMap((sessions) =>
    sessions[0] === undefined ? [] : [audit(sessions[0], sessions.length)],
  )
  await appendAudit(trx, lines, at)
  return ended.length
}

async function takeAttempt(
  db: Kysely<Tables>,
  { id, state, createdAfter }: Parameters<OidcStore['takeAttempt']>[0],
): Promise<Attempt | null> {
  const row = await db
    .deleteFrom('oidc_attempts')
    .where('id', '=', id)
    .where('state', '=', storableText(state))
    .where('created_at', '>', new Date(createdAfter))
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) return null
  const {
    path: to,
    session_id: sessionId,
    member_id: memberId,
    device_id: deviceId,
    created_at,
    plan_hash: planHash,
    ...rest
  } = row
  return { ...rest, to, sessionId, memberId, deviceId, planHash, createdAt: created_at.getTime() }
}

function rowOf({ id, state, nonce, verifier, to, sessionId, memberId, deviceId, planHash, createdAt }: Attempt) {
  const refs = { session_id: sessionId, member_id: memberId, device_id: deviceId, plan_hash: planHash }
  return { id, state, nonce, verifier, path: storableText(to), ...refs, created_at: new Date(createdAt) }
}

/** Uses a logout token, once over all replicas. */
async function useToken(
  trx: Transaction<Tables>,
  { issuer, id, expiresAt, at }: { issuer: string; id: string; expiresAt: number; at: number },
): Promise<boolean> {
  await trx
    .deleteFrom('oidc_logout_tokens')
    .where('expires_at', '<', new Date(at - 60_000))
    .execute()
  const used = await trx
    .insertInto('oidc_logout_tokens')
    .values({
      id: createHash('sha256')
        .update(JSON.stringify([issuer, id]))
        .digest('hex'),
      expires_at: new Date(Math.min(expiresAt, at + rememberMs)),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return used.numInsertedOrUpdatedRows === 1n
}

/** Ends sessions that the provider opened: of the subject, of its own session, or both. Returns the member of each. */
async function endSessions(
  trx: Transaction<Tables>,
  { issuer, subject, sid }: { issuer: string; subject: string | null; sid: string | null },
): Promise<readonly SignedInMember[]> {
  const { rows } = await sql<SignedInMember>`
    delete from sessions using members
    where members.id = sessions.member_id and sessions.provider_issuer = ${issuer}
      and (${sid}::text is null or sessions.provider_sid = ${sid}
        or (sessions.provider_sid is null and ${subject}::text is not null))
      and (${subject}::text is null or exists (
        select 1 from member_identities where member_identities.member_id = members.id
          and member_identities.issuer = ${issuer} and member_identities.subject = ${subject}))
    returning members.id, members.email, members.name`.execute(trx)
  return rows
}
