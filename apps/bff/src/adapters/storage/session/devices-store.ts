import { type Kysely, sql } from 'kysely'
import type { DeviceStore } from '../../../features/session/ports.ts'
import type { Tables } from '../database/tables.ts'

/** Most devices of a member; one more removes the least recently used. */
const mostDevices = 10

/** Known devices in SQL. Those of disabled members do not count. */
export function createSqlDeviceStore(db: Kysely<Tables>): DeviceStore {
  return {
    accountsOf: async (id, usedAfter) => {
      const rows = await db
        .selectFrom('known_devices')
        .innerJoin('members', 'members.id', 'known_devices.member_id')
        .select('members.email')
        .where('known_devices.id', '=', id)
        .where('known_devices.used_at', '>', new Date(usedAfter))
        .where('members.disabled_at', 'is', null)
        .execute()
      return rows.map(({ email }) => email.toLowerCase())
    },
    remember: ({ id, memberId, at }) =>
      db.transaction().execute(async (trx) => {
        const row = { id, member_id: memberId, used_at: new Date(at) }
        await trx
          .insertInto('known_devices')
          .values(row)
          .onConflict((conflict) => conflict.columns(['id', 'member_id']).doUpdateSet({ used_at: row.used_at }))
          .execute()
        await sql`delete from known_devices where member_id = ${memberId} and id not in (
          select id from known_devices where member_id = ${memberId}
          order by used_at desc, id limit ${mostDevices})`.execute(trx)
      }),
  }
}
