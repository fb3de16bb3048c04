import { open } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'

/** Offsets in PostgreSQL's control file: the identifier of the database and the position of its last checkpoint. */
const identifierAt = 0
const checkpointAt = 32
const headBytes = 40

const unsigned64 = z.string().check(z.regex(/^\d{1,20}$/))

/** How far a database was written: its identifier, and the position of its last checkpoint in its log. */
export const storePosition = z.strictObject({ database: unsigned64, checkpoint: unsigned64 })
export type StorePosition = z.infer<typeof storePosition>

/** The position of the database in `folder`; null if its control file is too short to contain one. */
export async function readPosition(folder: string): Promise<StorePosition | null> {
  const file = await open(join(folder, 'global', 'pg_control'))
  try {
    const head = Buffer.alloc(headBytes)
    const { bytesRead } = await file.read(head, 0, headBytes, 0)
    if (bytesRead < headBytes) return null
    return {
      database: String(head.readBigUInt64LE(identifierAt)),
      checkpoint: String(head.readBigUInt64LE(checkpointAt)),
    }
  } finally {
    await file.close()
  }
}

/** Whether a position follows another of the same database, or equals it. */
export const follows = (position: StorePosition, earlier: StorePosition): boolean =>
  position.database === earlier.database && BigInt(position.checkpoint) >= BigInt(earlier.checkpoint)
