import { sql } from 'kysely'
import { sealOf } from '../database/seal.ts'
import type { Db } from '../database/storage.ts'
import { bytesColumn, bytesFrom } from '../database/stored-bytes.ts'
import { dictionaryFrom, factsFrom } from './block-bytes.ts'
import { causesOf, type IndexedBlock, UploadIndex } from './upload-index.ts'

const mostIndexes = 64
/** Rows of all indexes in memory: some 100 bytes each. */
const mostRows = 1_200_000
const blocksAtOnce = 32

async function versionOf(db: Db, id: string): Promise<number | null> {
  const row = await db.selectFrom('uploads').select('version').where('id', '=', id).executeTakeFirst()
  return row?.version ?? null
}

async function readBlocks(db: Db, id: string, numbers: readonly number[]): Promise<Omit<IndexedBlock, 'duplicates'>[]> {
  const rows = await db
    .selectFrom('upload_blocks')
    .select(['block', 'version', bytesColumn('facts').as('facts'), bytesColumn('dictionary').as('dictionary')])
    .select(bytesColumn('marks').as('marks'))
    .where('upload_id', '=', id)
    .where('block', '=', sql<number>`any(${[...numbers]}::int[])`)
    .orderBy('block')
    .execute()
  const seal = sealOf(db)
  return Promise.all(
    rows.map(async ({ block, version, facts, dictionary, marks }) => ({
      block,
      version,
      facts: factsFrom(facts),
      marks: new Uint8Array(bytesFrom(marks)),
      causes: causesOf((await dictionaryFrom(dictionary, { seal, id, block })).entries),
    })),
  )
}

/** Reads the index of an upload, without the blocks that are known already. */
export async function readIndex(db: Db, id: string, known?: UploadIndex): Promise<UploadIndex | null> {
  const version = await versionOf(db, id)
  if (version === null) return null
  if (known?.version === version) return known
  const list = await db
    .selectFrom('upload_blocks')
    .select(['block', 'version'])
    .where('upload_id', '=', id)
    .orderBy('block')
    .execute()
  const before = new Map(known?.blocks.map((block) => [`${block.block} ${block.version}`, block]))
  const index = new UploadIndex(version)
  for (let from = 0; from < list.length; from += blocksAtOnce) {
    const some = list.slice(from, from + blocksAtOnce)
    const unknown = some.filter((one) => !before.has(`${one.block} ${one.version}`)).map(({ block }) => block)
    const read = unknown.length === 0 ? [] : await readBlocks(db, id, unknown)
    for (const one of some) {
      const block = before.get(`${one.block} ${one.version}`) ?? read.find(({ block: number }) => number === one.block)
      if (block !== undefined) index.append(block)
    }
  }
  index.findDuplicates()
  return index
}

/** Drops the indexes used longest ago while there are too many, but never the given one. */
function dropOldest(held: Map<string, UploadIndex>, id: string): void {
  let rows = 0
  for (const [at, [other, { rows: its }]] of [...held].toReversed().entries()) {
    rows += its
    if ((rows > mostRows || at >= mostIndexes) && other !== id) held.delete(other)
  }
}

/**
 * The indexes of the uploads in use. The version in the database shows whether another replica changed rows: then only
 * the blocks it changed are read again.
 */
export function createIndexCache(db: Db) {
  const held = new Map<string, UploadIndex>()
  const reading = new Map<string, Promise<UploadIndex | null>>()

  function keep(id: string, index: UploadIndex): void {
    held.delete(id)
    held.set(id, index)
    dropOldest(held, id)
  }
  async function read(id: string): Promise<UploadIndex | null> {
    const index = await readIndex(db, id, held.get(id))
    if (index === null) held.delete(id)
    else keep(id, index)
    return index
  }
  return {
    keep,
    /** Drops the index of a removed upload. */
    drop: (id: string): void => void held.delete(id),
    /** Number of indexes in memory. */
    get size(): number {
      return held.size
    },
    /** The index as rows are now; null for an unknown upload. */
    async get(id: string): Promise<UploadIndex | null> {
      // A reading under way may have begun before the caller's own change.
      const before = reading.get(id)?.catch(() => null) ?? Promise.resolve(null)
      const current = before.then(() => read(id))
      reading.set(id, current)
      try {
        return await current
      } finally {
        if (reading.get(id) === current) reading.delete(id)
      }
    },
    /** Repeats a stored change in the index, if it has all earlier ones. */
    apply(id: string, version: number, change: (index: UploadIndex) => void): void {
      const index = held.get(id)
      if (index?.version !== version - 1) return
      change(index)
      index.version = version
    },
  }
}

export type IndexCache = ReturnType<typeof createIndexCache>
