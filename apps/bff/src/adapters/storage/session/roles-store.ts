import type { AuditLine } from '@muster/core/audit/audit-line'
import { permissionsOfMember } from '@muster/core/permission'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { RoleRecord, RoleStore } from '../../../features/members/ports.ts'
import { appendAudit } from '../audit/audit-log.ts'
import { storableJson, storableText } from '../database/storable-json.ts'
import type { Tables } from '../database/tables.ts'
import { pauseJobsBeyond } from '../jobs/jobs-of-member.ts'
import { isPermission, membershipColumns, membershipOf } from './memberships.ts'

type Db = Kysely<Tables>

async function read(db: Db, id?: string): Promise<readonly RoleRecord[]> {
  const rows = await db
    .selectFrom('roles')
    .selectAll()
    .select(sql<number>`(select count(*)::int from members where members.role = roles.id)`.as('members'))
    .$if(id !== undefined, (query) => query.where('id', '=', id ?? ''))
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    permissions: row.permissions.filter(isPermission),
    createdAt: row.created_at.getTime(),
    createdBy: row.created_by,
    members: row.members,
  }))
}

async function isTaken(trx: Db, { id, name }: Pick<RoleRecord, 'id' | 'name'>): Promise<boolean> {
  const other = await trx
    .selectFrom('roles')
    .select('id')
    .where(sql`lower(name)`, '=', sql`lower(${storableText(name)})`)
    .where('id', '<>', id)
    .executeTakeFirst()
  return other !== undefined
}

/** The row of a role, which also orders the changes of members that receive it. */
async function locked(trx: Transaction<Tables>, id: string): Promise<RoleRecord | null> {
  await trx.selectFrom('roles').select('id').where('id', '=', storableText(id)).forUpdate().execute()
  return (await read(trx, storableText(id)))[0] ?? null
}

async function add(trx: Transaction<Tables>, ...[role, audit]: Parameters<RoleStore['add']>): Promise<boolean> {
  const row = {
    id: role.id,
    name: storableText(role.name),
    permissions: storableJson(role.permissions),
    created_at: new Date(role.createdAt),
    created_by: role.createdBy,
  }
  const added = await trx
    .insertInto('roles')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (added.numInsertedOrUpdatedRows !== 1n) return false
  await appendAudit(trx, [audit], row.created_at)
  return true
}

async function change(
  trx: Transaction<Tables>,
  ...[{ at, ...role }, judge]: Parameters<RoleStore['change']>
): Promise<boolean | null> {
  const stored = await locked(trx, role.id)
  if (stored === null) return null
  const holders = await trx
    .selectFrom('members')
    .select(['id', 'email'])
    .select(membershipColumns)
    .where('role', '=', stored.id)
    .where('disabled_at', 'is', null)
    .orderBy('id')
    .execute()
  const audit = judge(
    stored,
    holders.map(({ email }) => email),
  )
  if (await isTaken(trx, role)) return false
  await trx
    .updateTable('roles')
    .set({ name: storableText(role.name), permissions: storableJson(role.permissions) })
    .where('id', '=', stored.id)
    .execute()
  await sql`delete from sessions using members
    where members.id = sessions.member_id and members.role = ${stored.id}`.execute(trx)
  const paused: AuditLine[] = []
  for (const holder of holders) {
    const membership = membershipOf(holder)
    const before = permissionsOfMember(membership)
    const after = permissionsOfMember({ ...membership, granted: role.permissions })
    paused.push(...(await pauseJobsBeyond(trx, holder, { before, after })))
  }
  await appendAudit(trx, [audit, ...paused], new Date(at))
  return true
}

/** The custom roles in SQL. */
export function createSqlRoleStore(db: Db): RoleStore {
  return {
    list: () => read(db),
    add: (role, audit) => db.transaction().execute((trx) => add(trx, role, audit)),
    change: (role, judge) => db.transaction().execute((trx) => change(trx, role, judge)),
    remove: (id, at, judge) =>
      db.transaction().execute(async (trx) => {
        const stored = await locked(trx, id)
        if (stored === null) return false
        const audit = judge(stored)
        await trx.deleteFrom('roles').where('id', '=', stored.id).execute()
        await appendAudit(trx, [audit], new Date(at))
        return true
      }),
  }
}
