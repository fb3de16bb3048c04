import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { keysInFolder } from '../adapters/sealing/key-file.ts'
import { createSealer, type Sealer } from '../adapters/sealing/sealing.ts'
import { sealPlugin } from '../adapters/storage/database/seal.ts'
import type { Storage } from '../adapters/storage/database/storage.ts'
import { hasMoved, moveStore } from '../adapters/storage/folder/move-store.ts'
import { databaseFolder, isMoveUnfinished, recordMove } from '../adapters/storage/folder/store-record.ts'
import { openErasureJournal } from '../adapters/storage/jobs/run/erasure-journal.ts'
import { unrecordedErasures } from '../adapters/storage/jobs/run/late-erasures.ts'
import { migrate } from '../adapters/storage/migrations/run-migrations.ts'
import { openStorage } from '../adapters/storage/open-storage.ts'
import type { Config } from '../config/config.ts'
import type { Place } from './store-location.ts'

/** The journal stays in this folder, which the moved store may never see again. */
async function requireRecorded({ db }: Pick<Storage, 'db'>, dataDir: string, sealer: Sealer | null): Promise<void> {
  const journal = openErasureJournal(dataDir, Date.now(), (error) => {
    throw error
  })
  const opened = sealer === null ? db : db.withPlugin(sealPlugin(sealer.content))
  const unrecorded = await unrecordedErasures(opened, journal.accepted())
  if (unrecorded.length === 0) return
  throw new Error(
    `Kore.ai accepted ${unrecorded.length} ${unrecorded.length === 1 ? 'erasure request' : 'erasure requests'} that the store does not record yet. Start Muster on ${dataDir} once, which records them, then move.`,
  )
}

/** Opens content with every key that is set or in the folder; null without one, as before the first sealed content. */
function sealerFor(dataDir: string, { current, previous }: Config['sealingKeys']): Sealer | null {
  const [key, ...others] = [current, previous, ...keysInFolder(dataDir)].filter((one) => one !== null)
  return key === undefined ? null : createSealer(key, others)
}

/** Moves the state unless an earlier move did, which was ended before it was recorded here. Returns what was done. */
async function moveOnce(from: Storage, to: Storage, dataDir: string): Promise<string> {
  const wasMoved = (await isMoveUnfinished(dataDir)) && (await hasMoved(from, to))
  const beforeCommit = () => recordMove(dataDir, 'moving', new Date().toISOString())
  const moved = wasMoved
    ? 'The store was moved before'
    : `${await moveStore(from, to, beforeCommit)} tables were moved and compared`
  await recordMove(dataDir, 'moved', new Date().toISOString())
  return moved
}

/** Moves the embedded store into PostgreSQL. Keeps the embedded one, which is not opened again. */
export async function move({ dataDir, databaseUrl }: Place, keys: Config['sealingKeys']): Promise<string> {
  if (databaseUrl === null) throw new Error('Set DATABASE_URL to the empty PostgreSQL that the store moves into.')
  if (!existsSync(databaseFolder(dataDir))) throw new Error(`There is no store in ${dataDir}.`)
  const from = await openStorage({ kind: 'pglite', dataDir, isMoving: true })
  try {
    // PostgreSQL reads some damage as an absence of rows, without an error.
    const damage = await from.verifyRest?.()
    if (damage instanceof Error) throw damage
    const to = await openStorage({ kind: 'postgres', url: databaseUrl })
    try {
      await migrate(from)
      await requireRecorded(from, dataDir, sealerFor(dataDir, keys))
      await migrate(to)
      const moved = await moveOnce(from, to, dataDir)
      return `${moved}. Start Muster with this DATABASE_URL from now on, and with MUSTER_SEALING_KEY_FILE naming ${join(dataDir, 'sealing-key')} or a copy of it; ${dataDir} stays unchanged and is not opened again.`
    } finally {
      await to.close()
    }
  } finally {
    await from.close()
  }
}
