import type { Directory } from '@muster/contracts/users'
import type { Lookups } from '@muster/core/account/access'
import { type MemoizedValue, memoizeValue } from '../database/memoized-value.ts'
import type { Db } from '../database/storage.ts'
import { countUnreadable } from './unreadable-records.ts'

/** One count a store, shared by all callers. */
const counts = new WeakMap<Db, MemoizedValue<number>>()

function userCount(db: Db): Promise<number> {
  const kept = counts.get(db) ?? memoizeValue(() => countUsers(db))
  counts.set(db, kept)
  return kept.read()
}

/** A pass ended: discards counts made during it. */
export function recountUsers(db: Db): void {
  counts.delete(db)
}

async function countUsers(db: Db): Promise<number> {
  const row = await db
    .selectFrom('users')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return row.n
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
    ...(await countUnreadable(db)),
  }
}

/** All groups, roles and bots by id, and which of these lists are readable. */
export async function readLookups(db: Db): Promise<Lookups> {
  const state = await db.selectFrom('directory_state').selectAll().executeTakeFirstOrThrow()
  const groups = await db.selectFrom('access_groups').select(['id', 'name']).execute()
  const roles = await db.selectFrom('access_roles').select(['id', 'name', 'kind']).execute()
  const bots = await db.selectFrom('access_bots').select(['id', 'name', 'created_by as createdBy']).execute()
  return {
    groups: new Map(groups.map((group) => [group.id, group])),
    roles: new Map(roles.map((role) => [role.id, role])),
    bots: new Map(bots.map((bot) => [bot.id, bot])),
    known: { groups: state.groups_known, roles: state.roles_known, bots: state.bots_known },
  }
}
