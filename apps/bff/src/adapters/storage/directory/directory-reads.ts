import type { Directory } from '@muster/contracts/users'
import type { Lookups, Role } from '@muster/core/account/access'
import { sql } from 'kysely'
import { type MemoizedValue, memoizeValue } from '../database/memoized-value.ts'
import type { Db } from '../database/storage.ts'
import { countUnreadable } from './unreadable-records.ts'

/** One count a store, shared by all callers. */
const counts = new WeakMap<Db, MemoizedValue<number>>()

/** The number of users. That of a large directory may be some seconds old. */
export function userCount(db: Db): Promise<number> {
  const kept = counts.get(db) ?? memoizeValue(() => countUsers(db))
  counts.set(db, kept)
  return kept.read()
}

/** A pass ended: discards counts made during it. */
export function recountUsers(db: Db): void {
  counts.delete(db)
}

/** Users counted by one statement: on the embedded store a search waits for it. */
const countedAtOnce = 10_000

async function countUsers(db: Db): Promise<number> {
  let users = 0
  for (let after = ''; ; ) {
    const { rows } = await sql<{ n: number; last: string | null }>`
      select count(*)::int as n, max(id) as last
      from (select id from users where id > ${after} order by id limit ${countedAtOnce}) as next`.execute(db)
    const { n, last } = rows[0] ?? { n: 0, last: null }
    users += n
    if (n < countedAtOnce || last === null) return users
    after = last
  }
}

/** Freshness of the directory. The count of a large directory may be some seconds old. */
export async function readDirectoryState(db: Db): Promise<Directory> {
  const row = await db.selectFrom('directory_state').selectAll().executeTakeFirstOrThrow()
  const loading = row.state === 'loading'
  return {
    state: row.state,
    users: await userCount(db),
    progress: loading ? { done: row.done, total: row.total, step: row.step ?? 'starting' } : null,
    syncedAt: row.synced_at?.toISOString() ?? null,
    source: row.source,
    reason: row.reason,
    reasonMessage: row.reason_message,
    ...(await countUnreadable(db)),
  }
}

/** The lists as arrays of columns. */
export interface ListedAccess {
  readonly groups: readonly (readonly [string, string])[]
  readonly roles: readonly (readonly [string, string, Role['kind']])[]
  readonly bots: readonly (readonly [string, string, string | null])[]
  /** Groups of admin roles. */
  readonly admin_groups: readonly string[]
  readonly known: Lookups['known']
}

const list = (table: string, columns: string) =>
  sql`(select coalesce(json_agg(json_build_array(${sql.raw(columns)})), '[]') from ${sql.table(table)})`

/** Selects every list as one row. */
export const listedAccess = sql<ListedAccess>`
  select ${list('access_groups', 'id, name')} as groups, ${list('access_roles', 'id, name, kind')} as roles,
    ${list('access_bots', 'id, name, created_by')} as bots,
    array(select distinct via from users u, jsonb_array_elements(u.roles) held,
      jsonb_array_elements_text(held -> 'viaGroups') via where u.is_admin and held ->> 'botId' is null) as admin_groups,
    json_build_object('groups', groups_known, 'roles', roles_known, 'bots', bots_known) as known
  from directory_state`

/** All groups, roles and bots by id, and which of these lists are readable. */
export async function readLookups(db: Db): Promise<Lookups> {
  const { rows } = await listedAccess.execute(db)
  const [listed] = rows
  if (listed === undefined) throw new Error('the directory has no recorded state')
  return lookupsOf(listed)
}

export function lookupsOf({ groups, roles, bots, admin_groups: adminGroups, known }: ListedAccess): Lookups {
  return {
    groups: new Map(groups.map(([id, name]) => [id, { id, name }])),
    roles: new Map(roles.map(([id, name, kind]) => [id, { id, name, kind }])),
    bots: new Map(bots.map(([id, name, createdBy]) => [id, { id, name, createdBy }])),
    adminGroups: new Set(adminGroups),
    known,
  }
}
