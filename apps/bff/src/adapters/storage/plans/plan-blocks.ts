import { hash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import { constants, deflateRaw, inflateRawSync } from 'node:zlib'
import { effectKeys } from '@muster/core/plan/plan-fold'
import { type QueryExecutorProvider, type RawBuilder, sql } from 'kysely'
import { blockSize, type ItemFilter, type KeptItem } from '../../../features/plans/ports.ts'
import { placeOf, sealOf } from '../database/seal.ts'
import { storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { decodeItems, encodeItems } from './plan-block.ts'

const deflate = promisify(deflateRaw)

/** Number of the block of an item. */
export const blockOf = (seq: number): number => Math.floor((seq - 1) / blockSize)

const causesOf = ({ blockers, warnings }: KeptItem['item']): readonly string[] =>
  [...blockers, ...warnings].map(({ code }) => code)

interface NewBlock {
  readonly block: number
  readonly items: number
  /** SHA-256, in hex, of the text. */
  readonly digest: string
  readonly body: Buffer
  /** What its items have, to skip the block when none of them can match a filter. */
  readonly dispositions: readonly string[]
  readonly causes: readonly string[]
  readonly effects: readonly string[]
}

/** Encodes items of one block. They may lack numbers, but not lie in two blocks. */
export async function encodeBlock(kept: readonly KeptItem[]): Promise<NewBlock> {
  const blocks = new Set(kept.map(({ item }) => blockOf(item.seq)))
  const [block, ...others] = blocks
  if (block === undefined || others.length > 0) throw new Error('a write of a plan is not one block')
  const text = encodeItems(kept)
  const items = kept.map(({ item }) => item)
  return {
    block,
    items: kept.length,
    digest: hash('sha256', text, 'hex'),
    body: await deflate(text, { level: constants.Z_BEST_SPEED }),
    dispositions: [...new Set(items.map(({ disposition }) => disposition))],
    causes: [...new Set(items.flatMap(causesOf))],
    effects: [...new Set(items.flatMap(effectKeys))].map(storableText),
  }
}

/** Encodes items, each block of them apart. Requests are served between two blocks. */
export async function encodeBlocks(kept: readonly KeptItem[]): Promise<readonly NewBlock[]> {
  const encoded: Promise<NewBlock>[] = []
  for (const items of Map.groupBy(kept, ({ item }) => blockOf(item.seq)).values()) {
    if (encoded.length > 0) await setImmediate()
    const block = encodeBlock(items)
    // Awaited below; a failure must not be unhandled until then.
    block.catch(() => undefined)
    encoded.push(block)
  }
  return Promise.all(encoded)
}

/** The body as the table has it, in base64. */
export const sealedBody = (
  db: QueryExecutorProvider,
  planId: string,
  { block, body }: Pick<NewBlock, 'block' | 'body'>,
) =>
  sealOf(db)
    .seal(body, placeOf('plan', planId, block))
    .toString('base64')

/** Selects blocks as rows of the table. Bodies travel as base64: bytes take the embedded store four times as long. */
function blockRows(db: QueryExecutorProvider, planId: string, blocks: readonly NewBlock[]): RawBuilder<unknown> {
  const rows = blocks.map(
    ({ block, items, digest, body, dispositions, causes, effects }) =>
      sql`(${planId}::text, ${block}::int, ${items}::int, ${digest}::text,
        decode(${sealedBody(db, planId, { block, body })}::text, 'base64'),
        ${[...dispositions]}::text[], ${[...causes]}::text[], ${[...effects]}::text[])`,
  )
  return sql`select * from (values ${sql.join(rows)}) as given`
}

const insertInto = sql`insert into plan_blocks (plan_id, block, items, digest, body, dispositions, causes, effects)`

/**
 * Inserts blocks if the plan is being computed by this attempt, and counts their items as its progress. One statement:
 * between two, the embedded store waits until this thread has planned more items.
 */
export async function appendBlocks(
  db: QueryExecutorProvider,
  { id, attempt }: { readonly id: string; readonly attempt: number },
  blocks: readonly NewBlock[],
): Promise<boolean> {
  const items = blocks.reduce((sum, block) => sum + block.items, 0)
  const { rows } = await sql<{ isOwn: boolean }>`
    with own as (
      update plans set progress = progress + ${items}
      where id = ${id} and attempt = ${attempt} and state = 'computing' returning id
    ), inserted as (
      ${insertInto} ${blockRows(db, id, blocks)} where exists (select from own)
    ) select exists (select from own) as "isOwn"`.execute(db)
  return rows[0]?.isOwn === true
}

export interface BlockRow {
  readonly plan_id: string
  readonly block: number
  readonly digest: string
  readonly body: string
}

export async function insertBlock(db: QueryExecutorProvider, planId: string, block: NewBlock): Promise<void> {
  await sql`${insertInto} ${blockRows(db, planId, [block])}`.execute(db)
}

/** Throws for a block that is not what was hashed, and with it reviewed. */
export function textOfRow(db: Db, { plan_id: planId, block, digest, body }: BlockRow): string {
  const opened = sealOf(db).open(Buffer.from(body, 'hex'), placeOf('plan', planId, block))
  const text = inflateRawSync(opened).toString()
  if (hash('sha256', text, 'hex') !== digest) throw new Error(`block ${block} of the plan does not match its hash`)
  return text
}

async function readRows(db: Db, where: RawBuilder<unknown>, limit: number): Promise<readonly BlockRow[]> {
  const { rows } = await sql<BlockRow>`
    select plan_id, block, digest, encode(body, 'hex') as body from plan_blocks where ${where} order by block limit ${limit}`.execute(
    db,
  )
  return rows
}

/** Blocks read in one statement. */
const blocksAtOnce = 4

interface Walk {
  readonly block: number
  readonly until?: number
  readonly where?: RawBuilder<unknown>
  /** Skips blocks without an item that contains this. */
  readonly q?: string | undefined
}

/** The items of the blocks from this one on, or up to another, block by block. */
export async function* walkBlocks(db: Db, planId: string, from: Walk): AsyncGenerator<readonly KeptItem[]> {
  const mayContain = searchesText(from.q)
  const isSearch = from.q !== undefined && from.q.trim() !== ''
  const read = (first: number) => {
    const range = sql`block >= ${first} and block < ${from.until ?? 2 ** 31 - 1}`
    return readRows(db, sql`plan_id = ${planId} and ${range} and ${from.where ?? sql`true`}`, blocksAtOnce)
  }
  let rows = await read(from.block)
  for (;;) {
    const last = rows.at(-1)
    const after = last === undefined || rows.length < blocksAtOnce ? null : last.block + 1
    // A search mostly reads on, so the store reads the next blocks while these are searched.
    const next = after !== null && isSearch ? read(after) : null
    // The walk may end before it takes them; a failure reaches it where it takes them.
    next?.catch(() => undefined)
    for (const row of rows) {
      const text = textOfRow(db, row)
      if (mayContain(text)) yield decodeItems(text)
    }
    if (after === null) return
    rows = await (next ?? read(after))
  }
}

/** The lower-case text that lists search. */
const searchText = ({ user, identifier }: KeptItem['item']): string =>
  [user?.email, user?.firstName, user?.lastName, user?.orgUserId, identifier.value]
    .filter((word) => word != null && word !== '')
    .join(' ')
    .toLowerCase()

/** Whether an item contains a search; an empty search matches all. */
export function searchesItem(q: string | undefined): (item: KeptItem['item']) => boolean {
  const text = storableText((q ?? '').trim().toLowerCase())
  return text === '' ? () => true : (item) => searchText(item).includes(text)
}

/**
 * Whether a block's text may have an item that contains a search: each part between blanks lies in one value. Letters
 * beyond ASCII depend on their neighbours in lower case, so such parts are not tested.
 */
function searchesText(q: string | undefined): (text: string) => boolean {
  const parts = (q ?? '')
    .toLowerCase()
    .split(' ')
    .filter((part) => /^[\x21-\x7e]+$/.test(part))
  const encoded = parts.map((part) => JSON.stringify(part).slice(1, -1))
  return (text) => {
    if (encoded.length === 0) return true
    const lower = text.toLowerCase()
    return encoded.every((part) => lower.includes(part))
  }
}

/** A page of a plan's items. */
export async function listPlanItems(db: Db, id: string, filter: ItemFilter): Promise<readonly KeptItem['item'][]> {
  const { disposition, effect, cause, afterSeq, limit } = filter
  const has = (column: string, value: string | undefined) =>
    value === undefined ? [] : [sql`${storableText(value)} = any(${sql.ref(column)})`]
  const conditions = [...has('dispositions', disposition), ...has('effects', effect), ...has('causes', cause)]
  const where = sql.join([sql`true`, ...conditions], sql` and `)
  const contains = searchesItem(filter.q)
  const found: KeptItem['item'][] = []
  for await (const kept of walkBlocks(db, id, { block: blockOf(afterSeq + 1), where, q: filter.q })) {
    for (const { item } of kept) {
      const matches =
        item.seq > afterSeq &&
        (disposition === undefined || item.disposition === disposition) &&
        (effect === undefined || effectKeys(item).includes(effect)) &&
        (cause === undefined || causesOf(item).includes(cause)) &&
        contains(item)
      if (matches) found.push(item)
      if (found.length === limit) return found
    }
  }
  return found
}

/** Blocks held decoded, so calls of one job do not decode their block each time. */
const mostRecent = 32
/** By digest: the content cannot differ, whichever store it comes from. */
const recent = new Map<string, ReadonlyMap<number, KeptItem>>()

function remember(digest: string, items: ReadonlyMap<number, KeptItem>): void {
  recent.delete(digest)
  recent.set(digest, items)
  for (const [oldest] of recent) {
    if (recent.size <= mostRecent) return
    recent.delete(oldest)
  }
}

/** Items of a plan by number. */
export async function readPlanItems(
  db: Db,
  planId: string,
  seqs: readonly number[],
): Promise<(seq: number) => KeptItem> {
  const blocks = [...new Set(seqs.map(blockOf))]
  const { rows } = await sql<{ block: number; digest: string }>`
    select block, digest from plan_blocks where plan_id = ${planId} and block = any(${blocks}::int[])`.execute(db)
  const found = new Map<number, ReadonlyMap<number, KeptItem>>()
  for (const { block, digest } of rows) {
    const held = recent.get(digest)
    if (held === undefined) continue
    remember(digest, held)
    found.set(block, held)
  }
  const missing = blocks.filter((block) => !found.has(block))
  for (let from = 0; from < missing.length; from += blocksAtOnce) {
    const some = missing.slice(from, from + blocksAtOnce)
    const where = sql`plan_id = ${planId} and block = any(${some}::int[])`
    for (const row of await readRows(db, where, some.length)) {
      const items = new Map(decodeItems(textOfRow(db, row)).map((kept) => [kept.item.seq, kept]))
      remember(row.digest, items)
      found.set(row.block, items)
    }
  }
  return (seq) => {
    const kept = found.get(blockOf(seq))?.get(seq)
    if (kept === undefined) throw new Error(`the plan ${planId} has no item ${seq}`)
    return kept
  }
}
