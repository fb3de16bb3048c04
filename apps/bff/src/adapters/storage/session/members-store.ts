import type { AuditLine } from '@muster/core/audit/audit-line'
import { actsAsOwner, memberRoles, permissionsOf } from '@muster/core/permission'
import { breakGlassName } from '@muster/core/policy/break-glass'
import { message } from '@muster/wording/message'
import { type Kysely, sql } from 'kysely'
import type { Member, MemberStore } from '../../../features/session/ports.ts'
import { appendAudit } from '../audit/audit-log.ts'
import { newId } from '../database/new-id.ts'
import { storableText } from '../database/storable-json.ts'
import type { Tables } from '../database/tables.ts'
import { pauseJobsOf } from '../jobs/jobs-of-member.ts'
import { isPermission, membershipColumns, signedInOf } from './memberships.ts'

const managers = memberRoles.filter((role) => permissionsOf(role).includes('members:manage'))

const columns = ['members.id', 'members.email', 'members.name', 'members.language', ...membershipColumns] as const

/** Members of Muster in SQL. */
export function createSqlMemberStore(db: Kysely<Tables>): MemberStore {
  return {
    byEmail: async (email) => {
      const row = await db
        .selectFrom('members')
        .select([...columns, 'password_hash'])
        .where(sql`lower(email)`, '=', storableText(email).toLowerCase())
        .where('disabled_at', 'is', null)
        .executeTakeFirst()
      if (row === undefined) return null
      return { ...signedInOf(row), passwordHash: row.password_hash }
    },
    owner: (preferred) => findOwner(db, preferred),
    grantors: () => listGrantors(db),
    retireOwners: (kept, at, named) => retireOwners(db, { kept, at, named }),
    endLinks: async () => {
      await db.deleteFrom('sign_in_links').where('kind', '=', 'sign_in').execute()
    },
    keepOwner: (owner, at) => keepOwner(db, owner, at),
    ...passphrasesOf(db),
    ...preferencesOf(db),
    addLink: async (link) => {
      await db
        .insertInto('sign_in_links')
        .values({ id: link.id, member_id: link.memberId, expires_at: new Date(link.expiresAt) })
        .execute()
    },
    takeLink: (id, use) => takeLink(db, id, use),
  }
}

/** Passphrases, by their hash. */
function passphrasesOf(db: Kysely<Tables>): Pick<MemberStore, 'replaceHash' | 'anyPassphrase'> {
  return {
    replaceHash: async (id, { from, to }) => {
      await db
        .updateTable('members')
        .set({ password_hash: to })
        .where('id', '=', id)
        .where('password_hash', '=', from)
        .execute()
    },
    anyPassphrase: async () => {
      const { rows } = await sql<{ exists: boolean }>`select exists (
        select 1 from members where password_hash is not null and disabled_at is null)`.execute(db)
      return rows[0]?.exists ?? false
    },
  }
}

/** How a member sees the app. */
function preferencesOf(db: Kysely<Tables>): Pick<MemberStore, 'setLanguage' | 'usersTable' | 'setUsersTable'> {
  return {
    setLanguage: async (id, language) => {
      await db.updateTable('members').set({ language }).where('id', '=', id).execute()
    },
    usersTable: async (id) => {
      const row = await db.selectFrom('members').select('users_table').where('id', '=', id).executeTakeFirst()
      return row?.users_table ?? null
    },
    setUsersTable: async (id, table) => {
      await db
        .updateTable('members')
        .set({ users_table: JSON.stringify(table) })
        .where('id', '=', id)
        .execute()
    },
  }
}

async function findOwner(db: Kysely<Tables>, preferred: string): Promise<Member | null> {
  const row = await db
    .selectFrom('members')
    .select(columns)
    .where('role', '=', 'owner')
    .where('email', '<>', breakGlassName)
    .where('disabled_at', 'is', null)
    .where('joined_at', 'is not', null)
    .orderBy(sql<boolean>`lower(email) = ${preferred.toLowerCase()}`, 'desc')
    .orderBy('created_at', 'desc')
    .executeTakeFirst()
  return row === undefined ? null : signedInOf(row)
}

