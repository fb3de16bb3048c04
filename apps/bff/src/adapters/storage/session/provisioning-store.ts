import type { AuditLine } from '@muster/core/audit/audit-line'
import { actsAsOwner, permissionsOfMember } from '@muster/core/permission'
import { breakGlassName } from '@muster/core/policy/break-glass'
import { foldAddress } from '@muster/core/text/fold-address'
import { type Kysely, type SelectQueryBuilder, sql, type Transaction } from 'kysely'
import type { ProvisionedMember, ProvisioningStore, ScimAttributes, ScimFilter } from '../../../features/scim/ports.ts'
import { appendAudit } from '../audit/audit-log.ts'
import { storableText } from '../database/storable-json.ts'
import type { Tables } from '../database/tables.ts'
import { applyChange, lockFacts } from './member-directory.ts'

type Trx = Transaction<Tables>

/** Provisioning by SCIM, in SQL. */
export function createSqlProvisioningStore(db: Kysely<Tables>): ProvisioningStore {
  return {
    list: async (filter, { offset, limit }) => {
      const all = matching(membersIn(db), filter)
      const { total } = await all.clearSelect().select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow()
      const rows = await all.orderBy('members.created_at').orderBy('members.id').offset(offset).limit(limit).execute()
      return { total, items: rows.map(memberOf) }
    },
    create: (member, audit) => db.transaction().execute((trx) => create(trx, member, audit)),
    change: (of, decide) => db.transaction().execute((trx) => changeMember(trx, of, decide)),
  }
}

async function create(
  trx: Trx,
  member: Parameters<ProvisioningStore['create']>[0],
  audit: AuditLine,
): Promise<ProvisionedMember | null> {
  await lockAttributes(trx)
  if (await isTaken(trx, member.id, member)) return null
  const at = new Date(member.at)
  const { id, role, isActive } = member
  const row = { id, role, email: storableText(member.email), name: storableText(member.name) }
  await trx
    .insertInto('members')
    .values({ ...row, password_hash: null, disabled_at: isActive ? null : at, created_at: at })
    .execute()
  await keepAttributes(trx, id, { attributes: member, at, isProvisioned: true })
  if (!isActive) await rememberDisabling(trx, id, at)
  await appendAudit(trx, [audit], at)
  return await one(trx, id)
}

async function changeMember(
  trx: Trx,
  { actorId, memberId, at }: Parameters<ProvisioningStore['change']>[0],
  decide: Parameters<ProvisioningStore['change']>[1],
): ReturnType<ProvisioningStore['change']> {
  await lockAttributes(trx)
  const facts = await lockFacts(trx, { actorId, memberId: storableText(memberId), at })
  const member = facts === null ? null : await one(trx, facts.member.id)
  if (facts === null || member === null) return 'missing'
  const { otherOwners } = facts
  const { attributes, disabled, removed, audit } = decide({
    member,
    hasJoined: facts.member.joinedAt !== null,
    isOwner: actsAsOwner(permissionsOfMember({ ...facts.member, scope: null })),
    otherOwners,
  })
  if (attributes !== null && (await isTaken(trx, member.id, attributes))) return 'taken'
  const ends = removed || disabled === true
  const change = { endsSessions: ends, ...(ends ? { endsTokens: true as const } : {}), audit }
  await applyChange(trx, member, withActs(change, { disabled, removed }), at)
  if (attributes !== null) {
    const named = { email: storableText(attributes.email), name: storableText(attributes.name) }
    await trx.updateTable('members').set(named).where('id', '=', member.id).execute()
    await keepAttributes(trx, member.id, { attributes, at: new Date(at), isProvisioned: false })
    if (foldAddress(attributes.email) !== foldAddress(member.email))
      await trx.deleteFrom('sign_in_links').where('member_id', '=', member.id).execute()
  }
  if (disabled === true) await rememberDisabling(trx, member.id, new Date(at))
  await appendAudit(trx, audit, new Date(at))
  return (await one(trx, member.id)) ?? 'removed'
}

const withActs = <T extends object>(
  change: T,
  { disabled, removed }: { disabled: boolean | null; removed: boolean },
) => ({
  ...change,
  ...(disabled === null ? {} : { disabled }),
  ...(removed ? { removed: true as const } : {}),
})

