import type { Db } from '../database/storage.ts'
import type { keyPurposes } from '../tables/keys.ts'

export type KeyPurpose = (typeof keyPurposes)[number]

export interface SeenKey {
  readonly purpose: KeyPurpose
  readonly id: string
  readonly firstSeenAt: Date
  readonly acceptedAt: Date | null
}

/** The ages of keys, which every replica shares. */
export function createSqlKeysSeen(db: Db) {
  return {
    /** Records keys that this start has. */
    see: async (keys: readonly Pick<SeenKey, 'purpose' | 'id'>[], at: number): Promise<void> => {
      if (keys.length === 0) return
      const values = keys.map(({ purpose, id }) => ({
        purpose,
        key_id: id,
        first_seen_at: new Date(at),
        in_use: false,
      }))
      await db
        .insertInto('keys_seen')
        .values(values)
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },
    list: async (): Promise<readonly SeenKey[]> => {
      const rows = await db.selectFrom('keys_seen').selectAll().execute()
      return rows.map((row) => ({
        purpose: row.purpose,
        id: row.key_id,
        firstSeenAt: row.first_seen_at,
        acceptedAt: row.accepted_at,
      }))
    },
    /** Kore.ai accepted this client secret and refused the other. */
    accepted: async (id: string, at: number): Promise<void> => {
      await db
        .updateTable('keys_seen')
        .set({ accepted_at: new Date(at) })
        .where('purpose', '=', 'kore')
        .where('key_id', '=', id)
        .execute()
    },
  }
}

export type KeysSeen = ReturnType<typeof createSqlKeysSeen>