async function listGrantors(db: Kysely<Tables>): ReturnType<MemberStore['grantors']> {
  return db
    .selectFrom('members')
    .select(['name', 'email'])
    .where('scope', 'is', null)
    .where((where) =>
      where.or([
        where('role', 'in', managers),
        sql<boolean>`exists (select from roles where roles.id = members.role
          and roles.permissions @> '["members:manage"]')`,
      ]),
    )
    .where('email', '<>', breakGlassName)
    .where('disabled_at', 'is', null)
    .where('joined_at', 'is not', null)
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .execute()
}

async function takeLink(
  db: Kysely<Tables>,
  id: string,
  { now, deviceId }: Parameters<MemberStore['takeLink']>[1],
): Promise<Member | null> {
  const taken = await db
    .updateTable('sign_in_links')
    .set({ device_id: deviceId })
    .where('id', '=', id)
    .where('kind', '=', 'sign_in')
    .where('expires_at', '>', new Date(now))
    .where((where) => where.or([where('device_id', 'is', null), where('device_id', '=', deviceId)]))
    .returning('member_id')
    .executeTakeFirst()
  if (taken === undefined) return null
  const member = await db
    .selectFrom('members')
    .select(columns)
    .where('id', '=', taken.member_id)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  return member === undefined ? null : signedInOf(member)
}

async function retireOwners(
  db: Kysely<Tables>,
  { kept, at, named }: { kept: Member; at: number; named: readonly string[] },
): Promise<readonly string[]> {
  return await db.transaction().execute(async (trx) => {
    const roles = await trx.selectFrom('roles').select(['id', 'permissions']).orderBy('id').forShare().execute()
    const ofOwners = roles.filter(({ permissions }) => actsAsOwner(permissions.filter(isPermission)))
    const retired = await trx
      .updateTable('members')
      .set({ disabled_at: new Date(at), password_hash: null })
      .where('role', 'in', ['owner', ...ofOwners.map(({ id }) => id)])
      .where('disabled_at', 'is', null)
      .where('id', '<>', kept.id)
      .where('email', '<>', breakGlassName)
      .where(sql<boolean>`lower(email collate "C") <> all(${named})`)
      .returning(['id', 'email'])
      .execute()
    if (retired.length === 0) return []
    const ids = retired.map(({ id }) => id)
    for (const table of ['sessions', 'known_devices', 'sign_in_links', 'passkeys', 'tokens'] as const)
      await trx.deleteFrom(table).where('member_id', 'in', ids).execute()
    const paused: AuditLine[] = []
    for (const member of retired) paused.push(...(await pauseJobsOf(trx, member)))
    const drafts = retired.map(({ email }) => ({
      action: 'member.retired' as const,
      actor: 'Muster',
      subject: null,
      sentence: message('audit.retired', { owner: kept.email, email }),
      outcome: null,
      jobId: null,
    }))
    await appendAudit(trx, [...paused, ...drafts], new Date(at))
    return retired.map(({ email }) => email)
  })
}

async function keepOwner(
  db: Kysely<Tables>,
  owner: { email: string; name: string; passwordHash: string | null },
  at: number,
): Promise<Member> {
  return await db.transaction().execute(async (trx) => {
    // A changed or removed password ends the sessions opened with the old one, their tokens, and the member's links.
    for (const table of ['sessions', 'known_devices', 'sign_in_links', 'passkeys', 'tokens'])
      await sql`delete from ${sql.table(table)} as opened using members
        where members.id = opened.member_id and lower(members.email) = lower(${owner.email})
          and members.password_hash is distinct from ${owner.passwordHash}`.execute(trx)
    const { rows } = await sql<Pick<Member, 'id' | 'email' | 'name' | 'language'>>`
      insert into members (id, email, name, role, password_hash, created_at, joined_at)
      values (${newId()}, ${owner.email}, ${owner.name}, 'owner', ${owner.passwordHash}, ${new Date(at)}, ${new Date(at)})
      on conflict (lower(email)) do update set role = 'owner', scope = null, scope_since = null, password_hash = excluded.password_hash, disabled_at = null,
        joined_at = coalesce(members.joined_at, excluded.joined_at)
      returning id, email, name, language`.execute(trx)
    const member = rows[0]
    if (member === undefined) throw new Error('an upsert returned no row')
    return { ...member, role: 'owner', roleName: null, granted: null, scope: null }
  })
}