/** Provisioning disabled a member while this is the time of their last disabling. */
const rememberDisabling = (trx: Trx, memberId: string, disabled_at: Date) =>
  trx.updateTable('scim_users').set({ disabled_at }).where('member_id', '=', memberId).execute()

/** Requests take turns, so none of two takes a name that the other one takes too. */
const lockAttributes = (trx: Trx) => sql`select pg_advisory_xact_lock(hashtextextended('scim', 0))`.execute(trx)

const membersIn = (db: Kysely<Tables>) =>
  db
    .selectFrom('members')
    .leftJoin('scim_users', 'scim_users.member_id', 'members.id')
    .where('members.email', '<>', breakGlassName)
    .select([
      'members.id',
      'members.email',
      'members.name',
      'members.role',
      'members.created_at',
      'members.disabled_at',
    ])
    .select(['scim_users.user_name', 'scim_users.external_id', 'scim_users.given_name', 'scim_users.family_name'])
    .select(['scim_users.updated_at', 'scim_users.disabled_at as provisioning_disabled_at'])

type Query = ReturnType<typeof membersIn>
type RowOf<Q> = Q extends SelectQueryBuilder<infer _DB, infer _TB, infer O> ? O : never

/** User names and addresses match in any case, external IDs exactly, as the schema declares. */
function matching(query: Query, filter: ScimFilter | null): Query {
  if (filter === null) return query
  const value = storableText(filter.value)
  switch (filter.by) {
    case 'id':
      return query.where('members.id', '=', value)
    case 'externalId':
      return query.where('scim_users.external_id', '=', value)
    case 'email':
      return query.where(sql`lower(members.email)`, '=', value.toLowerCase())
    case 'userName':
      return query.where(sql`lower(coalesce(scim_users.user_name, members.email))`, '=', value.toLowerCase())
  }
}

const memberOf = (row: RowOf<Query>): ProvisionedMember => ({
  id: row.id,
  userName: row.user_name ?? row.email,
  externalId: row.external_id,
  email: row.email,
  name: row.name,
  givenName: row.given_name,
  familyName: row.family_name,
  role: row.role,
  isActive: row.disabled_at === null,
  isDisabledByProvisioning:
    row.disabled_at !== null && row.disabled_at.getTime() === row.provisioning_disabled_at?.getTime(),
  createdAt: row.created_at.getTime(),
  updatedAt: (row.updated_at ?? row.created_at).getTime(),
})

async function one(db: Kysely<Tables>, id: string): Promise<ProvisionedMember | null> {
  const row = await membersIn(db).where('members.id', '=', id).executeTakeFirst()
  return row === undefined ? null : memberOf(row)
}

async function isTaken(trx: Trx, id: string, { userName, externalId, email }: ScimAttributes): Promise<boolean> {
  const names = [userName, email].map((name) => storableText(name).toLowerCase())
  const other = await trx
    .selectFrom('members')
    .leftJoin('scim_users', 'scim_users.member_id', 'members.id')
    .select('members.id')
    .where('members.id', '<>', id)
    .where((where) =>
      where.or([
        where(sql`lower(members.email)`, 'in', names),
        where(sql`lower(scim_users.user_name)`, '=', names[0] ?? ''),
        ...(externalId === null ? [] : [where('scim_users.external_id', '=', storableText(externalId))]),
      ]),
    )
    .executeTakeFirst()
  return other !== undefined
}

/** A member keeps how they came: provisioned, or invited before the provider took them over. */
async function keepAttributes(
  trx: Trx,
  memberId: string,
  { attributes, at, isProvisioned }: { attributes: ScimAttributes; at: Date; isProvisioned: boolean },
): Promise<void> {
  const storable = (text: string | null) => (text === null ? null : storableText(text))
  const kept = {
    user_name: storableText(attributes.userName),
    external_id: storable(attributes.externalId),
    given_name: storable(attributes.givenName),
    family_name: storable(attributes.familyName),
    updated_at: at,
  }
  await trx
    .insertInto('scim_users')
    .values({ ...kept, member_id: memberId, is_provisioned: isProvisioned })
    .onConflict((conflict) => conflict.column('member_id').doUpdateSet(kept))
    .execute()
}
