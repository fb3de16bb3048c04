import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import { type FileStore, FileTooLargeError } from '../../../features/uploads/file-ports.ts'
import { placeOf, sealOf } from '../database/seal.ts'
import type { Db } from '../database/storage.ts'
import { bytesColumn, bytesFrom, bytesParameter } from '../database/stored-bytes.ts'
import { withLentFolder } from './temporary-files.ts'

const chunkBytes = 1024 * 1024
const deflate = promisify(deflateRaw)
const inflate = promisify(inflateRaw)

/** Text shrinks to a fifth; workbooks are compressed already, and stay as they are. */
async function packed(piece: Buffer): Promise<{ readonly bytes: Buffer; readonly packed: boolean }> {
  const bytes = await deflate(piece, { level: 1 })
  return bytes.length < piece.length ? { bytes, packed: true } : { bytes: piece, packed: false }
}

async function forget(db: Db, uploadId: string): Promise<void> {
  await db.deleteFrom('upload_chunks').where('upload_id', '=', uploadId).execute()
}

/** Splits a stream into pieces of one size: one statement never carries a whole file. */
async function* pieces(bytes: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let size = 0
  let total = 0
  for await (const chunk of bytes) {
    total += chunk.length
    if (total > maxBytes) throw new FileTooLargeError()
    held.push(Buffer.from(chunk))
    size += chunk.length
    if (size < chunkBytes) continue
    yield Buffer.concat(held)
    held = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(held)
}

async function* chunksOf(db: Db, uploadId: string): AsyncGenerator<Uint8Array> {
  for (let seq = 1; ; seq += 1) {
    const row = await db
      .selectFrom('upload_chunks')
      .select(['packed', bytesColumn('bytes').as('bytes')])
      .where('upload_id', '=', uploadId)
      .where('seq', '=', seq)
      .executeTakeFirst()
    if (row === undefined) return
    const bytes = sealOf(db).open(bytesFrom(row.bytes), placeOf('chunk', uploadId, seq))
    yield row.packed ? await inflate(bytes) : bytes
  }
}

/**
 * Stores the bytes of uploads in the database: every replica finds them, and a backup includes them. `folder`: for
 * files while they are lent.
 */
export function createSqlFileStore(db: Db, folder: string): FileStore {
  return {
    async keep(uploadId, bytes, maxBytes) {
      const hash = createHash('sha256')
      let seq = 0
      let total = 0
      try {
        for await (const piece of pieces(bytes, maxBytes)) {
          seq += 1
          total += piece.length
          hash.update(piece)
          const { bytes: kept, packed: isPacked } = await packed(piece)
          const sealed = sealOf(db).seal(kept, placeOf('chunk', uploadId, seq))
          const values = { upload_id: uploadId, seq, bytes: bytesParameter(sealed), packed: isPacked }
          await db.insertInto('upload_chunks').values(values).execute()
        }
      } catch (error) {
        await forget(db, uploadId)
        throw error
      }
      return { bytes: total, sha256: hash.digest('hex') }
    },
    lend: (uploadId, use) =>
      withLentFolder(folder, async (own) => {
        const path = join(own, 'file')
        await pipeline(Readable.from(chunksOf(db, uploadId)), createWriteStream(path, { mode: 0o600 }))
        return use(path)
      }),
  }
}
