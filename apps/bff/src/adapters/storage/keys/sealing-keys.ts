import { sql } from 'kysely'
import type { Sealer } from '../../sealing/sealing.ts'
import type { Db } from '../database/storage.ts'
import { StorageError } from '../database/storage-error.ts'
import { isSealedWith } from './sealed-rows.ts'
import { hasUnnamedTexts } from './sealed-texts.ts'

/**
 * Records the key that seals from now on. Throws if content is sealed with a key that is not set: Muster would serve
 * some uploads and plans and fail on others.
 */
export async function admitSealingKeys(
  db: Db,
  { sealer, at }: { readonly sealer: Pick<Sealer, 'keyId' | 'keyIds' | 'factors'> | null; readonly at: number },
): Promise<void> {
  const hasUnnamed = await hasUnnamedTexts(db, sealer?.factors ?? null)
  if (hasUnnamed) await seeUnnamed(db, at)
  else await db.deleteFrom('keys_seen').where(ofKey(unnamed)).execute()
  for (const id of await keysInUse(db)) {
    if (sealer?.keyIds.includes(id)) continue
    if (id === unnamed || (await isSealedWith(db, id))) throw missing(id)
    await db.updateTable('keys_seen').set({ in_use: false }).where(ofKey(id)).execute()
  }
  if (sealer === null) return
  await db
    .insertInto('keys_seen')
    .values({ purpose: 'sealing', key_id: sealer.keyId, first_seen_at: new Date(at), in_use: true })
    .onConflict((conflict) => conflict.columns(['purpose', 'key_id']).doUpdateSet({ in_use: true }))
    .execute()
}

/** Takes the place of the ID of a key whose sealed texts do not name it. */
const unnamed = 'unnamed'

/** Does not undo that it was given up. */
async function seeUnnamed(db: Db, at: number): Promise<void> {
  await db
    .insertInto('keys_seen')
    .values({ purpose: 'sealing', key_id: unnamed, first_seen_at: new Date(at), in_use: true })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

const ofKey = (id: string) => sql<boolean>`purpose = 'sealing' and key_id = ${id}`

async function keysInUse(db: Db): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('keys_seen')
    .select('key_id')
    .where(sql<boolean>`purpose = 'sealing' and in_use`)
    .execute()
  return rows.map(({ key_id: id }) => id)
}

const missing = (id: string) =>
  new StorageError(
    'unusable',
    `Content of the store is sealed with the key ${id}, which is not set. Restore it: the file sealing-key in DATA_DIR, or MUSTER_SEALING_KEY_PREVIOUS. If it is lost, "npm run doctor -- lost-key ${id}" lets Muster start without that content.`,
  )

/** The key is lost: Muster starts without the content that it sealed. False if the store does not need such a key. */
export async function abandonSealingKey(db: Db, id: string): Promise<boolean> {
  const given = await db
    .updateTable('keys_seen')
    .set({ in_use: false })
    .where(ofKey(id))
    .where('in_use', '=', true)
    .executeTakeFirst()
  return given.numUpdatedRows === 1n
}

/** When all content was sealed with this key; null: not yet. */
export async function resealedAt(db: Db, id: string): Promise<Date | null> {
  const row = await db.selectFrom('keys_seen').select('resealed_at').where(ofKey(id)).executeTakeFirst()
  return row?.resealed_at ?? null
}

export async function recordResealed(db: Db, id: string, at: number): Promise<void> {
  await db
    .updateTable('keys_seen')
    .set({ resealed_at: new Date(at) })
    .where(ofKey(id))
    .execute()
}
