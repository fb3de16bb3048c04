import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { type ControlFile, readControl } from './control-file.ts'
import { pageBytes } from './page-checksum.ts'

const logFolder = 'pg_xact'
/** Two bits for each transaction: in progress, committed, aborted, part of another. */
const bitsOfTransaction = 2
const transactionsOfByte = 8 / bitsOfTransaction
const transactionsOfSegment = 32 * pageBytes * transactionsOfByte
const epochSize = 2 ** 32

/** By segment: how many transactions ended in it, and the SHA-256 of their commit status, which never changes. */
export const commitStatusRecord = z.record(z.string(), z.strictObject({ ended: z.int(), sha256: z.string() }))
type CommitStatusRecord = z.infer<typeof commitStatusRecord>

const nameOf = (segment: number): string => join(logFolder, segment.toString(16).toUpperCase().padStart(4, '0'))

/** Null if the file is missing or shorter. */
async function digestOf(path: string, ended: number): Promise<string | null> {
  const bytes = Math.ceil(ended / transactionsOfByte)
  const file = await open(path).catch(() => null)
  if (file === null) return null
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0)
    if (bytesRead < bytes) return null
    const surplus = bytes * transactionsOfByte - ended
    // The first transactions are in the lowest bits.
    buffer[bytes - 1] = (buffer[bytes - 1] ?? 0) & (0xff >> (surplus * bitsOfTransaction))
    return createHash('sha256').update(buffer).digest('hex')
  } finally {
    await file.close()
  }
}

/** Segments in use, with the number of their transactions that ended before the checkpoint. */
function segmentsOf({ nextTransaction, oldestTransaction }: ControlFile): readonly (readonly [string, number])[] {
  const end = Number(nextTransaction % BigInt(epochSize))
  const first = Math.floor(oldestTransaction / transactionsOfSegment)
  const last = Math.floor(end / transactionsOfSegment)
  // After a wraparound the segments in use are not one range; they are recorded again once they are.
  return Array.from({ length: Math.max(0, last - first + 1) }, (_none, index) => {
    const segment = first + index
    return [nameOf(segment), Math.min(transactionsOfSegment, end - segment * transactionsOfSegment)] as const
  }).filter(([, ended]) => ended > 0)
}

/** Records how transactions ended. Call it after a checkpoint while none runs. */
export async function recordCommitStatus(folder: string, control: ControlFile): Promise<CommitStatusRecord> {
  const record: CommitStatusRecord = {}
  for (const [path, ended] of segmentsOf(control)) {
    const sha256 = await digestOf(join(folder, path), ended)
    if (sha256 !== null) record[path] = { ended, sha256 }
  }
  return record
}

/**
 * The first segment whose commit status differs from the record; null if there is none. PostgreSQL has no checksum for
 * it, and a transaction that counts as unfinished hides all its rows.
 */
export async function changedCommitStatus(folder: string, record: CommitStatusRecord): Promise<string | null> {
  const control = await readControl(folder)
  if (control === null) return null
  const inUse = new Set(segmentsOf(control).map(([path]) => path))
  for (const [path, { ended, sha256 }] of Object.entries(record))
    if (inUse.has(path) && (await digestOf(join(folder, path), ended)) !== sha256) return path
  return null
}
