import { open } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'

/** Offsets in PostgreSQL's control file, and the state of a database that was closed regularly. */
const offsets = { database: 0, state: 16, checkpoint: 32, nextTransaction: 64, oldestTransaction: 84 }
const closedState = 1
const headBytes = 88

const unsigned64 = z.string().check(z.regex(/^\d{1,20}$/))

/** How far a database was written: its identifier, and the position of its last checkpoint in its log. */
export const storePosition = z.strictObject({ database: unsigned64, checkpoint: unsigned64 })
export type StorePosition = z.infer<typeof storePosition>

/** PostgreSQL's control file as of the last checkpoint. */
export interface ControlFile {
  readonly position: StorePosition
  /** Whether the database was closed regularly: its files then contain all that was written. */
  readonly isClosed: boolean
  /** The first transaction after the checkpoint. */
  readonly nextTransaction: bigint
  /** The oldest transaction whose outcome is still in use; without its epoch. */
  readonly oldestTransaction: number
}

/** The control file of the database in `folder`; null if it is too short. */
export async function readControl(folder: string): Promise<ControlFile | null> {
  const file = await open(join(folder, 'global', 'pg_control'))
  try {
    const head = Buffer.alloc(headBytes)
    const { bytesRead } = await file.read(head, 0, headBytes, 0)
    if (bytesRead < headBytes) return null
    return {
      position: {
        database: String(head.readBigUInt64LE(offsets.database)),
        checkpoint: String(head.readBigUInt64LE(offsets.checkpoint)),
      },
      isClosed: head.readUInt32LE(offsets.state) === closedState,
      nextTransaction: head.readBigUInt64LE(offsets.nextTransaction),
      oldestTransaction: head.readUInt32LE(offsets.oldestTransaction),
    }
  } finally {
    await file.close()
  }
}

/** Whether a position follows another of the same database, or equals it. */
export const follows = (position: StorePosition, earlier: StorePosition): boolean =>
  position.database === earlier.database && BigInt(position.checkpoint) >= BigInt(earlier.checkpoint)
